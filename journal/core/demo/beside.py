"""The demo's other medicines: one twice a day in two amounts, and one as needed; and the days in hospital.

They are told beside a story that stays as it was: its silent days are silent here too, and the tablets of one hour are
mostly taken together.
"""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import groupby
from random import Random

from journal.core.demo.notes import AS_NEEDED_NOTES
from journal.core.demo.told import Story, Told, ToldStep
from journal.core.medicine.medicines import Medicine
from journal.core.plan.pause_forms import REASONS
from journal.core.plan.regimens import Pause, Step, planned_at
from journal.core.plan.schedules import AsNeeded, PlannedDose
from journal.core.record.doses import Dose
from journal.core.values.amounts import ONE, Amount
from journal.core.values.clock import moment
from journal.core.values.periods import Period

TWICE_A_DAY, AS_NEEDED = "Sodium valproate", "Paracetamol"
TABLET: Amount = 500 * ONE  # of both
ORDERED = AsNeeded(TABLET, most_a_day=6 * TABLET, least_hours=6)
MORNING, EVENING = time(8), time(20)
DAYS_IN_HOSPITAL = 4
RAISED_AFTER = 0.2  # of the days: from then on a second tablet in the evening

_DAY = timedelta(days=1)


def with_others(story: Story, seed: int, last: datetime, zone: str) -> Story:
    """The story of somebody who takes two more medicines and was in hospital on the first days of the longest gap.

    The same story and the same seed give the same one.
    """
    teller = _Teller(story, seed, zone)
    beside = [told for told in teller.tell() if told.recorded_at <= last]
    entries = sorted((*story.entries, *beside), key=lambda told: told.recorded_at)
    return replace(
        story,
        steps=(*story.steps, *teller.steps),
        entries=tuple(entries),
        others=(teller.twice, teller.as_needed),
        pauses=teller.pauses(),
    )


@dataclass(frozen=True, slots=True)
class _Taken:
    """When a dose of the story was lived and written down, and whether it was skipped."""

    at: datetime
    recorded_at: datetime
    skipped: bool


class _Teller:
    """Tells day by day what was taken beside the story."""

    def __init__(self, story: Story, seed: int, zone: str) -> None:
        self.random = Random(f"{seed} beside")  # noqa: S311 - a story, no secret
        self.story, self.zone = story, zone
        self.days = Period(story.first_on, story.last_on)
        self.written = {told.detail.moment.on for told in story.entries}
        self.twice = Medicine(self._id(), TWICE_A_DAY, amounts=(TABLET, 2 * TABLET), starts_on=story.first_on)
        self.as_needed = Medicine(self._id(), AS_NEEDED, amounts=(TABLET, 2 * TABLET), starts_on=story.first_on)
        self.steps = tuple(self._regimen())
        self.beside = _doses_by_time(story, zone)

    def tell(self) -> Iterator[Told]:
        """Every further dose, in no order."""
        aches = 0
        for on in self.days.days():
            aches = self.random.randint(2, 3) if self.random.random() < 0.06 else max(aches - 1, 0)
            if on not in self.written:
                continue
            step = self.steps[on >= self.steps[1].step.starts_on].step
            for planned in step.doses:
                yield from self._planned(on, planned)
            # The last two days are quiet: the story ends in good order.
            if on < self.days.last_on - _DAY and (aches or self.random.random() < 0.03):
                yield from self._needed(on)

    def pauses(self) -> tuple[Pause, ...]:
        """The longest gap began with a stay in hospital, entered when it was over; nobody wrote a dose down there."""
        runs = groupby(self.days.days(), key=self.written.__contains__)
        gap = max(([*days] for is_written, days in runs if not is_written), key=len)
        saved_at = planned_at(gap[-1] + _DAY, time(7), self.zone)
        return (Pause(gap[0], gap[DAYS_IN_HOSPITAL - 1], REASONS[0], saved_at, self._id()),)

    def _regimen(self) -> Iterator[ToldStep]:
        first_on = self.story.first_on
        raised_on = first_on + timedelta(days=int(len(self.days) * RAISED_AFTER))
        for starts_on, evening in ((first_on, TABLET), (raised_on, 2 * TABLET)):
            doses = PlannedDose(MORNING, TABLET), PlannedDose(EVENING, evening)
            yield self._told_step(Step(starts_on, None, doses, ""), self.twice)
        yield self._told_step(Step(first_on, None, (), "", as_needed=ORDERED), self.as_needed)

    def _told_step(self, step: Step, medicine: Medicine) -> ToldStep:
        return ToldStep(self._id(), planned_at(step.starts_on, time(7, 30), self.zone), step, medicine.id)

    def _planned(self, on: date, planned: PlannedDose) -> Iterator[Told]:
        """Mostly with the tablets of the story; now and then it has a fate of its own."""
        beside, luck = self.beside.get((on, planned.at)), self.random.random()
        after = timedelta(seconds=self.random.randint(5, 100))
        alone = planned_at(on, planned.at, self.zone) + timedelta(minutes=self.random.randint(-10, 40)) + after
        at, recorded_at = (beside.at + after, beside.recorded_at + after) if beside else (alone, alone)
        amount, is_skipped = planned.amount, beside is not None and beside.skipped
        if on < self.days.last_on - _DAY:
            if luck < 0.015 or (beside is None and luck < 0.5):
                return
            if luck < 0.05:
                late = timedelta(minutes=self.random.randint(185, 225))  # and before midnight: silent days stay silent
                at = recorded_at = planned_at(on, planned.at, self.zone) + late
            elif luck > 0.97:
                amount, is_skipped = TABLET, False  # one tablet was left in the box
        yield self._dose(self.twice, at, recorded_at, amount, is_skipped=is_skipped)

    def _needed(self, on: date) -> Iterator[Told]:
        """One or two tablets, and now and then once more at least six hours later."""
        at = planned_at(on, time(9), self.zone) + timedelta(minutes=self.random.randint(0, 420))
        amount = TABLET * self.random.choice((1, 2, 2))
        note = self.random.choice(AS_NEEDED_NOTES) if self.random.random() < 0.35 else ""
        yield self._dose(self.as_needed, at, at, amount, note=note)
        if self.random.random() < 0.3:
            at += timedelta(minutes=self.random.randint(370, 440))
            yield self._dose(self.as_needed, at, at, TABLET)

    def _dose(
        self,
        of: Medicine,
        at: datetime,
        recorded_at: datetime,
        amount: Amount,
        *,
        is_skipped: bool = False,
        note: str = "",
    ) -> Told:
        dose = Dose(
            moment=moment(at, self.zone),
            status="skipped" if is_skipped else "taken",
            amount=amount,
            form="",
            medicine_id=of.id,
            note=note,
        )
        return Told(self._id(), recorded_at, dose)

    def _id(self) -> str:
        return str(uuid.UUID(int=self.random.getrandbits(128), version=4))


def _doses_by_time(story: Story, zone: str) -> Mapping[tuple[date, time], _Taken]:
    """The doses of the story by the day and the planned time nearest to them."""
    found = {}
    for told in story.entries:
        if isinstance(told.detail, Dose):
            at, on = told.detail.moment.at, told.detail.moment.on
            near = min((MORNING, EVENING), key=lambda wall: abs(planned_at(on, wall, zone) - at))
            if abs(planned_at(on, near, zone) - at) < timedelta(hours=4):
                found[on, near] = _Taken(at, told.recorded_at, told.detail.status == "skipped")
    return found
