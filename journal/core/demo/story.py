"""The demo: a made-up patient's journal told from a seed. The same seed and the same last moment tell the same story.

Nobody's record is behind it. It exists so that every page and chart has something believable to show.
"""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from math import exp
from random import Random
from typing import Literal, NamedTuple

from journal.core.accounts.accounts import DEFAULT_DAY_STARTS
from journal.core.demo.notes import ATTACK_NOTES, DAY_NOTES, LATE_NOTES, OWN_SYMPTOMS, SKIPPED_NOTES, STRONG_NOTES
from journal.core.demo.right_now import with_right_now
from journal.core.demo.signs import with_sign
from journal.core.demo.told import WATCHED, Story, Told, ToldStep
from journal.core.medicine.monograph import Monograph
from journal.core.medicine.parts import Rating
from journal.core.plan.regimens import Step, planned_at
from journal.core.plan.schedules import PlannedDose
from journal.core.plan.windows import late_after
from journal.core.record.checkins import CheckIn, Rated, day_of
from journal.core.record.doses import Dose
from journal.core.record.episodes import Episode
from journal.core.record.symptoms import own_key
from journal.core.values.clock import moment

FEWEST_DAYS = 60  # fewer have no room for three gaps and a reduction
GAPS = ((2, 0.2), (4, 0.36), (7, 0.74))  # so many days without any entry, after that part of the story
BEFORE = (time(8), time(14), time(20))
AFTER = (time(8), time(20))
PRESCRIBER = "Dr Amsel"
ATTACKS_A_WEEK = (3.0, 1 / 3)  # on the first day and on the last


class _Course(NamedTuple):
    """How one effect goes: what there is of it anyway, what the full dose adds, how much of that a person gets used
    to, how it scatters from day to day, how often it is rated, and how much it goes with the person's spirits."""

    usual: float
    by_dose: float
    fades: float
    spread: float
    often: float
    by_spirits: float = 0


COURSES: Mapping[str, _Course] = {
    "drowsiness": _Course(0.2, 2.5, 0.3, 0.55, 9),
    "fatigue": _Course(0.7, 1.2, 0.2, 0.6, 6),
    "dizziness": _Course(0, 1.4, 0.45, 0.6, 5),
    "coordination": _Course(-0.2, 1.2, 0.3, 0.5, 3),
    "memory": _Course(0.1, 0.9, 0.1, 0.5, 3),
    "weakness": _Course(-0.3, 0.9, 0.4, 0.5, 1.5),
    "saliva": _Course(-0.6, 0.5, 0.2, 0.5, 1),
    "appetite": _Course(0, 0.4, 0.3, 0.6, 1.5),
    "mood_irritable": _Course(0.7, 0, 0, 0.6, 2.5, 0.5),
    "mood_low": _Course(1.1, 0, 0, 0.4, 5, 1),
}

Outcome = Literal["taken", "late", "skipped", "missed"]


def story(seed: int, last: datetime, zone: str, monograph: Monograph, days: int = 150) -> Story:
    """Tell `days` days (at least `FEWEST_DAYS`) that end at the aware moment `last`, as lived in `zone`.

    It follows the monograph: effects it has no course for are left out, and a medicine none of whose effects it
    knows gets the same courses in the order of its list. The hour of `last` only cuts off what lies ahead of it.
    """
    teller = _Teller(seed, moment(last, zone).on, zone, monograph, days)
    entries = [told for told in teller.tell() if told.recorded_at <= last]
    entries = with_right_now(entries, monograph, seed)
    entries = with_sign(sorted(entries, key=lambda told: told.recorded_at), monograph)
    return Story(teller.day(0), teller.day(days - 1), teller.steps, tuple(entries))


class _Teller:
    """What is true of the person from one day to the next while the story is told."""

    def __init__(self, seed: int, last_on: date, zone: str, monograph: Monograph, days: int) -> None:
        self.random = Random(seed)  # noqa: S311 - a story, no secret
        self.zone, self.monograph, self.days = zone, monograph, days
        self.first_on = last_on - timedelta(days=days - 1)
        self.steps = self._regimen()
        self.gaps = _gaps(self.random, days)
        self.courses = _courses(monograph.ratings)
        self.up_late = self._a_late_evening()
        self.notes = self.random.sample(DAY_NOTES, len(DAY_NOTES))  # each is used once
        self.n, self.exposure, self.spirits = 0, 1.0, 0.0

    def day(self, n: int) -> date:
        """The n-th day of the story, from 0."""
        return self.first_on + timedelta(days=n)

    def tell(self) -> Iterator[Told]:
        """Every entry, day by day; within a day in no order."""
        for n in range(self.days):
            self.n = n
            self.spirits = 0.9 * self.spirits + self.random.gauss(0, 0.35)
            step = self.steps[self.day(n) >= self.steps[1].step.starts_on].step
            if n in self.gaps:  # nothing was written down; the medicine went on
                self._feel(step.daily_amount)
                continue
            yield from self._doses(n, step)
            yield from self._check_ins(n)
            yield from self._attack(n)

    def _regimen(self) -> tuple[ToldStep, ToldStep]:
        """Three doses a day, and two from the middle of the story on."""
        form = self.monograph.forms[0]
        most = (self.monograph.daily_range.highest or 0) // len(BEFORE)
        strengths = form.strengths or (form.per_ml or most,)
        amount = max((s for s in strengths if s <= most), default=strengths[0])
        reduced_on = self.day(self.days // 2)
        before = replace(Step.every_day(self.first_on, None, BEFORE, amount, form.key), ordered_by=PRESCRIBER)
        after = replace(Step.every_day(reduced_on, None, AFTER, amount, form.key), ordered_by=PRESCRIBER)
        return self._told_step(before), self._told_step(after)

    def _told_step(self, step: Step) -> ToldStep:
        return ToldStep(self._id(), planned_at(step.starts_on, time(7, 30), self.zone), step)

    def _a_late_evening(self) -> int:
        """The day whose check-in is written after midnight: not beside a gap, and not at the very end."""
        free = [n for n in range(10, self.days - 10) if not {n, n + 1} & self.gaps]
        return self.random.choice(free)

    def _feel(self, taken_amount: int) -> None:
        """The body follows the dose with a delay of a day or two."""
        self.exposure = 0.5 * self.exposure + 0.5 * taken_amount / self.steps[0].step.daily_amount

    def _doses(self, n: int, step: Step) -> Iterator[Told]:
        taken_amount = 0
        for planned in step.doses:
            outcome = self._outcome(n, first=planned == step.doses[0])
            taken_amount += planned.amount if outcome in {"taken", "late"} else 0
            if outcome != "missed":
                yield self._dose(n, planned, outcome, step)
        self._feel(taken_amount)

    def _outcome(self, n: int, first: bool) -> Outcome:
        """What becomes of a planned dose. The first of the day is never missed: only gaps have no entry at all."""
        luck = self.random.random()
        if n >= self.days - 2:  # the story ends in good order
            return "taken"
        if luck < 0.025:
            return "skipped"
        if luck < 0.055:
            return "taken" if first else "missed"
        return "late" if luck < 0.115 else "taken"

    def _dose(self, n: int, planned: PlannedDose, outcome: Outcome, step: Step) -> Told:
        minutes = self.random.gauss(5, 9)
        late = late_after(_gap_after(step, planned.at)) // timedelta(minutes=1)
        minutes = self.random.uniform(late + 2, late + 80) if outcome == "late" else min(50.0, max(-15.0, minutes))
        if n == self.days - 1:
            minutes = self.random.uniform(0, 4)
        note = ""
        if outcome in {"late", "skipped"} and self.random.random() < 0.4:
            note = self.random.choice(LATE_NOTES if outcome == "late" else SKIPPED_NOTES)
        lived_at, recorded_at = self._when(n, planned.at, minutes)
        dose = Dose(
            moment=moment(lived_at, self.zone),
            status="skipped" if outcome == "skipped" else "taken",
            amount=planned.amount,
            form=step.form,
            medicine_id=self.monograph.key,
            note=note,
        )
        return Told(self._id(), recorded_at, dose)

    def _check_ins(self, n: int) -> Iterator[Told]:
        if n == self.up_late:
            yield self._check_in(n + 1, time(0, 35), everything=False)
        elif self.random.random() < 0.9:
            yield self._check_in(n, time(21, 0), everything=self.random.random() < 0.18)
        if self.random.random() < 0.13:
            yield self._check_in(n, time(12, 30), everything=False)

    def _check_in(self, n: int, at: time, everything: bool) -> Told:
        lived_at, recorded_at = self._when(n, at, self.random.uniform(-20, 60) if at.hour else 0)
        lived = moment(lived_at, self.zone)
        felt = {effect: self._severity(course) for effect, course in self.courses.items()}
        strong = next(iter(felt.values())) >= 3
        day_on = day_of(lived, DEFAULT_DAY_STARTS)
        if strong and self.random.random() < 0.3:
            return Told(self._id(), recorded_at, CheckIn(moment=lived, day_on=day_on, answer="too_sleepy"))
        check_in = CheckIn(
            moment=lived,
            day_on=day_on,
            ratings=self._ratings(felt, everything),
            mood=self._mood() if self.random.random() < 0.6 else None,
            note="" if at.hour == 12 else self._note(strong),
        )
        return Told(self._id(), recorded_at, check_in)

    def _ratings(self, felt: Mapping[str, int], everything: bool) -> tuple[Rated, ...]:
        chance = {key: self.random.random() ** (1 / course.often) for key, course in self.courses.items()}
        likely = sorted(chance, key=lambda key: -chance[key])
        wanted = likely if everything else likely[: self.random.randint(3, 6)]
        wanted += list(self.courses)[:WATCHED]
        rated = [self._rated(rating, felt[rating.key]) for rating in self.monograph.ratings if rating.key in wanted]
        if self.random.random() < 0.08:
            symptom = self.random.choice(OWN_SYMPTOMS)
            rated.append(Rated(effect=own_key(symptom), severity=self.random.randint(1, 2), symptom=symptom))
        return tuple(rated)

    def _rated(self, rating: Rating, severity: int) -> Rated:
        direction = ""
        if severity and rating.directions and self.random.random() < 0.8:
            direction = rating.directions[self.random.random() < 0.25].key
        return Rated(effect=rating.key, severity=severity, direction=direction)

    def _severity(self, course: _Course) -> int:
        used_to_it = course.fades * (1 - exp(-self.n / 45))
        level = course.usual + course.by_dose * self.exposure**1.5 * (1 - used_to_it)
        return _scale(level - course.by_spirits * self.spirits + self.random.gauss(0, course.spread), 0, 4)

    def _mood(self) -> int:
        return _scale(3.4 + 1.1 * self.spirits + self.random.gauss(0, 0.4), 1, 5)

    def _note(self, strong: bool) -> str:
        if self.random.random() >= 0.14:
            return ""
        return self.random.choice(STRONG_NOTES) if strong else self.notes.pop() if self.notes else ""

    def _attack(self, n: int) -> Iterator[Told]:
        first, last = ATTACKS_A_WEEK
        often = first * (last / first) ** (n / self.days) / 7
        kinds = self.monograph.episode_names
        if not kinds or self.random.random() >= often:
            return
        worst = 4 if n < self.days / 3 else 3
        lived_at, recorded_at = self._when(n, time(9), self.random.uniform(0, 13 * 60))
        episode = Episode(
            moment=moment(lived_at, self.zone),
            what="panic_attack" if "panic_attack" in kinds else next(iter(kinds)),
            minutes=self.random.choice((None, 5, 10, 10, 15, 20, 30)),
            severity=self.random.randint(worst - 2, worst),
            note=self.random.choice(ATTACK_NOTES) if self.random.random() < 0.4 else "",
        )
        yield Told(self._id(), recorded_at, episode)

    def _when(self, n: int, at: time, minutes: float) -> tuple[datetime, datetime]:
        """When something happened and when it was written down: mostly at once, now and then hours later."""
        planned = planned_at(self.day(n), at, self.zone)
        lived_at = planned + timedelta(seconds=round(minutes * 60 + self.random.randint(0, 59)))
        if at.hour <= 14 and self.random.random() < 0.05 and n < self.days - 1:
            at_the_minute = lived_at.replace(second=0)
            return at_the_minute, at_the_minute + timedelta(seconds=self.random.randint(40 * 60, 5 * 3600))
        return lived_at, lived_at

    def _id(self) -> str:
        return str(uuid.UUID(int=self.random.getrandbits(128), version=4))


def _gaps(random: Random, days: int) -> set[int]:
    found: set[int] = set()
    for length, after in GAPS:
        start = int(days * after) + random.randint(-2, 2)
        found |= set(range(start, start + length))
    return found


def _courses(ratings: Sequence[Rating]) -> Mapping[str, _Course]:
    """The course of each effect, in the order of the monograph."""
    known = {rating.key: COURSES[rating.key] for rating in ratings if rating.key in COURSES}
    return known or {rating.key: course for rating, course in zip(ratings, COURSES.values(), strict=False)}


def _scale(level: float, low: int, high: int) -> int:
    return min(high, max(low, round(level)))


def _gap_after(step: Step, at: time) -> timedelta:
    """How long after one of its times of day the next one comes."""
    minutes = [wall.hour * 60 + wall.minute for wall in step.times]
    n = step.times.index(at)
    return timedelta(minutes=(minutes[(n + 1) % len(minutes)] - minutes[n]) % 1440 or 1440)
