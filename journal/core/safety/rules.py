"""Safety rules: what a rule is, what it finds in an entry and how that is told or asked. It never blocks.

`docs/sources.md` says where each threshold comes from; no clinician has reviewed them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal, NamedTuple

from journal.core.medicine.circumstances import NOTHING_NOTED, Circumstances
from journal.core.medicine.monograph import Monograph
from journal.core.medicine.together import Together
from journal.core.plan.adherence import TakenDose
from journal.core.plan.reductions import Fall
from journal.core.plan.regimens import Plan
from journal.core.record.entries import Detail, Kind
from journal.core.record.episodes import Episode
from journal.core.values.amounts import Amount
from journal.core.values.clock import instant

Level = Literal["note", "caution", "urgent", "emergency"]
Values = Mapping[str, int | str]  # as JSON holds them: millionths, minutes, instants as microseconds, keys; never words


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found in an entry, or in the record as it stands: all that is kept of it. The words are made of it
    when somebody reads them, in their language."""

    level: Level
    values: Values = field(default_factory=dict)

    def number(self, name: str) -> int:
        """A value that is a number; 0 where the rule found none of that name."""
        return int(self.values.get(name, 0))

    def instant(self, name: str) -> datetime:
        """A value that is an instant."""
        return instant(self.number(name))


@dataclass(frozen=True, slots=True)
class Speaking:
    """What the words need when they are read: the monograph as it is now, the unit of the medicine, and in which zone,
    on a clock of how many `hours`, times are said."""

    monograph: Monograph
    unit: str = "mg"
    others: Mapping[str, Monograph] = field(default_factory=dict)
    zone: str = "UTC"
    hours: str = "24"

    def find(self, key: str) -> Monograph | None:
        """The monograph of that key: the one spoken of, under the name the patient gave it, or one of the `others`."""
        return self.monograph if self.monograph.key == key else self.others.get(key)


@dataclass(frozen=True, slots=True)
class Notice:
    """What the rule of that key tells: its sentences, and the words that lead to a heading of the Emergency page; no
    link where there is nobody to be called. With a `cover` they stand behind it until somebody opens them, for others
    may look at the screen."""

    rule: str
    level: Level
    sentences: tuple[str, ...]
    link: str = ""
    heading: str = ""
    cover: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """What the rule of that key asks before an entry is saved: `asked` as the heading, then a sentence with what is
    known, and the words of a no and a yes, neither of them the one to be pressed. A yes saves the entry.

    `facts` are the parts of the sentence where there is room for a line each. `notice` is the way to help that stands
    beside the question, with the signs of an overdose where `is_overdose`. Where `leaves_all`, a no means that there is
    nothing to be saved; else something in the form has to be changed.
    """

    rule: str
    asked: str
    sentence: str
    no: str
    yes: str
    notice: Notice | None = None
    is_overdose: bool = False
    leaves_all: bool = False
    facts: tuple[str, ...] = ()


NO_PLAN = Plan()


@dataclass(frozen=True, slots=True)
class OfDay:
    """What is recorded of the day of an entry: what was answered about it, the worst of each rating, and of which
    monographs, by key, a dose was taken."""

    answers: Mapping[str, int] = field(default_factory=dict)
    worst: Mapping[str, int] = field(default_factory=dict)
    taken: frozenset[str] = frozenset()


NOTHING_OF_DAY = OfDay()


class DayTaken(NamedTuple):
    """What was taken of a medicine on a day that has an entry, and when the first and the last dose of it were; no
    `span` where there was none."""

    total: Amount = 0
    span: tuple[datetime, datetime] | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """What a rule knows besides the entry: the monograph, and the record around the instant `now`.

    `doses` are those of the days before in any order, without the entry itself;
    `episodes` are those before it, `pairs` the medicines that have the one of a dose on their lists;
    `last_taken_at` is when the last dose was taken: of the record as it stands however long ago, else of `doses`. The
    record is read for those who ask for it: an entry only for the rules that name its kind in `reads_record`, and its
    `day`, and the `days` before it that have an entry, for those that look at them. Of a step of a plan nothing is
    known but how it falls, its `fall`. `circumstances` are known where they, or a medicine, were changed.

    `kept` is what one rule worked out for the next.
    """

    monograph: Monograph
    now: datetime
    zone: str
    plan: Plan = NO_PLAN
    doses: Sequence[TakenDose] = ()
    last_taken_at: datetime | None = None
    episodes: Sequence[Episode] = ()
    pairs: Sequence[Together] = ()
    day: OfDay = NOTHING_OF_DAY
    days: Mapping[date, DayTaken] = field(default_factory=dict)
    fall: Fall | None = None
    circumstances: Circumstances = NOTHING_NOTED
    kept: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)


Find = Callable[[Detail | None, Context], Finding | None]
Words = Callable[[Finding, Speaking], Notice]
Ask = Callable[[Finding, Speaking], Question]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule: its key, where its threshold comes from, what it finds, and the words of that.

    `find` takes the entry, or None where Today asks about the record as it stands. With `question` the rule asks before
    an entry is saved, unless it only tells of that finding (`asks`). `version` is raised when the condition, or what
    the values mean, changes; findings of the versions before are read with the words in `earlier`.

    `about` are the kinds of entries it speaks of, "record" for the record as it stands, and "step" for a step of a
    plan: it is asked about no others, since most rules are silent about most entries. Where none is named it is asked
    about everything.
    `reads_record` are the kinds of entries for which it looks at the plan and, where the plan is one `of_plans`, at the
    doses around; of a medicine whose monograph is none `of_monographs` it looks at neither, and with `of_pairs` only of
    one that is on the list of another.
    `reads_day` says of which entries it looks at what else is recorded of their day, and `days_back` at how many days
    before that, or before today. With `once_a_day` what it finds is about a day: another entry of that day does not
    keep the same once more. What a rule that `is_private` found is shown to the patient alone, and to nobody who looks
    after the record.
    """

    key: str
    version: int
    source: str
    find: Find
    words: Words
    question: Ask | None = None
    asks: Callable[[Finding], bool] = lambda finding: True
    earlier: Mapping[int, Words] = field(default_factory=dict)
    about: frozenset[Kind | Literal["record", "step"]] = frozenset()
    reads_record: frozenset[Kind] = frozenset()
    of_pairs: bool = False
    of_plans: Callable[[Plan], bool] = lambda plan: True
    of_monographs: Callable[[Monograph], bool] = lambda monograph: True
    reads_day: Callable[[Detail, Monograph], bool] = lambda detail, monograph: False
    days_back: Callable[[Detail | None, Context], int] | None = None  # None: no day before, as with most rules
    once_a_day: bool = False
    is_private: bool = False
