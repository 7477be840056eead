"""Tell when to call after a seizure that lasted long."""

from journal.core.record.entries import Detail
from journal.core.record.episodes import Episode
from journal.core.safety.rules import Context, Finding, Notice, Rule, Speaking
from journal.core.values.languages import _

KEY = "long_seizure"


def find(detail: Detail | None, context: Context) -> Finding | None:
    """A seizure of as many minutes as the monograph says, or more; one of unknown length is silent."""
    long = context.monograph.thresholds.long_seizure
    if long is None or not isinstance(detail, Episode) or detail.what != long.episode:
        return None
    if detail.minutes is None or detail.minutes < long.minutes:
        return None
    return Finding("emergency", {"minutes": detail.minutes, "from_minutes": long.minutes})


def words(finding: Finding, speaking: Speaking) -> Notice:
    """When to call, and what to do."""
    return Notice(
        rule=KEY,
        level=finding.level,
        sentences=(),
        link=_(
            "A seizure of %(minutes)s minutes or more: when to call, and what to do",
            minutes=finding.number("from_minutes"),
        ),
        heading="seizure",
    )


RULE = Rule(
    key=KEY,
    version=1,
    source="the US label says that a seizure can go on without end after a sudden stop; the minutes are ours",
    find=find,
    words=words,
    about=frozenset({"episode"}),
)
