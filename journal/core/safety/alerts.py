"""Alerts: what a rule found, as it is kept; what an edit does to them; and their words when somebody reads them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, NamedTuple, get_args

from journal.core.safety import check
from journal.core.safety.check import Found
from journal.core.safety.rules import Finding, Level, Notice, Speaking, Words
from journal.core.values.languages import _

Subject = Literal["entry", "medicine", "step", "day"]
LEVELS: tuple[Level, ...] = get_args(Level)  # from the least to the most urgent
URGENT = LEVELS[LEVELS.index("urgent") :]
Came = Literal["told", "answered", "not_asked"]


@dataclass(frozen=True, slots=True)
class About:
    """What an alert speaks of: an entry in one version, or a medicine, a step of the plan, or a day by its date.

    `medicine_id` is whose monograph and unit its words are made with, None for what is about no medicine; `day_on` the
    day it speaks of.
    """

    subject: Subject
    id: str
    day_on: date
    version: int | None = None
    medicine_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """What a rule found, as it is kept.

    `came` says whether it was told, asked about and answered with yes, or not asked since nobody could be. `struck_at`
    is when an edit made it untrue, `struck_version` the version of the entry since which it is.
    """

    id: str
    rule: str
    rule_version: int
    finding: Finding
    about: About
    came: Came
    raised_at: datetime
    raised_by: str
    acknowledged_at: datetime | None = None
    acknowledged_by: str | None = None
    struck_at: datetime | None = None
    struck_version: int | None = None

    @property
    def urgency(self) -> tuple[int, str]:
        """What alerts of one instant are sorted by: the more urgent first."""
        return -LEVELS.index(self.finding.level), self.id

    def states(self, found: Found) -> bool:
        """Whether that is the same fact. What a rule of another version found is, whatever it kept of it: the values
        of two versions cannot be compared, and nobody changed what was recorded."""
        if self.rule != found.rule.key:
            return False
        return self.rule_version != found.rule.version or self.finding == found.finding


class AlertCount(NamedTuple):
    """How many alerts of a period stand, how many of them are urgent or more, and the last day one speaks of."""

    standing: int
    urgent: int
    last_on: date | None


class RuleCount(NamedTuple):
    """The same of one rule."""

    rule: str
    standing: int
    urgent: int
    last_on: date


class Changes(NamedTuple):
    """What an edit does to the alerts that are kept: which are untrue now, which are true again, and what is new."""

    struck: tuple[Alert, ...]
    again: tuple[Alert, ...]
    new: tuple[Found, ...]


def changes(kept: Sequence[Alert], found: Iterable[Found]) -> Changes:
    """What is found now, against what is kept. The same fact is never kept twice: one that was struck stands again."""
    standing, again, new = set[str](), list[Alert](), list[Found]()
    for each in found:
        same = [alert for alert in kept if alert.states(each) and alert.id not in standing]
        if not same:
            new.append(each)
            continue
        best = min(same, key=lambda alert: alert.struck_at is not None)
        standing.add(best.id)
        if best.struck_at is not None:
            again.append(best)
    struck = tuple(alert for alert in kept if alert.struck_at is None and alert.id not in standing)
    return Changes(struck, tuple(again), tuple(new))


def came_of(found: Found, answered: Iterable[str]) -> Came:
    """How a finding came: `answered` are the keys of the questions that were answered with yes."""
    if found.rule.question is None or not found.rule.asks(found.finding):
        return "told"
    return "answered" if found.rule.key in answered else "not_asked"


def notice_of(alert: Alert, speaking: Speaking) -> Notice:
    """The words of an alert, in the language of whoever reads it.

    One that has no words any more, of a rule that is gone or a version nobody knows, says so: it was there all the
    same.
    """
    words = _words_of(alert)
    if words is not None:
        try:
            return words(alert.finding, speaking)
        except Exception as error:
            check.log_failure(alert.rule, alert.rule_version, error)
    return Notice(
        rule=alert.rule,
        level=alert.finding.level,
        sentences=(_("The journal spoke up here. What it said then, it cannot say any more."),),
    )


def _words_of(alert: Alert) -> Words | None:
    rule = next((rule for rule in check.RULES if rule.key == alert.rule), None)
    if rule is None:
        return None
    found: Callable[[Finding, Speaking], Notice] | None = rule.earlier.get(alert.rule_version)
    return rule.words if rule.version == alert.rule_version else found
