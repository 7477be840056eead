"""Safety rules: what a rule is, what it may ask or tell, and what it knows. It never blocks.

`docs/sources.md` says where each threshold comes from; no clinician has reviewed them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from journal.core.medicine.monograph import Monograph
from journal.core.plan.adherence import TakenDose
from journal.core.plan.regimens import Plan
from journal.core.record.entries import Detail, Kind

Level = Literal["note", "caution", "urgent", "emergency"]


@dataclass(frozen=True, slots=True)
class Notice:
    """What the rule of that key tells: its sentences, and the words that lead to a heading of the Emergency page."""

    rule: str
    level: Level
    sentences: tuple[str, ...]
    link: str
    heading: str


@dataclass(frozen=True, slots=True)
class Question:
    """What the rule of that key asks before an entry is saved, and the words of a yes. A yes saves the entry.

    `notice` is the way to help that stands beside the question.
    """

    rule: str
    sentence: str
    yes: str
    notice: Notice | None = None


NO_PLAN = Plan()


@dataclass(frozen=True, slots=True)
class Context:
    """What a rule knows besides the entry: the medicine and its unit, and the record around the instant `now`.

    `doses` are those of the days before in any order, without the entry itself;
    `last_taken_at` is when the last dose was taken, however long ago. The record is read for those who ask for it: an
    entry only for the rules that name its kind in `reads_record`.
    """

    monograph: Monograph
    now: datetime
    zone: str
    plan: Plan = NO_PLAN
    doses: Sequence[TakenDose] = ()
    last_taken_at: datetime | None = None
    unit: str = "mg"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule: its key, where its threshold comes from, what it asks before saving and what it tells afterwards.

    Both take the entry, or None where Today asks about the record as it stands. `reads_record` are the kinds of
    entries for which it looks at the plan and, where the plan is one `of_plans`, at the doses around.
    """

    key: str
    source: str
    ask: Callable[[Detail | None, Context], Question | None] | None = None
    tell: Callable[[Detail | None, Context], Notice | None] | None = None
    reads_record: frozenset[Kind] = frozenset()
    of_plans: Callable[[Plan], bool] = lambda plan: True
