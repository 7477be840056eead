"""Tell, as a fact, that somebody drove on a day on which they were very drowsy, dizzy or unsteady."""

from journal.core.medicine.monograph import Monograph
from journal.core.record.days import Day
from journal.core.record.entries import Detail
from journal.core.record.forms import severity_word
from journal.core.safety.driving import about_driving, rated_name
from journal.core.safety.rules import Context, Finding, Notice, Rule, Speaking
from journal.core.values.languages import _
from journal.core.values.sentences import inside

KEY = "drove"


def find(detail: Detail | None, context: Context) -> Finding | None:
    """A day that was driven on, whose check-ins rate one of the monograph's ratings at its threshold or above."""
    limit = context.monograph.thresholds.driving
    if limit is None or not isinstance(detail, Day) or not detail.drove:
        return None
    worst = limit.worst(context.day.worst)
    return None if worst is None else Finding("caution", {"rating": worst[0], "severity": worst[1]})


def words(finding: Finding, speaking: Speaking) -> Notice:
    """The fact, and the monograph's own sentence about driving."""
    fact = _(
        "You drove on a day on which %(effect)s was rated %(severity)s.",
        effect=inside(rated_name(finding, speaking)),
        severity=severity_word(finding.number("severity")),
    )
    return Notice(rule=KEY, level=finding.level, sentences=(fact, *about_driving(speaking.monograph)))


def looks(detail: Detail, monograph: Monograph) -> bool:
    """Whether the ratings of the day are asked for."""
    return isinstance(detail, Day) and bool(detail.drove) and monograph.thresholds.driving is not None


RULE = Rule(
    key=KEY,
    version=1,
    source="the US label says not to drive until one knows how it works; which ratings, and from which on, is ours",
    find=find,
    words=words,
    about=frozenset({"day"}),
    reads_day=looks,
)
