"""The made-up patient's visits: one at which the dose was lowered, one to come with three lines, and a few ticks."""

import uuid
from dataclasses import replace
from datetime import datetime, time, timedelta

from journal.core.demo.told import Story, ToldVisit
from journal.core.doctor.visits import Appointment, begins_at
from journal.core.record.checkins import CheckIn
from journal.core.record.episodes import Episode

WITH, WHERE = "Dr Amsel", "Neurology clinic, 2nd floor"
AHEAD = timedelta(days=5)
TICKED = 3  # entries with a note, the newest, that are ticked


def with_visits(story: Story, seed: int, until: datetime, zone: str) -> Story:
    """The story of somebody who saw the doctor when the dose last went down, and soon goes there again.

    The same story and the same seed give the same one.
    """
    present = max((told for told in story.steps if not told.medicine_id), key=lambda told: told.recorded_at)
    was_on = min(present.step.starts_on, story.last_on - timedelta(days=20))
    lowered = Appointment(
        was_on,
        time(9, 15),
        WITH,
        WHERE,
        changed="Fewer attacks. Sleepy all morning.",
        bothers="I can hardly follow a talk before noon.",
        to_ask="Can the dose come down?",
        decided="The dose goes down. Next step only after the next visit. Write down the bad mornings.",
    )
    coming = Appointment(
        story.last_on + AHEAD,
        time(10, 30),
        WITH,
        WHERE,
        changed="Less sleepy in the morning. More tearful.",
        bothers="The low days, two or three in a row. I did not go out on those.",
        to_ask="Is the low mood from the lower dose? Can the next step wait?",
    )
    noted = [
        told
        for told in story.entries
        if isinstance(told.detail, CheckIn | Episode) and told.detail.note and told.detail.day_on >= was_on
    ]
    visits = (
        ToldVisit(_id(seed, "past"), max(begins_at(was_on, zone), story.steps[0].recorded_at), lowered),
        ToldVisit(_id(seed, "coming"), until, coming),
    )
    ticks = tuple((told.entry_id, told.recorded_at) for told in noted[-TICKED:])
    return replace(story, visits=visits, ticks=ticks)


def _id(seed: int, name: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"visit {seed} {name}"))
