"""Tell that two medicines can act together, as the short list or the monograph of one says: when one is added or taken.

Whatever has no match is "not in our short list"; that says nothing about it.
"""

from zoneinfo import ZoneInfo

from journal.core.medicine.interactions import Group
from journal.core.medicine.monograph import Monograph
from journal.core.medicine.together import Together
from journal.core.record.doses import Dose
from journal.core.record.entries import Detail
from journal.core.safety.rules import Context, Finding, Notice, Rule, Speaking
from journal.core.values.clock import Zones
from journal.core.values.languages import _
from journal.core.values.sentences import opening

KEY = "interaction"


def find(detail: Detail | None, context: Context) -> Finding | None:
    """The first dose of its day of a medicine that is on the list of another one the person takes, or, where both have
    a monograph, has the other one on its own.

    Silent where the plan has times for it: then it was ordered beside the other one, and told of when it was added.
    """
    if not isinstance(detail, Dose) or detail.status != "taken" or not context.pairs:
        return None
    if _is_planned(detail, context):
        return None
    before = {dose.at.astimezone(ZoneInfo(context.zone)).date() for dose in context.doses if dose.status == "taken"}
    if detail.moment.at.astimezone(ZoneInfo(context.zone)).date() in before:
        return None
    return of_pair(context.pairs[0])


def _is_planned(dose: Dose, context: Context) -> bool:
    step = context.plan.step_at(dose.moment.at, Zones(context.zone))
    return step is not None and bool(step.doses)


def of_pair(pair: Together) -> Finding:
    """What is found where a medicine was added, or got another name, that can act together with another one."""
    return _finding(pair.match.group, pair.match.medicine.name, pair.monograph)


def _finding(group: Group, listed: str, known: Monograph) -> Finding:
    return Finding(group.level, {"group": group.key, "listed": listed, "of": known.key})


def words(finding: Finding, speaking: Speaking) -> Notice:
    """Which two, whom to ask, and what the monograph says of it, where its list is still there."""
    known = speaking.find(str(finding.values.get("of", "")))
    listed = opening(str(finding.values.get("listed", "")))
    if known is None:
        said = _("%(listed)s can act together with another medicine you take. Ask your pharmacist.", listed=listed)
        return Notice(rule=KEY, level=finding.level, sentences=(said,))
    about = known.told_of(str(finding.values.get("group", "")))
    said = _("%(listed)s and %(medicine)s can act together. Ask your pharmacist.", listed=listed, medicine=known.name)
    is_urgent = finding.level == "urgent"
    return Notice(
        rule=KEY,
        level=finding.level,
        sentences=(said, about) if about else (said,),
        link=_("When to get help at once") if is_urgent else "",
        heading="too-much" if is_urgent else "",
    )


RULE = Rule(
    key=KEY,
    version=1,
    source="the document and the US label name the groups; the list of names and all levels are ours",
    find=find,
    words=words,
    about=frozenset({"dose"}),
    reads_record=frozenset({"dose"}),
    of_pairs=True,
)
