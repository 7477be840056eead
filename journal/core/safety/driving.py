"""Tell what the monograph says of driving after a check-in that rates what makes driving dangerous."""

from journal.core.medicine.monograph import Monograph
from journal.core.medicine.regions import told
from journal.core.record.checkins import CheckIn
from journal.core.record.entries import Detail
from journal.core.record.forms import severity_word
from journal.core.safety.rules import Context, Finding, Notice, Rule, Speaking
from journal.core.values.languages import _
from journal.core.values.sentences import opening

KEY = "driving"


def find(detail: Detail | None, context: Context) -> Finding | None:
    """A check-in with one of the monograph's ratings at its threshold or above: then driving is asked about.

    Silent beside a danger sign: then help is what matters.
    """
    limit = context.monograph.thresholds.driving
    if limit is None or not isinstance(detail, CheckIn) or detail.signs:
        return None
    rated = {each.effect: each.severity for each in detail.ratings}
    worst = limit.worst(rated)
    return None if worst is None else Finding("caution", {"rating": worst[0], "severity": worst[1]})


def words(finding: Finding, speaking: Speaking) -> Notice:
    """How it was rated, and the monograph's own sentence about driving."""
    rated = _(
        "%(effect)s: %(severity)s.",
        effect=rated_name(finding, speaking),
        severity=severity_word(finding.number("severity")),
    )
    return Notice(rule=KEY, level=finding.level, sentences=(rated, *about_driving(speaking.monograph)))


def rated_name(finding: Finding, speaking: Speaking) -> str:
    """What was rated, as a sentence begins with it."""
    key = str(finding.values.get("rating", ""))
    return opening(speaking.monograph.rating_names.get(key, key))


def about_driving(monograph: Monograph) -> tuple[str, ...]:
    """What the monograph says of driving, in its own words."""
    return tuple(told(part.about, part.regions) for part in monograph.precautions if part.key == "driving")


RULE = Rule(
    key=KEY,
    version=1,
    source="the US label says not to drive until one knows how it works; which ratings, and from which on, is ours",
    find=find,
    words=words,
    about=frozenset({"check_in"}),
)
