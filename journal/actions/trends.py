"""Build the charts of a period: read the record once, compute the points, hand them to whoever draws or writes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from journal.core.accounts import Viewer
from journal.core.calendars import calendar_chart
from journal.core.dose_days import doses_chart
from journal.core.periods import Period
from journal.core.severity import severity_chart
from journal.core.trends import CalendarChart, Chart, DosesChart, SeverityChart
from journal.store import trends as store
from journal.store.database import Database
from journal.store.trends import Record

NAMES = ("severity", "calendar", "doses")
MOST_EFFECTS = 12
SHOWN_FIRST = 3


@dataclass(frozen=True, slots=True)
class Asked:
    """Which charts are wanted: the period, the effects (key and name) and the moment they are asked at."""

    period: Period
    effects: tuple[tuple[str, str], ...]
    now: datetime
    today: date


def build_charts(database: Database, viewer: Viewer, asked: Asked) -> dict[str, Chart]:
    """Every chart of the period, as points. The transaction ends before anything is drawn."""
    with database.reading() as session:
        record = store.read_record(session, viewer.id, asked.period)
    return {
        "severity": _severity(record, asked),
        "calendar": _calendar(record.ratings, asked),
        "doses": _doses(record, viewer, asked),
    }


def build_chart(database: Database, viewer: Viewer, asked: Asked, name: str) -> Chart:
    """The chart of that name, as points."""
    if name != "calendar":
        return build_charts(database, viewer, asked)[name]
    with database.reading() as session:
        ratings = store.read_ratings(session, viewer.id, asked.period)
    return _calendar(ratings, asked)


def first_entry_on(database: Database, viewer: Viewer) -> date | None:
    """The first day with any entry; None in an empty journal."""
    with database.reading() as session:
        return store.first_entry_on(session, viewer.id)


def most_burdensome(database: Database, viewer: Viewer, period: Period, effects: Mapping[str, str]) -> list[str]:
    """The effects to show when nobody chose: those rated above "none" most often, in the list's order."""
    with database.reading() as session:
        counts = store.count_ratings(session, viewer.id, period)
    most = sorted(effects, key=lambda effect: -counts.get(effect, 0))[:SHOWN_FIRST]
    return [effect for effect in effects if effect in most]


def _severity(record: Record, asked: Asked) -> SeverityChart:
    taken: dict[date, int] = {}
    for dose in record.doses:
        if dose.status == "taken":
            taken[dose.on] = taken.get(dose.on, 0) + dose.amount_ug
    chosen = {key for key, _ in asked.effects}
    daily = (rated for rated in record.ratings if rated[1] in chosen)
    return severity_chart(
        asked.period, asked.effects, daily, record.steps, taken.items(), record.entry_days, asked.today
    )


def _calendar(ratings: Iterable[tuple[date, str, int]], asked: Asked) -> CalendarChart:
    worst: dict[date, int] = {}
    chosen = {key for key, _ in asked.effects}
    for on, effect, severity in ratings:
        if effect in chosen:
            worst[on] = max(severity, worst.get(on, 0))
    names = ", ".join(name for _, name in asked.effects)
    return calendar_chart(asked.period, names, worst, asked.today)


def _doses(record: Record, viewer: Viewer, asked: Asked) -> DosesChart:
    settings = viewer.settings
    return doses_chart(
        asked.period,
        record.steps,
        record.doses,
        record.entry_days,
        record.first_entry_on,
        settings.zone,
        settings.day_starts,
        asked.now,
    )
