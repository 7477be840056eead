"""Tell where to get help after a check-in that says that the mood is very low."""

from journal.core.record.checkins import CheckIn
from journal.core.record.entries import Detail
from journal.core.safety.rules import Context, Notice, Rule
from journal.core.values.languages import _

VERY_LOW = 1  # the lowest of the five moods, which the journal asks for whatever the medicine


def tell(detail: Detail | None, context: Context) -> Notice | None:
    """A check-in with low mood at the monograph's threshold, or the mood as a whole very low."""
    if not isinstance(detail, CheckIn):
        return None
    low = context.monograph.thresholds.low_mood
    rated = low is not None and any(r.effect == low.rating and r.severity >= low.severity for r in detail.ratings)
    if not (rated or detail.mood == VERY_LOW):
        return None
    return notice()


def notice() -> Notice:
    """What it tells: a sentence, and where to get help."""
    return Notice(
        rule="very_low_mood",
        level="urgent",
        sentences=(_("You do not have to get through this alone."),),
        link=_("If you think of harming yourself: where to get help"),
        heading="self-harm",
    )


RULE = Rule(
    key="very_low_mood",
    source="the US label names thoughts of self-harm; which answers count is ours",
    tell=tell,
)
