"""Tell where to get help after a check-in, or an answer about a day, that says that the mood is very low."""

from journal.core.record.checkins import CheckIn
from journal.core.record.days import Day
from journal.core.record.entries import Detail
from journal.core.safety.rules import Context, Finding, Notice, Rule, Speaking
from journal.core.values.languages import _

KEY = "very_low_mood"
VERY_LOW = 1  # the lowest of the five moods, which the journal asks for whatever the medicine


def find(detail: Detail | None, context: Context) -> Finding | None:
    """A check-in with low mood at the monograph's threshold, or the mood as a whole very low; of a day such an answer
    to what a medicine is for."""
    if isinstance(detail, Day):
        limits = {each.key: each.help_from for each in context.monograph.benefits if each.help_from is not None}
        low_days = [detail.benefits[key] for key, limit in limits.items() if detail.benefits.get(key, 0) >= limit]
        return Finding("urgent", {"severity": max(low_days)}) if low_days else None
    if not isinstance(detail, CheckIn):
        return None
    low = context.monograph.thresholds.low_mood
    rated = [r.severity for r in detail.ratings if low and r.effect == low.rating and r.severity >= low.severity]
    if not rated and detail.mood != VERY_LOW:
        return None
    mood = {} if detail.mood is None else {"mood": detail.mood}
    return Finding("urgent", mood | ({"severity": max(rated)} if rated else {}))


def words(finding: Finding, speaking: Speaking) -> Notice:
    """A sentence, and where to get help."""
    return Notice(
        rule=KEY,
        level=finding.level,
        sentences=(_("You do not have to get through this alone."),),
        link=_("If you think of harming yourself: where to get help"),
        heading="self-harm",
    )


RULE = Rule(
    key=KEY,
    version=1,
    source="the US label names thoughts of self-harm; which answers count is ours",
    find=find,
    words=words,
    about=frozenset({"check_in", "day"}),
)
