"""Tell when to call after a seizure that is not the first one within some hours."""

from datetime import timedelta

from journal.core.record.entries import Detail
from journal.core.record.episodes import Episode
from journal.core.safety.rules import Context, Finding, Notice, Rule, Speaking
from journal.core.values.languages import _

KEY = "repeated_seizure"


def find(detail: Detail | None, context: Context) -> Finding | None:
    """A seizure that began within the monograph's hours after another one began.

    What is said of the earlier one is not changed by it: only what was lived before an episode counts for it.
    """
    limit = context.monograph.thresholds.repeated_seizure
    if limit is None or not isinstance(detail, Episode) or detail.what != limit.episode:
        return None
    since = detail.moment.at - timedelta(hours=limit.hours)
    before = [each.moment.at for each in context.episodes if each.what == limit.episode]
    count = sum(since <= at <= detail.moment.at for at in before)
    if not count:
        return None
    return Finding("emergency", {"within_hours": limit.hours, "seizures": count + 1})


def words(finding: Finding, speaking: Speaking) -> Notice:
    """How many there were, when to call, and what to do."""
    said = _(
        "%(count)s seizures within %(hours)s hours.",
        count=finding.number("seizures"),
        hours=finding.number("within_hours"),
    )
    return Notice(
        rule=KEY,
        level=finding.level,
        sentences=(said,),
        link=_("A second seizure: when to call, and what to do"),
        heading="seizure",
    )


RULE = Rule(
    key=KEY,
    version=1,
    source="general first aid calls for help when a second seizure follows; the hours are ours",
    find=find,
    words=words,
    about=frozenset({"episode"}),
)
