"""Lanes of planned times: one for each time of day, a cell for each day, in which only what deviates has a word."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Literal

from journal.core.plan.adherence import Slot, TakenDose
from journal.core.values.amounts import write_amount
from journal.core.values.clock import wall_words
from journal.core.values.languages import _, in_a_row, pgettext

LaneState = Literal["as planned", "late", "skipped", "missed", "more", "less", "pending", "not recorded", "no time"]

MOST_LANES = 12  # of more times of day those of one hour share a lane


@dataclass(frozen=True, slots=True)
class LaneCell:
    """What became of a planned time on its day, with the words of what was not as planned."""

    on: date
    state: LaneState
    words: str = ""


@dataclass(frozen=True, slots=True)
class Lane:
    """One time of day: a cell on each day it is planned for, oldest first."""

    name: str
    cells: tuple[LaneCell, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What the lanes are made of: each planned time with the day it counts on, and the doses of no planned time, those
    that were ordered as needed apart."""

    slots: Sequence[tuple[date, Slot]]
    as_needed: Sequence[TakenDose]
    others: Sequence[TakenDose]
    hours: str
    unit: str = "mg"


def lanes(told: Told) -> tuple[Lane, ...]:
    """A lane for each time of day, and those for what was taken as needed and at no planned time.

    There are none where no time was planned.
    """
    minutes = {slot.planned.minute for _on, slot in told.slots}
    if not minutes:
        return ()
    grain = 1 if len(minutes) <= MOST_LANES else 60
    grouped: dict[int, list[tuple[date, Slot]]] = defaultdict(list)
    for on, slot in told.slots:
        grouped[slot.planned.minute // grain].append((on, slot))
    found = [_lane(grouped[key], told) for key in sorted(grouped)]
    for name, doses in ((_("as needed"), told.as_needed), (_("no planned time"), told.others)):
        if doses:
            found.append(Lane(name, tuple(_unplanned(dose, told) for dose in doses)))
    return tuple(found)


def _lane(slots: Sequence[tuple[date, Slot]], told: Told) -> Lane:
    minutes = sorted({slot.planned.minute for _on, slot in slots})
    name = _clock(minutes[0], told.hours)
    if len(minutes) > 1:
        name = _("%(first)s to %(last)s", first=name, last=_clock(minutes[-1], told.hours))
    return Lane(name, tuple(_cell(on, slot, told) for on, slot in slots))


def _clock(minute: int, hours: str) -> str:
    return wall_words(time(*divmod(minute, 60)), hours)


def _cell(on: date, slot: Slot, told: Told) -> LaneCell:
    state = _state(slot)
    return LaneCell(on, state, in_a_row(list(_words(slot, state, told))))


def _state(slot: Slot) -> LaneState:
    """What weighs most: a dose more or less than planned before a late one, since hours change little."""
    if slot.status == "not_recorded":
        return "not recorded"
    if slot.status in {"skipped", "missed", "pending"} and not slot.doses:
        return "skipped" if slot.status == "skipped" else "missed" if slot.status == "missed" else "pending"
    beside = sum(dose.amount for dose in slot.beside)
    difference = slot.taken_amount + beside - slot.planned.amount
    if difference:
        return "more" if difference > 0 else "less"
    return "late" if slot.status == "late" else "as planned"


def _words(slot: Slot, state: LaneState, told: Told) -> Iterable[str]:
    if state == "skipped":
        yield pgettext("dose", "skipped")
    if state == "missed":
        yield _("missed or not logged")
    if slot.is_other_amount:
        taken, planned = write_amount(slot.taken_amount, told.unit), write_amount(slot.planned.amount, told.unit)
        yield _("%(taken)s for %(planned)s", taken=taken, planned=planned)
    for dose in slot.beside:
        more = write_amount(dose.amount, told.unit)
        yield _("%(amount)s more at %(time)s", amount=more, time=_clock(dose.minute, told.hours))
    if slot.status == "late":
        yield _("late %(time)s", time=_clock(slot.doses[0].minute, told.hours))


def _unplanned(dose: TakenDose, told: Told) -> LaneCell:
    at, amount = _clock(dose.minute, told.hours), write_amount(dose.amount, told.unit)
    if dose.status == "skipped":
        return LaneCell(dose.on, "skipped", pgettext("dose", "skipped"))
    return LaneCell(dose.on, "no time", _("%(amount)s at %(time)s", amount=amount, time=at))
