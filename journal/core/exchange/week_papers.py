"""The printed week sheet in words: every text that stands on it, and where there is a box to tick or a line to fill."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Literal

from journal.core.exchange.week_sheets import PaperRow, SheetDay, paper_rows
from journal.core.medicine.liquids import amount_and_ml
from journal.core.medicine.medicines import Called
from journal.core.medicine.parts import Form
from journal.core.plan.order_words import as_needed_words
from journal.core.record.forms import SEVERITIES, severity_word
from journal.core.values.clock import wall_words
from journal.core.values.languages import _, day, number, pgettext
from journal.core.values.periods import Period, period_words
from journal.core.values.weeks import weekday_name

CellKind = Literal["boxes", "lines", "nothing"]


@dataclass(frozen=True, slots=True)
class PaperCell:
    """What a day has in a row: boxes to tick and a time to write, lines for times, or nothing; `amount` is set where
    the days of the row differ in it."""

    kind: CellKind
    amount: str = ""


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A row of the sheet: the time of day, the medicine with its amount, what was ordered besides, and its days."""

    time: str
    name: str
    more: str
    cells: tuple[PaperCell, ...]


@dataclass(frozen=True, slots=True)
class WeekPaper:
    """The sheet: heading and days (weekday, date), the rows of doses, the effects to rate, and every other word."""

    title: str
    name: str
    days: tuple[tuple[str, str], ...]
    rows: tuple[PaperLine, ...]
    effects: tuple[str, ...]
    severities: tuple[tuple[str, str], ...]
    how: tuple[str, ...]
    emergency: str

    @property
    def words(self) -> dict[str, str]:
        """The words in the boxes and at the rows that every sheet has."""
        return {
            "taken": pgettext("box on paper", "taken"),
            "skipped": pgettext("box on paper", "skipped"),
            "at": pgettext("box on paper", "at"),
            "doses": pgettext("heading on paper", "Doses"),
            "effects": _("How strong was it at its worst? Cross one number a day, in the evening."),
            "episodes": _("Episodes"),
            "episodes_more": _("what, when, how long"),
            "notes": pgettext("heading on paper", "Notes"),
            "time": pgettext("line on paper", "time"),
            "nothing": pgettext("cell on paper", "none planned"),
            "page": pgettext("foot of paper", "Page"),
            "day": pgettext("column", "Day"),
        }


def week_paper(
    week: Period,
    days: Sequence[SheetDay],
    medicines: Mapping[str, Called],
    effects: Sequence[str],
    *,
    name: str,
    emergency_number: str,
    hours: str,
) -> WeekPaper:
    """The sheet of a week in words. `name` is whose it is, "" where no name is wanted on it."""
    return WeekPaper(
        title=_("Week sheet, %(days)s", days=period_words(week, date.min)),
        name=name,
        days=tuple((weekday_name(each.on.weekday()), day(each.on, _("d MMMM"))) for each in days),
        rows=tuple(_line(row, medicines[row.medicine_id], hours) for row in paper_rows(days)),
        effects=tuple(effects),
        severities=tuple((number(severity), severity_word(severity)) for severity in range(len(SEVERITIES))),
        how=(
            _("Tick “taken” or “skipped”. If you took it at another time than planned, write that time beside it."),
            _("Leave empty what you do not know. In the evening, cross how strong each side effect was at its worst."),
        ),
        emergency=_("In an emergency call %(number)s. Nobody reads this sheet.", number=emergency_number),
    )


def _line(row: PaperRow, of: Called, hours: str) -> PaperLine:
    amount, liquid = row.amount, of.liquids.get(row.form)
    if row.minute is None:
        more = as_needed_words(row.order, of.unit, liquid) if row.order else _("time and amount")
        cells = tuple(PaperCell("nothing" if planned is None else "lines") for planned in row.amounts)
        return PaperLine("", of.name, more, cells)
    return PaperLine(
        time=wall_words(time(*divmod(row.minute, 60)), hours),
        name=of.name,
        more="" if amount is None else amount_and_ml(amount, of.unit, liquid),
        cells=tuple(_cell(planned, of.unit, liquid, differs=amount is None) for planned in row.amounts),
    )


def _cell(planned: int | None, unit: str, liquid: Form | None, *, differs: bool) -> PaperCell:
    if planned is None:
        return PaperCell("nothing")
    return PaperCell("boxes", amount_and_ml(planned, unit, liquid) if differs else "")
