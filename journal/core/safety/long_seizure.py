"""Tell when to call after a seizure that lasted long."""

from journal.core.record.entries import Detail
from journal.core.record.episodes import Episode
from journal.core.safety.rules import Context, Notice, Rule
from journal.core.values.languages import _


def tell(detail: Detail | None, context: Context) -> Notice | None:
    """A seizure of as many minutes as the monograph says, or more; one of unknown length is silent."""
    long = context.monograph.thresholds.long_seizure
    if long is None or not isinstance(detail, Episode) or detail.what != long.episode:
        return None
    if (detail.minutes or 0) < long.minutes:
        return None
    return Notice(
        rule="long_seizure",
        level="emergency",
        sentences=(),
        link=_("A seizure of %(minutes)s minutes or more: when to call, and what to do", minutes=long.minutes),
        heading="seizure",
    )


RULE = Rule(
    key="long_seizure",
    source="the US label says that a seizure can go on without end after a sudden stop; the minutes are ours",
    tell=tell,
)
