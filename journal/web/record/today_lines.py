"""Say the rows of Today in words: a planned time, what became of it, and the buttons that answer it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from urllib.parse import urlencode

from flask import request, url_for

from journal.core.plan.today import Answer, Tap
from journal.core.plan.today_rows import TodayRow, as_needed_tap
from journal.core.record.pressed_times import PressedTime
from journal.core.values.clock import moment
from journal.core.values.languages import _, listed, ngettext, pgettext
from journal.core.values.sentences import inside
from journal.web.record import answers, entries, entry_rows
from journal.web.record.doses import amount_fields, medicine_fields
from journal.web.site import context, wording

MOST_NAMED = 2  # of medicines that are not recorded at several times; of more the sentence gives the number
MOST_NAMED_AT_ONCE = 3  # at one time; the rows below say which
TWO_DAYS = timedelta(hours=57)  # yesterday and today, up to the latest day boundary and over a night of 25 hours
TO_THE_MINUTE = timedelta(seconds=59)  # what is left of a minute counts as one: nothing is "in 0 min"


@dataclass(slots=True)
class Press:
    """A form of a row: the fields it carries, the button that says it was taken, and that which says it was skipped.

    `aside` is read to those who do not see the row. `kind` is "primary" for the one filled button of the page.
    """

    submission_id: str
    fields: dict[str, str] = field(default_factory=dict)
    words: str = ""
    sub: str = ""
    aside: str = ""
    kind: str = "row"
    skip: str = ""


@dataclass(slots=True)
class Line:
    """A row in words. `at` and `due` order the rows and the sentence over all of them; a row of doses as needed, or of
    a medicine without a plan, has no time. `is_labelled` says that the label on its medicine's box was scanned."""

    name: str
    amount: str
    states: list[str]
    at: datetime | None = None
    time: str = ""
    row: TodayRow | None = None
    tone: str = "soft"
    press: Press | None = None
    earlier: str = ""
    other: str = ""
    change: str = ""
    log: str = ""
    about: str = ""
    remarks: list[str] = field(default_factory=list)
    counts_for: tuple[str, str] = ("", "")
    is_labelled: bool = False

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
    found = [_line(name, row, answer) for row in rows]
    if answer.as_needed is not None:
        found.append(_as_needed(name, answer))
    return found


def without_plan(name: str, answer: Answer, facts: list[str], log_sub: str) -> Line:
    """The row of a medicine without a plan, among others."""
    line = Line(name, "", [answers.headline(answer), *facts])
    if answer.tap is not None:
        words, sub = answers.one_tap(answer.tap, answer)
        line.press = Press(entries.new_id(), fields(answer.tap), words, sub, aside=name)
    else:
        line.log = log_sub
    line.other = _form(when="earlier")
    return line


def warn(found: Sequence[Line], remarks: Sequence[str]) -> None:
    """Put what must be read first to the row whose button it is about."""
    for line in found:
        if line.row is not None and line.row.tap is not None:
            line.remarks.extend(remarks)


def _line(name: str, row: TodayRow, answer: Answer) -> Line:
    planned = row.planned
    time, amount = answers.clock(planned.at), wording.amount_words(planned.amount)
    about = _("%(medicine)s %(amount)s, %(time)s", medicine=name, amount=amount, time=time) if name else ""
    line = Line(name, amount, [_state(row)], planned.at, time, row, _tone(row))
    # One dose more has its button where there is one medicine; among several it would stand in each row of the hour.
    is_more_among_others = bool(name) and row.is_answered and row.tap is not None and row.tap.kind == "more"
    line.about = about or _("%(amount)s, %(time)s", amount=amount, time=time)
    if row.is_open and row.state != "passed":
        line.other = _form(when="earlier")
    if row.state == "passed":
        when = entries.moment_fields(moment(planned.at, context.patient().settings.zone))
        said = when | amount_fields(planned.amount) | {"form": planned.form}
        line.earlier = _form(**said)
    if row.tap is not None:
        line.counts_for = answers.counts_for(answer)
    if row.is_answered:
        line.change = _change(row)
    if (row.tap is not None and not is_more_among_others) or row.may_be_skipped:
        line.press = _press(line, row, answer)
    return line


def _press(line: Line, row: TodayRow, answer: Answer) -> Press:
    """The form of a row: it takes the planned amount, which a press on "Skipped" speaks of too."""
    tap = row.tap
    made = Press(entries.new_id(), fields(tap or Tap("planned", row.planned.amount, row.planned.form)))
    if row.may_be_skipped:
        kind = "skipped" if row.planned.at <= context.now() else "skipped_now"
        lived = moment(row.skipped_at(context.now()), context.patient().settings.zone)
        made.skip = str(PressedTime(kind, lived))  # type: ignore[arg-type]
    if tap is None:
        made.fields |= {"when": "asked"}  # without a button it is not known what to save
        return made
    sub = answers.one_tap(tap, answer)[1]
    if row.is_answered and tap.kind == "more":
        made.words, made.sub = _("Took %(amount)s more", amount=wording.amount_words(tap.amount)), sub
    elif tap.kind == "rest":
        made.words, made.aside = _("Took the other %(amount)s", amount=wording.amount_words(tap.amount)), sub
    else:
        is_early = row.state == "early" and row.is_far_ahead
        made.words = _("Took it early") if is_early else pgettext("button", "Took it")
        made.aside = _("%(amount)s, %(which)s", amount=wording.amount_words(tap.amount), which=sub)
    if line.name:
        made.aside = _("%(medicine)s: %(said)s", medicine=line.name, said=made.aside) if made.aside else line.name
    return made


def _as_needed(name: str, answer: Answer) -> Line:
    known = answer.as_needed
    assert known is not None  # noqa: S101 - its caller asked
    line = Line(name, wording.amount_words(known.order.amount), [answers.as_needed(answer)])
    tap = as_needed_tap(answer)
    if tap is not None:
        words, sub = answers.one_tap(tap, answer)
        aside = _("%(medicine)s: %(said)s", medicine=name, said=sub) if name else sub
        line.press = Press(entries.new_id(), fields(tap), words, aside=aside)
    return line


def fields(tap: Tap) -> dict[str, str]:
    """The fields of a form that records what one tap offers."""
    now = {"when": "now", "status": "taken"}
    return now | medicine_fields() | amount_fields(tap.amount) | {"form": tap.form}


def _form(**said: str) -> str:
    """The form of a dose of this medicine, with what the address says of it."""
    return f"{_form_address(request.script_root)}?{urlencode(medicine_fields() | said)}"


@lru_cache(16)  # every row leads there, and building an address takes longer than the words of a row
def _form_address(_root: str) -> str:
    return url_for("doses.new")


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


def sentence(every: Sequence[Line], coming: Sequence[datetime]) -> str:
    """The answer over several medicines: it counts the planned times that have come."""
    due = [line for line in every if line.row is not None and line.row.has_come]
    empty = [line for line in due if line.row is not None and not line.row.slot.is_answered]
    if empty:
        return _not_recorded(due, empty)
    if not due:
        if coming:
            return _("Nothing is planned before %(time)s", time=answers.clock(min(coming)))
        return _("Your medicines today")
    skipped = sum(line.row is not None and line.row.state == "skipped" for line in due)
    if skipped:
        words = "All recorded so far, %(num)s skipped", "All recorded so far, %(num)s skipped"
        return ngettext(*words, skipped)
    part = sum(line.row is not None and line.row.state == "part" for line in due)
    return _("All recorded so far, not all of it taken") if part else _("Yes: all taken so far")


def _not_recorded(due: Sequence[Line], empty: Sequence[Line]) -> str:
    names = listed([inside(line.name) for line in empty])
    times = {line.at for line in empty}
    if len(times) > 1 and len(empty) > MOST_NAMED:
        return ngettext("Not recorded: %(num)s planned dose", "Not recorded: %(num)s planned doses", len(empty))
    if len(times) > 1:
        each = [_("%(medicine)s for %(time)s", medicine=inside(line.name), time=line.time) for line in empty]
        return _("Not recorded: %(doses)s", doses=listed(each))
    together = [line for line in due if line.at in times]
    if len(empty) > MOST_NAMED_AT_ONCE:
        return _many_not_recorded(len(together) - len(empty), len(together), empty[0].time)
    if len(together) == len(empty):
        return _("Not recorded: %(medicines)s, planned for %(time)s", medicines=names, time=empty[0].time)
    parts = {
        "recorded": len(together) - len(empty),
        "all": len(together),
        "time": empty[0].time,
        "medicines": names,
    }
    return ngettext(
        "%(recorded)s of %(all)s planned for %(time)s are recorded; %(medicines)s is not",
        "%(recorded)s of %(all)s planned for %(time)s are recorded; %(medicines)s are not",
        len(empty),
        **parts,
    )


def _many_not_recorded(recorded: int, planned: int, time: str) -> str:
    if not recorded:
        words = "Not recorded: %(num)s planned for %(time)s", "Not recorded: %(num)s planned for %(time)s"
        return ngettext(*words, planned, time=time)
    return ngettext(
        "%(num)s of %(all)s planned for %(time)s is recorded",
        "%(num)s of %(all)s planned for %(time)s are recorded",
        recorded,
        all=planned,
        time=time,
    )
