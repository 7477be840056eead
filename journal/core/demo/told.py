"""What the demo tells: entries and steps with the moment each got into the record, and the whole journal of them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from journal.core.doctor.visits import Appointment
from journal.core.medicine.circumstances import Circumstances
from journal.core.medicine.medicines import Medicine
from journal.core.plan.regimens import Pause, Step
from journal.core.record.entries import Detail

WATCHED = (
    2  # effects, the first of the list from the first day on: what is watched before a change can be judged after it
)


class Told(NamedTuple):
    """One entry of the story, with the moment it got into the record."""

    entry_id: str
    recorded_at: datetime
    detail: Detail


class ToldStep(NamedTuple):
    """One step of the regimen, open-ended as it was ordered, with the moment it got into the record. Without a
    `medicine_id` it is of the medicine the story is about."""

    step_id: str
    recorded_at: datetime
    step: Step
    medicine_id: str = ""


class ToldVisit(NamedTuple):
    """One visit of the story, with the moment it got into the record."""

    visit_id: str
    recorded_at: datetime
    said: Appointment


@dataclass(frozen=True, slots=True)
class Story:
    """A whole made-up journal; `entries` in the order they were recorded. `others` are the medicines taken beside the
    one the story is about, see `beside`.

    `edits` are what some entries say since they were put right; `noted` what was noted of pregnancy and breastfeeding,
    from which moment on; `read_at` are moments at which all that was told until then was marked as read. See `once`.
    `visits` are those to a doctor, `ticks` the entries ticked for one, each with its moment. See `visits`.
    """

    first_on: date
    last_on: date
    steps: tuple[ToldStep, ...]
    entries: tuple[Told, ...]
    others: tuple[Medicine, ...] = ()
    pauses: tuple[Pause, ...] = ()
    edits: tuple[Told, ...] = ()
    noted: tuple[tuple[datetime, Circumstances], ...] = ()
    read_at: tuple[datetime, ...] = ()
    visits: tuple[ToldVisit, ...] = ()
    ticks: tuple[tuple[str, datetime], ...] = ()
