"""Tell that alcohol and a dose of a medicine it adds to were taken on one day."""

from journal.core.medicine.monograph import Monograph
from journal.core.medicine.thresholds import Together
from journal.core.record.days import Day
from journal.core.record.doses import Dose
from journal.core.record.entries import Detail
from journal.core.safety.rules import Context, Finding, Notice, Rule, Speaking
from journal.core.values.languages import _

KEY = "alcohol"


def find(detail: Detail | None, context: Context) -> Finding | None:
    """A day answered with alcohol on which such a medicine was taken; or its first dose on a day answered so before."""
    return on_one_day(detail, context, context.monograph.thresholds.alcohol, KEY)


def on_one_day(detail: Detail | None, context: Context, limit: Together | None, question: str) -> Finding | None:
    """The same of any question about days; silent where the monograph has no level for it."""
    if limit is None:
        return None
    taken = context.day.taken & (limit.of or {context.monograph.key})
    if isinstance(detail, Day):
        return Finding(limit.level) if getattr(detail, question) and taken else None
    if isinstance(detail, Dose) and detail.status == "taken" and not taken:
        return Finding(limit.level) if context.day.answers.get(question) else None
    return None


def words(finding: Finding, speaking: Speaking) -> Notice:
    """What the two can do together, and whom to ask."""
    return Notice(
        rule=KEY,
        level=finding.level,
        sentences=(
            _(
                "Alcohol and %(medicine)s on one day can make you far too sleepy and slow your breathing.",
                medicine=speaking.monograph.name,
            ),
            _("Ask your pharmacist or prescriber about it."),
        ),
        link=_("Confused, hard to wake or breathing slowly: whom to call, and what to do"),
        heading="too-much",
    )


def looks(detail: Detail, monograph: Monograph) -> bool:
    """Whether the answers and the doses of the day are asked for."""
    limits = monograph.thresholds
    if isinstance(detail, Day):
        return bool((detail.alcohol and limits.alcohol) or (detail.sedative and limits.sedative))
    return isinstance(detail, Dose) and detail.status == "taken" and bool(limits.alcohol or limits.sedative)


RULE = Rule(
    key=KEY,
    version=1,
    source="the US label names alcohol among what adds to it; the level is ours",
    find=find,
    words=words,
    about=frozenset({"day", "dose"}),
    reads_day=looks,
)
