"""Say the rows of Today in words: a planned time, what became of it, and the buttons that answer it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from journal.core.plan.today import Answer, Tap
from journal.core.plan.today_rows import TodayRow, as_needed_tap
from journal.core.plan.windows import PlannedTime
from journal.core.record.pressed_times import Kind
from journal.core.values.languages import _, pgettext
from journal.web.record import answers, dose_amounts, entries, entry_rows
from journal.web.record.doses import amount_fields, medicine_fields
from journal.web.record.today_addresses import dose_form, hidden_fields, in_address, moment_in_address, pressed_time
from journal.web.site import context, wording

TWO_DAYS = timedelta(hours=57)  # yesterday and today, up to the latest day boundary and over a night of 25 hours
TO_THE_MINUTE = timedelta(seconds=59)  # what is left of a minute counts as one: nothing is "in 0 min"


@dataclass(slots=True)
class Press:
    """A form of a row: the `hidden` fields it carries, the button that says it was taken, and that which says it was
    skipped.

    `key` tells it apart from the forms of the other rows, and stays when the page is loaded anew. `aside` is read to
    those who do not see the row. `kind` is "primary" for the one filled button of the page.
    """

    key: str
    submission_id: str
    hidden: str
    words: str = ""
    sub: str = ""
    aside: str = ""
    kind: str = "row"
    skip: str = ""


@dataclass(slots=True)
class Line:
    """A row in words; `tablets` says the amount once more, in the tablets somebody has at home, while the dose is still
    to be taken. `at` and `due` order the rows and the sentence over all of them; a row of doses as needed, or of
    a medicine without a plan, has no time. `is_labelled` says that the label on its medicine's box was scanned."""

    name: str
    amount: str
    states: list[str]
    tablets: dose_amounts.Beside | None = None
    at: datetime | None = None
    time: str = ""
    row: TodayRow | None = None
    tone: str = "soft"
    press: Press | None = None
    earlier: str = ""
    other: str = ""
    other_aside: str = ""
    change: str = ""
    log: str = ""
    about: str = ""
    remarks: list[str] = field(default_factory=list)
    counts_for: tuple[str, str] = ("", "")
    is_labelled: bool = False
    medicine: str = ""  # where its plan stands: the name leads there

    @property
    def asks(self) -> bool:
        """Whether its button may be the filled one: an open planned time, and nothing speaks against it."""
        row = self.row
        return (
            row is not None and row.is_open and row.tap is not None and not (row.tap.is_secondary or row.is_far_ahead)
        )

    @property
    def may_fold(self) -> bool:
        """Whether nothing is left to say for it, and nobody asked for it by a label."""
        return self.row is not None and self.row.is_answered and not self.is_labelled


def lines(name: str, answer: Answer, rows: Sequence[TodayRow]) -> list[Line]:
    """The rows of one medicine; `name` is "" where there is only one."""
    zone = context.patient().settings.zone
    of = _OfMedicine(name, answer, context.now(), zone, medicine_fields(), dose_form())
    found = [_line(of, row) for row in rows]
    if answer.as_needed is not None:
        found.append(_as_needed(name, answer))
    return found


def without_plan(name: str, answer: Answer, facts: list[str], log_sub: str) -> Line:
    """The row of a medicine without a plan, among others."""
    line = Line(name, "", [answers.headline(answer), *facts])
    if answer.tap is not None:
        words, sub = answers.one_tap(answer.tap, answer)
        line.press = Press(_key(), entries.new_id(), hidden_fields(*fields(answer.tap).items()), words, sub, aside=name)
    else:
        line.log = log_sub
    line.other, line.other_aside = f"{dose_form()}when=earlier", _("or amount, %(dose)s", dose=name)
    return line


def warn(found: Sequence[Line], remarks: Sequence[str]) -> None:
    """Put what must be read first to the row whose button it is about."""
    for line in found:
        if line.row is not None and line.row.tap is not None:
            line.remarks.extend(remarks)


@dataclass(slots=True)
class _OfMedicine:
    """What the rows of one medicine say alike, each worked out once: the fields that name it, the address of its form,
    amounts in words and as fields."""

    name: str
    answer: Answer
    now: datetime
    zone: str
    medicine: dict[str, str]
    form: str
    said: dict[tuple[int, str], str] = field(default_factory=dict)
    counted: dict[tuple[int, str], dose_amounts.Beside | None] = field(default_factory=dict)
    chosen: dict[tuple[int, str], dict[str, str]] = field(default_factory=dict)

    def amount(self, amount: int, form: str) -> str:
        """The amount in words, of a liquid with its ml."""
        if (amount, form) not in self.said:
            self.said[amount, form] = wording.dose_words(amount, form)
        return self.said[amount, form]

    def tablets(self, amount: int, form: str) -> dose_amounts.Beside | None:
        """The same in tablets."""
        if (amount, form) not in self.counted:
            self.counted[amount, form] = dose_amounts.beside(amount, form)
        return self.counted[amount, form]

    def dose(self, amount: int, form: str) -> dict[str, str]:
        """The fields of a form that say what is taken."""
        if (amount, form) not in self.chosen:
            self.chosen[amount, form] = amount_fields(amount) | {"form": form}
        return self.chosen[amount, form]


def _line(of: _OfMedicine, row: TodayRow) -> Line:
    planned, name = row.planned, of.name
    time, amount = answers.clock(planned.at), of.amount(planned.amount, planned.form)
    tablets = None if row.is_answered or row.state == "part" else of.tablets(planned.amount, planned.form)
    line = Line(name, amount, [_state(row)], tablets, planned.at, time, row, _tone(row))
    # One dose more has its button where there is one medicine; among several it would stand in each row of the hour.
    is_more_among_others = bool(name) and row.is_answered and row.tap is not None and row.tap.kind == "more"
    if name:
        line.about = _("%(medicine)s %(amount)s, %(time)s", medicine=name, amount=amount, time=time)
    else:
        line.about = _("%(amount)s, %(time)s", amount=amount, time=time)
    if row.state == "passed":
        chosen = of.dose(planned.amount, planned.form)
        line.earlier = f"{of.form}{moment_in_address(planned.at, of.zone)}&{in_address(*chosen.items())}"
    elif row.is_open:
        line.other, line.other_aside = f"{of.form}when=earlier", _("or amount, %(dose)s", dose=line.about)
    if row.tap is not None:
        line.counts_for = answers.counts_for(of.answer)
    if row.is_answered:
        line.change = _change(row)
    if (row.tap is not None and not is_more_among_others) or row.may_be_skipped:
        line.press = _press(of, row)
    return line


def _press(of: _OfMedicine, row: TodayRow) -> Press:
    """The form of a row: it takes the planned amount, which a press on "Skipped" speaks of too."""
    tap, planned = row.tap, row.planned
    # Without a button it is not known what to save.
    when, what = ("asked", planned) if tap is None else ("now", tap)
    dose = of.dose(what.amount, what.form)
    said = {"when": when, "status": "taken"} | of.medicine | dose
    made = Press(_key(planned), entries.new_id(), hidden_fields(*said.items()))
    if row.may_be_skipped:
        kind: Kind = "skipped" if planned.at <= of.now else "skipped_now"
        made.skip = pressed_time(kind, row.skipped_at(of.now), of.zone)
    if tap is None:
        return made
    sub, amount = answers.below_tap(tap, of.answer), of.amount(tap.amount, tap.form)
    if row.is_answered and tap.kind == "more":
        made.words, made.sub = _("Took %(amount)s more", amount=amount), sub
    elif tap.kind == "rest":
        made.words, made.aside = _("Took the other %(amount)s", amount=amount), sub
    else:
        is_early = row.state == "early" and row.is_far_ahead
        made.words = _("Took it early") if is_early else pgettext("button", "Took it")
        made.aside = _("%(amount)s, %(which)s", amount=amount, which=sub)
    if of.name:
        made.aside = _("%(medicine)s: %(said)s", medicine=of.name, said=made.aside) if made.aside else of.name
    return made


def _as_needed(name: str, answer: Answer) -> Line:
    known = answer.as_needed
    assert known is not None  # noqa: S101 - its caller asked
    tablets = dose_amounts.beside(known.order.amount, known.form)
    line = Line(name, wording.amount_words(known.order.amount), [answers.as_needed(answer)], tablets)
    tap = as_needed_tap(answer)
    if tap is not None:
        words, sub = answers.one_tap(tap, answer)
        aside = _("%(medicine)s: %(said)s", medicine=name, said=sub) if name else sub
        line.press = Press(_key(), entries.new_id(), hidden_fields(*fields(tap).items()), words, aside=aside)
    return line


def _key(planned: PlannedTime | None = None) -> str:
    medicine = context.medicine().id
    return medicine if planned is None else f"{medicine}-{planned.on.day}-{planned.minute}"


def fields(tap: Tap) -> dict[str, str]:
    """The fields of a form that records what one tap offers."""
    now = {"when": "now", "status": "taken"}
    return now | medicine_fields() | amount_fields(tap.amount) | {"form": tap.form}


def _state(row: TodayRow) -> str:
    slot = row.slot
    if row.state == "part":
        return answers.part_of(slot)
    if row.state == "taken":
        return _taken(row)
    if slot.skipped is not None:
        return _("skipped")
    if not row.has_come:
        return _("in %(duration)s", duration=wording.short_duration(row.starts_in + TO_THE_MINUTE))
    ago = -row.starts_in
    if ago < timedelta(minutes=1):
        return _("now, not recorded")
    return _("%(duration)s ago, not recorded", duration=wording.short_duration(ago))


def _taken(row: TodayRow) -> str:
    slot = row.slot
    if len(slot.doses) > 1 or slot.is_other_amount or slot.beside:
        said = _("taken: %(doses)s", doses=answers.taken_for(slot))
    else:
        said = _("taken at %(time)s", time=answers.clock(slot.doses[0].at))
    if slot.status != "late":
        return said
    late_by = wording.short_duration(slot.doses[0].at - slot.planned.at)
    return _("%(taken)s, late by %(duration)s", taken=said, duration=late_by)


def _tone(row: TodayRow) -> str:
    """What stands out: the ordinary stays quiet."""
    slot = row.slot
    if row.state == "taken":
        return "warn" if slot.status == "late" or slot.is_other_amount or slot.beside else "done"
    return "warn" if row.state in {"passed", "part"} else "soft"


def _change(row: TodayRow) -> str:
    """Where the last dose of a row is changed; "" where it was longer ago than Today looks back."""
    slot = row.slot
    dose = slot.doses[-1] if slot.doses else slot.skipped
    if dose is None or dose.at < context.now() - TWO_DAYS:
        return ""
    return entry_rows.address_of("dose", dose.id)
