"""Plans as people make them, for the tests: saved, changed and ended at an instant, in a zone."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from journal.core.plan.adherence import taken_dose
from journal.core.plan.regimens import Pause, Plan, RecordedStep, Step, close_for
from journal.core.plan.schedules import EVERY_DAY, PlannedDose
from journal.core.values.clock import moment

BERLIN = "Europe/Berlin"


def at(text, zone=BERLIN):
    """An instant from a wall time, "10 14:30" being the tenth of March 2026."""
    day, clock = text.split()
    wall = datetime.combine(date(2026, 3, 1), time.fromisoformat(clock), ZoneInfo(zone)) + timedelta(days=int(day) - 1)
    return wall.astimezone(UTC)


def dose(text, status="taken", zone=BERLIN, amount=500_000, recorded_at=None):
    """A dose lived at that wall time."""
    lived = moment(at(text, zone), zone)
    return taken_dose(lived, amount, status, recorded_at or lived.at)


def dose_at(instant, status="taken", zone=BERLIN, amount=500_000):
    """A dose lived at that instant."""
    return taken_dose(moment(instant, zone), amount, status, instant)


def planned_doses(times, amount):
    """The doses of a day: "08:00 20:00", or where one has another amount, "08:00 20:00=1000000"."""
    pairs = [text.partition("=") for text in times.split()]
    found = [PlannedDose(time.fromisoformat(at), int(own or amount)) for at, _, own in pairs]
    return tuple(sorted(found))


def saved(
    times="08:00 20:00",
    amount=500_000,
    starts="1 00:00",
    saved_at=None,
    zone=BERLIN,
    days=EVERY_DAY,
    as_needed=None,
    ends_on=None,
):
    """One step that begins on the day of `starts` and was saved then, or at `saved_at`."""
    begins_at = at(starts, zone)
    starts_on = begins_at.astimezone(ZoneInfo(zone)).date()
    step = Step(starts_on, ends_on, planned_doses(times, amount), "tablet", days, as_needed)
    return RecordedStep(step, None, at(saved_at, zone) if saved_at else begins_at)


def paused(first, last, saved_at="1 00:00", zone=BERLIN):
    """A pause from that day of March 2026 to that one, in hospital."""
    return Pause(date(2026, 3, first), date(2026, 3, last), "in hospital", at(saved_at, zone))


def as_plan(steps, *pauses):
    """The plan of these steps, with these pauses."""
    return steps if isinstance(steps, Plan) else Plan(tuple(steps), pauses)


def change(plan, now, times="", amount=500_000, starts=None, zone=BERLIN, days=EVERY_DAY, as_needed=None):
    """The plan after another step was saved at `now`, as `actions.regimens` does it; without times it is ended."""
    today = now.astimezone(ZoneInfo(zone)).date()
    starts_on = starts or today
    what = close_for(Plan(tuple(plan)).counting, starts_on)
    changed = []
    for recorded in plan:
        if recorded.replaced_at is not None:
            changed.append(recorded)
        elif recorded.step in what.superseded:
            changed.append(replace(recorded, replaced_at=now))
        elif any(recorded.step.starts_on == closed.starts_on for closed in what.closed):
            step = replace(recorded.step, ends_on=starts_on - timedelta(days=1))
            changed.append(replace(recorded, step=step, ended_at=now if starts_on == today else None))
        else:
            changed.append(recorded)
    if times or as_needed:
        step = Step(starts_on, None, planned_doses(times, amount), "tablet", days, as_needed)
        changed.append(RecordedStep(step, None, now))
    return changed
