"""What happens to the made-up patient once, so that every safety rule has spoken somewhere in the journal.

It is told beside a story that stays as it was, on days of its first half on which each dose was taken at its time.
"""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from random import Random

from journal.core.demo.notes import ONCE
from journal.core.demo.told import Story, Told, ToldStep
from journal.core.medicine.circumstances import NOTHING_NOTED, Circumstances
from journal.core.medicine.monograph import Monograph
from journal.core.plan.regimens import Step, planned_at
from journal.core.plan.schedules import PlannedDose
from journal.core.record.checkins import CheckIn, Rated
from journal.core.record.doses import Dose
from journal.core.record.entries import Detail
from journal.core.record.episodes import Episode
from journal.core.values.clock import moment

IN_TIME = timedelta(minutes=55)
SOON_AFTER = timedelta(minutes=25)
NOTED, TAKEN_BACK = 0.05, 0.6  # of the days: when breastfeeding is noted, and taken back
READ = 0.9  # of the days: then the alerts until then were marked as read
SICK = (16, 17)  # days after the first: most of the fortnight before has entries, and no longer gap comes so early
TO_COME = (7, 2)  # days until the plan goes down, and from then on until it goes down again: faster than the label's

_DAY = timedelta(days=1)


def with_moments(story: Story, seed: int, zone: str, monograph: Monograph) -> Story:
    """The story of somebody who also took a dose twice, typed one wrong, took too many, skipped most of two days,
    needed one more too soon, had two seizures on one day, breastfed for some months, and whose plan soon goes down.

    The same story and the same seed give the same one.
    """
    return _Teller(story, seed, zone, monograph).tell()


class _Teller:
    """Tells each of them on a day of its own."""

    def __init__(self, story: Story, seed: int, zone: str, monograph: Monograph) -> None:
        self.random = Random(f"{seed} once")  # noqa: S311 - a story, no secret
        self.story, self.zone, self.monograph = story, zone, monograph
        self.entries = {told.entry_id: told for told in story.entries}
        self.edits: list[Told] = []

    def tell(self) -> Story:
        """The story with all of them."""
        tellers = (self._took_it_twice, self._typed_it_wrong, self._took_three, self._had_two_seizures)
        for doses, tell in zip(self._usual_days()[1::2], tellers, strict=False):
            tell(doses)
        self._kept_nothing_down()
        self._needed_one_more()
        return replace(
            self.story,
            steps=(*self.story.steps, *self._to_come()),
            entries=tuple(sorted(self.entries.values(), key=lambda told: told.recorded_at)),
            edits=tuple(self.edits),
            noted=(
                (self._morning(NOTED), Circumstances(breastfeeding_since=self.story.first_on - 90 * _DAY)),
                (self._morning(TAKEN_BACK), NOTHING_NOTED),
            ),
            read_at=(self._morning(READ),),
        )

    def _usual_days(self) -> list[list[Told]]:
        """The doses of each day before the plan changed on which all were taken in time and written down at once."""
        first, second = (told.step for told in self.story.steps[:2])
        found: dict[date, list[Told]] = defaultdict(list)
        for told in self.story.entries:
            if isinstance(told.detail, Dose) and told.detail.medicine_id == self.monograph.key:
                found[told.detail.moment.on].append(told)
        ill_until = self.story.first_on + (SICK[-1] + 1) * _DAY
        days = (
            found[on] for on in sorted(found) if on < second.starts_on and not self._is_sick(on) and on != ill_until
        )
        return [doses for doses in days if self._is_usual(doses, first)]

    def _is_usual(self, doses: Sequence[Told], step: Step) -> bool:
        taken = [told.detail for told in doses if isinstance(told.detail, Dose) and told.detail.status == "taken"]
        if len(taken) != len(step.doses) or any(told.recorded_at != told.detail.moment.at for told in doses):
            return False
        walls = (planned_at(dose.moment.on, wall, self.zone) for dose, wall in zip(taken, step.times, strict=True))
        return all(abs(dose.moment.at - at) < IN_TIME for dose, at in zip(taken, walls, strict=True))

    def _took_it_twice(self, doses: Sequence[Told]) -> None:
        """The morning's dose, and not half an hour later the same once more."""
        at = doses[0].recorded_at + SOON_AFTER
        self._add(at, doses[0].detail.model_copy(update={"moment": moment(at, self.zone), "note": ONCE["twice"]}))

    def _typed_it_wrong(self, doses: Sequence[Told]) -> None:
        """Ten times the morning's dose, which was put right some minutes later."""
        right = doses[0]
        assert isinstance(right.detail, Dose)  # noqa: S101 - `_usual_days` gives doses
        self._change(right, amount=10 * right.detail.amount)
        self.edits.append(right._replace(recorded_at=right.recorded_at + timedelta(minutes=6)))

    def _took_three(self, doses: Sequence[Told]) -> None:
        """Three tablets in the evening instead of one."""
        evening = doses[-1]
        assert isinstance(evening.detail, Dose)  # noqa: S101 - `_usual_days` gives doses
        self._change(evening, amount=3 * evening.detail.amount, note=ONCE["three"])

    def _had_two_seizures(self, doses: Sequence[Told]) -> None:
        """One of some minutes after lunch, a second one, and a long sleep after them."""
        limits, at = self.monograph.thresholds, doses[1].recorded_at + timedelta(hours=1)
        if limits.long_seizure is None or limits.very_drowsy is None:
            return
        for minutes, lasted, note in ((0, limits.long_seizure.minutes + 1, "seizure"), (95, 2, "")):
            began = moment(at + timedelta(minutes=minutes), self.zone)
            seizure = Episode(
                moment=began, what=limits.long_seizure.episode, minutes=lasted, severity=4, note=ONCE.get(note, "")
            )
            self._add(began.at + timedelta(minutes=lasted), seizure)
        woken = moment(at + timedelta(hours=4), self.zone)
        slept = Rated(effect=limits.very_drowsy.rating, severity=limits.very_drowsy.severity)
        self._add(woken.at, CheckIn(moment=woken, day_on=woken.on, ratings=(slept,), note=ONCE["asleep"]))

    def _is_sick(self, on: date) -> bool:
        return (on - self.story.first_on).days in SICK

    def _kept_nothing_down(self) -> None:
        """Two days on which the first dose alone was taken, and the others were skipped."""
        for told in self.story.entries:
            dose = told.detail
            if isinstance(dose, Dose) and dose.medicine_id == self.monograph.key and self._is_sick(dose.moment.on):
                first = planned_at(dose.moment.on, self.story.steps[0].step.times[0], self.zone)
                if abs(dose.moment.at - first) > IN_TIME:
                    self._change(told, status="skipped", note=ONCE["sick"])

    def _needed_one_more(self) -> None:
        """The first tablet as needed, and another one sooner than ordered."""
        needed = {told.medicine_id for told in self.story.steps if told.step.as_needed is not None}
        for told in self.story.entries:
            if isinstance(told.detail, Dose) and told.detail.medicine_id in needed:
                at = told.detail.moment.at + timedelta(hours=2, minutes=30)
                update = {"moment": moment(at, self.zone), "note": ONCE["needed"]}
                return self._add(at, told.detail.model_copy(update=update))
        return None

    def _to_come(self) -> tuple[ToldStep, ...]:
        """Half of the present plan, ordered the day before the last, and a few days later half of that at night."""
        present, ordered_at = self.story.steps[1].step, planned_at(self.story.last_on - _DAY, time(19, 30), self.zone)
        first_on = self.story.last_on + TO_COME[0] * _DAY
        half = replace(
            present, starts_on=first_on, doses=tuple(PlannedDose(each.at, each.amount // 2) for each in present.doses)
        )
        less = replace(half, starts_on=first_on + TO_COME[1] * _DAY, doses=half.doses[-1:])
        return ToldStep(self._id(), ordered_at, half), ToldStep(self._id(), ordered_at + timedelta(minutes=2), less)

    def _add(self, recorded_at: datetime, detail: Detail) -> None:
        told = Told(self._id(), recorded_at, detail)
        self.entries[told.entry_id] = told

    def _change(self, told: Told, **update: object) -> None:
        self.entries[told.entry_id] = told._replace(detail=told.detail.model_copy(update=update))

    def _morning(self, part: float) -> datetime:
        """Half past nine after that part of the story."""
        on = self.story.first_on + int(part * (self.story.last_on - self.story.first_on).days) * _DAY
        return planned_at(on, time(9, 30), self.zone)

    def _id(self) -> str:
        return str(uuid.UUID(int=self.random.getrandbits(128), version=4))
