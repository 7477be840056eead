"""Tell whom to call after a check-in with very severe drowsiness and no danger sign."""

from journal.core.record.checkins import CheckIn
from journal.core.record.entries import Detail
from journal.core.safety import danger_signs
from journal.core.safety.rules import Context, Finding, Notice, Rule, Speaking
from journal.core.values.languages import _

KEY = "very_drowsy"


def find(detail: Detail | None, context: Context) -> Finding | None:
    """Drowsiness at the monograph's threshold; silent where a danger sign says more."""
    limit = context.monograph.thresholds.very_drowsy
    if limit is None or not isinstance(detail, CheckIn) or danger_signs.find(detail, context) is not None:
        return None
    rated = [each.severity for each in detail.ratings if each.effect == limit.rating]
    if not rated or max(rated) < limit.severity:
        return None
    return Finding("urgent", {"severity": max(rated)})


def words(finding: Finding, speaking: Speaking) -> Notice:
    """Whom to call today, and where the signs are that cannot wait."""
    return Notice(
        rule=KEY,
        level=finding.level,
        sentences=(_("You were very sleepy. Call your prescriber or an out-of-hours service today."),),
        link=_("Confused, hard to wake or breathing slowly: whom to call, and what to do"),
        heading="too-much",
    )


RULE = Rule(
    key=KEY,
    version=1,
    source="ours: from which answer on, and whom to call",
    find=find,
    words=words,
    about=frozenset({"check_in"}),
)
