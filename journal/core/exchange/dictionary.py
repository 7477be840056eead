"""The data dictionary: what each column of each table holds, in which unit.

The file in the archive, the page in docs and the types of a workbook are all made from it.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from journal.core.exchange.exports import Row
from journal.core.values.languages import N_, _

FILE = "columns.csv"
HEAD = ("file", "column", "kind", "unit", "meaning")

# How a cell is read: an instant is in UTC, a date and a time are those on the clock where it was lived.
Holds = Literal["text", "number", "date", "time", "instant"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its head, what its cells hold, what they mean, and their unit where they have one."""

    head: str
    holds: Holds
    meaning: str
    unit: str = ""


_MOMENT = (
    Column("date", "date", N_("The day on the clock where it was lived.")),
    Column("time", "time", N_("The time on that clock.")),
    Column("zone", "text", N_("The time zone it was lived in, by its IANA name.")),
    Column("minutes from UTC", "number", N_("How far that clock was ahead of UTC."), "min"),
    Column("instant (UTC)", "instant", N_("The same moment in UTC: it tells two times of one clock apart."), "UTC"),
)
_TAIL = (
    Column("note", "text", N_("What was typed.")),
    Column("recorded (UTC)", "instant", N_("When it was written down first."), "UTC"),
    Column("edited (UTC)", "instant", N_("When it was changed last; empty where it never was."), "UTC"),
    Column("recorded by", "text", N_("Who wrote it down for you; empty where it was you.")),
)
_DAY = Column("day", "date", N_("The day it counts for: the night belongs to the day before."))
_SEVERITY = N_("0 none, 1 mild, 2 moderate, 3 severe, 4 very severe. Empty: not answered, and never none.")
_YES_NO = N_("yes or no. Empty: not answered, and never no.")
_UTC = "UTC"

# The columns whose heads are always the same.
FIXED: Mapping[str, tuple[Column, ...]] = {
    "doses.csv": (
        *_MOMENT,
        Column("status", "text", N_("taken or skipped.")),
        Column("amount in mg", "number", N_("The amount, where the unit of the medicine is mg."), "mg"),
        Column("form", "text", N_("In which form it was taken.")),
        Column("medicine", "text", N_("What the medicine is called.")),
        Column("amount", "number", N_("The amount in the unit of the medicine. It is exact."), "as in the column unit"),
        Column("unit", "text", N_("The unit of the medicine: mg, ml, drops or pieces.")),
        Column("ml", "number", N_("The same amount of a liquid in ml."), "ml"),
        *_TAIL,
    ),
    "check_ins.csv": (
        _DAY,
        *_MOMENT,
        Column("answer", "text", N_("rated, or too_sleepy to answer.")),
        Column("mood", "number", N_("1 very low, 2 low, 3 so-so, 4 good, 5 very good. Empty: not answered.")),
        *_TAIL,
    ),
    "episodes.csv": (
        *_MOMENT,
        Column("what", "text", N_("What it was.")),
        Column("minutes", "number", N_("How long it lasted, where that is known."), "min"),
        Column("severity", "number", _SEVERITY),
        *_TAIL,
    ),
    "days.csv": (
        _DAY,
        *_MOMENT,
        *(
            Column(head, "text", _YES_NO)
            for head in ("drove", "fell or nearly fell", "missed work or school", "alcohol", "another sedative")
        ),
        Column("hours of sleep", "number", N_("How long you slept."), "h"),
        Column("hard days of the week", "number", N_("Of seven days: 0 none to 4 every day.")),
        Column("left undone", "number", N_("In seven days: 0 nothing to 4 nearly all.")),
        Column("living with the medicine", "number", N_("In seven days: 0 easy to 4 hard.")),
        *_TAIL,
    ),
    "quiet_days.csv": (
        *_MOMENT,
        Column("first day", "date", N_("The first day of which was said that nothing was wrong.")),
        Column("last day", "date", N_("The last of these days. They are not rated.")),
        *_TAIL,
    ),
    "regimen.csv": (
        Column("step", "text", N_("Rows of one step of the plan have the same.")),
        Column("first day", "date", N_("The first day of the step.")),
        Column("last day", "date", N_("Its last day; empty until further notice.")),
        Column("days", "text", N_("every 1 is every day, every 3 each third day; or weekdays; or as needed.")),
        Column("time", "time", N_("At which time of day.")),
        Column("amount in mg", "number", N_("The amount, where the unit of the medicine is mg."), "mg"),
        Column("most a day in mg", "number", N_("The most in 24 hours as it was ordered, in mg."), "mg"),
        Column("least hours between", "number", N_("The least hours from one to the next, as ordered."), "h"),
        Column("form", "text", N_("In which form.")),
        Column("written (UTC)", "instant", N_("When the step was saved."), _UTC),
        Column("stopped (UTC)", "instant", N_("When it stopped within a day."), _UTC),
        Column("replaced (UTC)", "instant", N_("When another step came in its place before it began."), _UTC),
        Column("medicine", "text", N_("What the medicine is called.")),
        Column("amount", "number", N_("The amount in the unit of the medicine. It is exact."), "as in the column unit"),
        Column("most a day", "number", N_("The most in 24 hours as it was ordered."), "as in the column unit"),
        Column("unit", "text", N_("The unit of the medicine: mg, ml, drops or pieces.")),
        Column("ordered by", "text", N_("Who ordered it, as you wrote it.")),
        Column("ml", "number", N_("The same amount of a liquid in ml."), "ml"),
    ),
    "planned.csv": (
        Column("date", "date", N_("The planned day, or the day of a dose that belongs to no planned time.")),
        Column("time", "time", N_("The planned time, or the time of that dose.")),
        Column("minutes from UTC", "number", N_("How far that clock was ahead of UTC."), "min"),
        Column("instant (UTC)", "instant", N_("The same moment in UTC."), _UTC),
        Column("medicine", "text", N_("What the medicine is called.")),
        Column("planned amount", "number", N_("What was planned."), "as in the column unit"),
        Column("taken amount", "number", N_("What was taken for it, all doses together."), "as in the column unit"),
        Column("unit", "text", N_("The unit of the medicine: mg, ml, drops or pieces.")),
        Column("state", "text", N_("taken, late, skipped, missed, not_recorded, open or to_come.")),
        Column("mark", "text", N_("other_amount, one_more, without_plan or as_needed; empty for the rest.")),
        Column("minutes after planned", "number", N_("How long after its time; less than 0 is before it."), "min"),
        Column("doses (UTC)", "text", N_("The instants of its doses, as in doses.csv."), _UTC),
    ),
    "alerts.csv": (
        Column("day", "date", N_("The day it is about.")),
        Column("level", "text", N_("note, caution, urgent or emergency.")),
        Column("words", "text", N_("What the journal said.")),
        Column("how it came", "text", N_("told, answered or not_asked.")),
        Column("about", "text", N_("What it is about: an entry, a step, a medicine or something noted.")),
        Column("id of that", "text", N_("Its number in journal.json.")),
        Column("told (UTC)", "instant", N_("When it was said."), _UTC),
        Column("read (UTC)", "instant", N_("When you pressed that you read it."), _UTC),
        Column("struck (UTC)", "instant", N_("When an edit made it untrue."), _UTC),
        Column("rule", "text", N_("The rule that said it.")),
        Column("version of the rule", "number", N_("Which version of that rule.")),
        Column(
            "values",
            "text",
            N_("The numbers it was said from, in millionths and microseconds."),
        ),
        Column("recorded by", "text", N_("Who wrote it down for you; empty where it was you.")),
    ),
    "visits.csv": (
        Column("day", "date", N_("The day of the visit; empty where it is not known yet.")),
        Column("time", "time", N_("Its time on the clock there, where that is known.")),
        Column("with whom", "text", N_("Whom you saw, as you wrote it.")),
        Column("where", "text", N_("Where, as you wrote it.")),
        Column("what changed", "text", N_("What you wrote before: what changed.")),
        Column("what bothers me most", "text", N_("What you wrote before: what bothers you most.")),
        Column("what I want to ask", "text", N_("What you wrote before: what you wanted to ask.")),
        Column("what was decided", "text", N_("What you wrote after it.")),
        Column("id", "text", N_("Its number in journal.json.")),
        *_TAIL[1:],
    ),
}

# Heads that hang on what somebody takes: the sign says how they end, the name stands for the rest.
EFFECT = Column("<effect>", "number", _SEVERITY)
DIRECTION = Column("<effect>: direction", "text", N_("Which way it went, where that was answered."))
RIGHT_NOW = Column("<effect>: right now", "number", N_("The same at the moment of the check-in, where it was asked."))
SIGN = Column("<danger sign>", "text", N_("yes where it was ticked. Empty says nothing."))
BENEFIT = Column("<what a medicine is for> that day (lower is better)", "number", _SEVERITY)
NAMED: Mapping[str, tuple[Column, ...]] = {
    "check_ins.csv": (EFFECT, DIRECTION, RIGHT_NOW, SIGN),
    "days.csv": (BENEFIT,),
}


def column_of(file: str, head: str, signs: Collection[str] = ()) -> Column:
    """What is known of a column of a table: `signs` are the names of danger signs. Raises KeyError for one nobody has
    described."""
    fixed = {column.head: column for column in FIXED[file]}
    if head in fixed:
        return fixed[head]
    if file == "days.csv" and head.endswith(BENEFIT.head.partition(">")[2]):
        return BENEFIT
    if file != "check_ins.csv":
        raise KeyError(head)
    for column in (DIRECTION, RIGHT_NOW):
        if head.endswith(column.head.partition(">")[2]):
            return column
    return SIGN if head in signs else EFFECT


def dictionary_sheet(heads: Iterable[tuple[str, Sequence[str]]], signs: Collection[str] = ()) -> Iterator[Row]:
    """columns.csv: a row for each column of the tables with these heads."""
    yield HEAD
    for file, names in heads:
        for name in names:
            column = column_of(file, name, signs)
            yield file, name, column.holds, column.unit, _(column.meaning)
