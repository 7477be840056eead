"""Put what mattered on days under a chart: a row of marks for each question, counts in words, a column of the table.

Not answered is unknown: it has no mark, and no sentence counts it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TypeVar

from journal.core.charts.points import Chart, Table, in_weeks
from journal.core.record.day_counts import (
    Answer,
    Answers,
    DayCount,
    Sleep,
    WeeklyLook,
    by_day,
    count_days,
    sleep_of,
    weekly_looks,
)
from journal.core.record.days import LOOKS, QUESTIONS, look_word
from journal.core.values.durations import duration_words
from journal.core.values.languages import _, in_a_row, ngettext, number, pgettext
from journal.core.values.periods import Period, day_words
from journal.core.values.sentences import inside


@dataclass(frozen=True, slots=True)
class DayRow:
    """One question along the days of a period, oldest first; None: not answered."""

    question: str
    days: tuple[bool | None, ...]


UNKNOWN_SLEEP = Sleep(0, None, None, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class DaysUnder(Chart):
    """A chart under whose days stand those that matter: a row for each question that was answered with yes.

    `sleep` and `looks` are what else was answered in the period.
    """

    matters: tuple[DayRow, ...] = ()
    sleep: Sleep = UNKNOWN_SLEEP
    looks: tuple[WeeklyLook, ...] = ()


AnyChart = TypeVar("AnyChart", bound=DaysUnder)


def with_days(chart: AnyChart, answers: Iterable[Answer], first_weekday: int = 0) -> AnyChart:
    """The chart with what was answered about its days; the same where nothing was. Weeks begin with that weekday."""
    period = chart.period
    found = by_day(answer for answer in answers if answer[0] in period)
    if not found:
        return chart
    chart = replace(chart, sleep=sleep_of(period, found), looks=tuple(weekly_looks(period, found, first_weekday)))
    said = counted_words(period, found)
    if not said:
        return chart
    caption = replace(chart.caption, answer=f"{chart.caption.answer}\n{' '.join(said)}")
    if rows := _rows(period, found):
        marks = _("Under the days a dot stands for yes and a stroke for no. What was not answered is blank.")
        caption = replace(caption, explanation=f"{caption.explanation} {marks}".strip())
    table = _with_column(chart.table, period, found) if chart.table.rows else chart.table
    return replace(chart, caption=caption, table=table, matters=rows)


def _rows(period: Period, answers: Answers) -> tuple[DayRow, ...]:
    asked = (question for question in QUESTIONS if count_days(period, answers, [question.key]).days)
    return tuple(
        DayRow(question.key, tuple(_yes_or_no(answers, on, question.key) for on in period.days())) for question in asked
    )


def _yes_or_no(answers: Answers, on: date, key: str) -> bool | None:
    found = answers.get(on, {}).get(key)
    return None if found is None else bool(found)


def counted_words(period: Period, answers: Answers) -> tuple[str, ...]:
    """A sentence for each question that was answered: "Fell or nearly fell on 2 of 21 answered days."."""
    counts = ((question.key, count_days(period, answers, [question.key])) for question in QUESTIONS)
    return tuple(_counted(key, count) for key, count in counts if count.answered)


def _counted(key: str, count: DayCount) -> str:
    days = number(count.days)
    if key == "drove":
        return ngettext(
            "Drove on %(days)s of %(num)s answered day.",
            "Drove on %(days)s of %(num)s answered days.",
            count.answered,
            days=days,
        )
    if key == "fell":
        return ngettext(
            "Fell or nearly fell on %(days)s of %(num)s answered day.",
            "Fell or nearly fell on %(days)s of %(num)s answered days.",
            count.answered,
            days=days,
        )
    if key == "missed":
        return ngettext(
            "Missed work or school on %(days)s of %(num)s answered day.",
            "Missed work or school on %(days)s of %(num)s answered days.",
            count.answered,
            days=days,
        )
    if key == "alcohol":
        return ngettext(
            "Alcohol on %(days)s of %(num)s answered day.",
            "Alcohol on %(days)s of %(num)s answered days.",
            count.answered,
            days=days,
        )
    return ngettext(
        "Another sedative on %(days)s of %(num)s answered day.",
        "Another sedative on %(days)s of %(num)s answered days.",
        count.answered,
        days=days,
    )


def _with_column(table: Table, period: Period, answers: Answers) -> Table:
    """The table with one column more: what was answered on each of its days, or in each of its weeks."""
    cells = [_day_cell(answers, on) for on in period.days()]
    if len(table.rows) != len(cells):
        cells = [_week_cell(week, answers) for week in in_weeks(period)]
    head = (*table.head, pgettext("column", "What mattered"))
    return replace(table, head=head, rows=tuple((*row, cell) for row, cell in zip(table.rows, cells, strict=True)))


def _day_cell(answers: Answers, on: date) -> str:
    said = answers.get(on, {})
    words = in_a_row([*_words(said, is_yes=True), *_words(said, is_yes=False)])
    return words or _("not answered")


def _words(said: Mapping[str, int], *, is_yes: bool) -> Iterator[str]:
    """What was so, or what was not: "drove", "did not fall"."""
    for question in QUESTIONS:
        if question.key in said and bool(said[question.key]) is is_yes:
            yield pgettext("answer about a day", question.yes if is_yes else question.no)


def _week_cell(week: Period, answers: Answers) -> str:
    return in_a_row(_shortly(counted_words(week, answers))) or _("not answered")


def _shortly(sentences: Sequence[str]) -> list[str]:
    return [sentence.rstrip(".") for sentence in sentences]


def sleep_sentence(sleep: Sleep) -> str:
    """How long somebody slept; "" where nobody said."""
    if sleep.middle is None or sleep.least is None or sleep.most is None:
        return ""
    middle, least, most = (duration_words(timedelta(minutes=30 * n)) for n in (sleep.middle, sleep.least, sleep.most))
    if least == most:
        return ngettext(
            "Slept %(time)s, on %(num)s answered day.",
            "Slept %(time)s on each of %(num)s answered days.",
            sleep.nights,
            time=middle,
        )
    return ngettext(
        "Slept %(middle)s in the middle, %(least)s at least and %(most)s at most, on %(num)s answered day.",
        "Slept %(middle)s in the middle, %(least)s at least and %(most)s at most, on %(num)s answered days.",
        sleep.nights,
        middle=middle,
        least=least,
        most=most,
    )


def look_sentence(look: WeeklyLook, today: date) -> str:
    """What a look back at a week said: "Week from 23 November: hard days: one or two, left undone: a little"."""
    answers = [
        _("%(question)s: %(answer)s", question=inside(_(question.name)), answer=look_word(question, answer))
        for question, answer in zip(LOOKS, look.answers, strict=True)
        if answer is not None
    ]
    on = day_words(look.first_on, look.first_on.year != today.year)
    return _("Week from %(day)s: %(answers)s.", day=on, answers=in_a_row(answers))
