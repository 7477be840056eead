"""What the made-up patient answers about days: drove on most working days, fell now and then while the dose was higher,
and worried less as the weeks went by.

It is told beside a story that stays as it was, with a seed of its own: days without an entry are not answered here
either, and many others are not.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from journal.core.demo.told import Story, Told
from journal.core.record.checkins import CheckIn
from journal.core.record.days import Day, day_id
from journal.core.values.clock import moment

WORRY = "worry"  # what the medicine is for, and what is asked each day
WORRIED = 2.9, 1.1  # on the first day and on the last
ANSWERED = 0.72  # of the days with a check-in
ONE_LEFT_OUT = 0.12  # of the answers
THE_NEXT_MORNING = 0.1  # of the days
SATURDAY, SUNDAY = 5, 6
_DAY = timedelta(days=1)


def with_days(story: Story, seed: int, last: datetime, zone: str) -> Story:
    """The story of somebody who also answers what mattered on a day. The same story and seed give the same one."""
    told = [each for each in _tell(story, seed, zone) if each.recorded_at <= last]
    return replace(story, entries=tuple(sorted((*story.entries, *told), key=lambda each: each.recorded_at)))


def _tell(story: Story, seed: int, zone: str) -> Iterator[Told]:
    random = Random(f"{seed} days")  # noqa: S311 - a story, no secret
    worried = Random(f"{seed} worry")  # noqa: S311 - so that the other answers stay as they were
    evenings = _evenings(story)
    for on, (at, worst) in sorted(evenings.items()):
        is_answered, is_late = random.random() < ANSWERED, random.random() < THE_NEXT_MORNING
        answers = _answers(on, worst, random)
        if not is_answered:
            continue
        recorded_at, lived_at = at + timedelta(minutes=random.randint(1, 4)), None
        if is_late:
            lived_at = _wall(on, time(23, 59), zone)
            recorded_at = _wall(on + _DAY, time(8, random.randint(5, 55)), zone)
        lived = moment(lived_at or recorded_at, zone)
        benefits = _worry(story, on, worried)
        yield Told(day_id(on), recorded_at, Day(moment=lived, day_on=on, benefits=benefits, **answers))


def _worry(story: Story, on: date, random: Random) -> dict[str, int]:
    """How strong worry was: less with time, now and then left out."""
    first, last = WORRIED
    gone_by = (on - story.first_on) / max(story.last_on - story.first_on, _DAY)
    worry = round(random.gauss(first + (last - first) * gone_by, 0.7))
    return {WORRY: max(0, min(4, worry))} if random.random() >= ONE_LEFT_OUT else {}


def _wall(on: date, at: time, zone: str) -> datetime:
    return datetime.combine(on, at, ZoneInfo(zone)).astimezone(UTC)


def _evenings(story: Story) -> Mapping[date, tuple[datetime, Mapping[str, int]]]:
    """When the last check-in of each day was written down, and the worst of each effect on that day."""
    worst: dict[date, dict[str, int]] = defaultdict(dict)
    at: dict[date, datetime] = {}
    for _id, recorded_at, detail in story.entries:
        if isinstance(detail, CheckIn):
            at[detail.day_on] = max(recorded_at, at.get(detail.day_on, recorded_at))
            for rated in detail.ratings:
                found = worst[detail.day_on]
                found[rated.effect] = max(rated.severity, found.get(rated.effect, 0))
    return {on: (when, worst[on]) for on, when in at.items()}


def _answers(on: date, worst: Mapping[str, int], random: Random) -> dict[str, int | bool | None]:
    """The answers of a day: a sleepy person drives less and falls more, and drinks on Saturdays alone."""
    at_work = on.weekday() < SATURDAY
    sleepy, unsteady = worst.get("drowsiness", 0), max(worst.get("dizziness", 0), worst.get("coordination", 0))
    found: dict[str, int | bool | None] = {
        "drove": random.random() < (0.65 if at_work else 0.3) - 0.14 * max(0, sleepy - 1),
        "fell": random.random() < 0.008 + 0.06 * max(0, unsteady - 1),
        "missed": at_work and random.random() < 0.01 + 0.05 * max(0, sleepy - 1),
        "alcohol": random.random() < (0.22 if on.weekday() == SATURDAY else 0.02),
        "sedative": random.random() < 0.015,
    }
    found = {key: value if random.random() >= ONE_LEFT_OUT / 2 else None for key, value in found.items()}
    slept = max(9, min(20, round(random.gauss(15, 1.6)) + sleepy // 2))
    found["sleep"] = slept if random.random() < 0.6 else None
    if on.weekday() == SUNDAY and random.random() < 0.8:
        found |= {
            "hard_days": max(0, min(4, sleepy - random.randint(0, 1))),
            "undone": max(0, min(4, sleepy - random.randint(0, 2))),
            "living": max(0, min(4, sleepy - random.randint(0, 1))),
        }
    return found
