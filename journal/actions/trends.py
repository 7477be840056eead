"""Build the charts of a period: read the record once, compute the points, hand them to whoever draws or writes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from journal.actions.acting import ActingForPatient
from journal.core.accounts.accounts import Patient
from journal.core.charts.calendar import calendar_chart
from journal.core.charts.doses import doses_chart
from journal.core.charts.points import SHOWN_FIRST, CalendarChart, Chart, DosesChart, SeverityChart, most_rated
from journal.core.charts.severity import severity_chart
from journal.core.plan.regimens import counting
from journal.core.values.clock import moment
from journal.core.values.periods import Period
from journal.core.values.sentences import inside
from journal.store import trends as store
from journal.store.trends import Column, Record

NEEDS: Mapping[str, tuple[Column, ...]] = {
    "severity": ("ratings", "doses", "plan"),
    "calendar": ("ratings",),
    "doses": ("doses", "plan"),
}
NAMES = tuple(NEEDS)
MOST_EFFECTS = 12
RECENTLY = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class ChartRequest:
    """Which charts are wanted: the period, the effects (key and name) and the moment they are asked at.

    The period begins on `first_entry_on`, the day of the earliest moment lived, or later. `earlier` are the parts of
    what was asked for that one picture does not show, see `split_period`.
    """

    period: Period
    effects: tuple[tuple[str, str], ...]
    now: datetime
    first_entry_on: date | None
    earlier: tuple[Period, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownFirst:
    """The effects shown when nobody chose: those `rated` above "none" most often in the whole record, whatever the
    period, made up to `SHOWN_FIRST` by the first ones of the list. `before` are those that were so a week ago."""

    effects: tuple[str, ...]
    rated: tuple[str, ...]
    before: tuple[str, ...]


def build_charts(acting: ActingForPatient, request: ChartRequest) -> dict[str, Chart]:
    """Every chart of the period, as points. The transaction ends before anything is drawn."""
    everything = {column for columns in NEEDS.values() for column in columns}
    with acting.database.reading() as session:
        record = store.read_record(session, acting.patient.id, request.period, everything)
    return {name: _build(name, record, acting.patient, request) for name in NAMES}


def build_chart(acting: ActingForPatient, request: ChartRequest, name: str) -> Chart:
    """The chart of that name, as points. Reads only what this chart is made of."""
    with acting.database.reading() as session:
        record = store.read_record(session, acting.patient.id, request.period, NEEDS[name])
    return _build(name, record, acting.patient, request)


def first_entry_on(acting: ActingForPatient) -> date | None:
    """The day of the earliest moment that was lived; None in an empty journal."""
    with acting.database.reading() as session:
        return store.first_entry_on(session, acting.patient.id)


def find_shown_first(acting: ActingForPatient, effects: Iterable[str]) -> ShownFirst:
    """The effects to show when nobody chose, of all that can be shown."""
    with acting.database.reading() as session:
        counts = store.count_ratings(session, acting.patient.id, acting.today - RECENTLY)
    listed = tuple(effects)
    rated, before = (most_rated({effect: both[n] for effect, both in counts.items()}, listed) for n in range(2))
    others = [effect for effect in listed if effect not in rated]
    shown = {*rated, *others[: SHOWN_FIRST - len(rated)]}
    return ShownFirst(tuple(effect for effect in listed if effect in shown), rated, before)


def _build(name: str, record: Record, patient: Patient, request: ChartRequest) -> Chart:
    settings = patient.settings
    today = moment(request.now, settings.zone).day(settings.day_starts)  # that a check-in made now is for
    if name == "severity":
        return _severity(record, request, today)
    if name == "calendar":
        return replace(_calendar(record, request, today), first_weekday=settings.first_weekday)
    return _doses(record, patient, request)


def _severity(record: Record, request: ChartRequest, today: date) -> SeverityChart:
    taken: dict[date, int] = {}
    for dose in record.lived.doses:
        amount_ug = dose.amount_ug if dose.status == "taken" else 0
        taken[dose.on] = taken.get(dose.on, 0) + amount_ug
    chosen = {key for key, _ in request.effects}
    daily = (rated for rated in record.ratings if rated[1] in chosen)
    return severity_chart(
        request.period, request.effects, daily, counting(record.plan), taken.items(), record.entry_days, today
    )


def _calendar(record: Record, request: ChartRequest, today: date) -> CalendarChart:
    worst: dict[date, int] = {}
    chosen = {key for key, _ in request.effects}
    for on, effect, severity in record.ratings:
        if effect in chosen:
            worst[on] = max(severity, worst.get(on, 0))
    *most, last = (inside(name) for _, name in request.effects)
    names = f"{', '.join(most)} and {last}" if most else last
    return calendar_chart(request.period, names, worst, today)


def _doses(record: Record, patient: Patient, request: ChartRequest) -> DosesChart:
    hours = patient.settings.hours
    return doses_chart(
        request.period, record.plan, record.lived, request.first_entry_on, patient.zones, request.now, hours
    )
