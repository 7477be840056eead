"""Build the charts of a period: read the record once, compute the points, hand them to whoever draws or writes."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from journal.actions.acting import ActingForPatient
from journal.core.accounts.accounts import Patient
from journal.core.charts import benefits
from journal.core.charts.amount import amount_chart
from journal.core.charts.amount_curves import Beside, Taken, curves_of
from journal.core.charts.amount_points import AmountChart
from journal.core.charts.balance import balance_chart
from journal.core.charts.balance_points import BalanceChart
from journal.core.charts.calendar import CalendarChart, calendar_chart
from journal.core.charts.day_marks import with_days
from journal.core.charts.dose_changes import dose_changes_chart
from journal.core.charts.dose_changes_points import DoseChangesChart
from journal.core.charts.dose_lines import Doses
from journal.core.charts.doses import doses_chart
from journal.core.charts.doses_points import DosesChart
from journal.core.charts.hours import HoursChart, hours_chart
from journal.core.charts.points import Caption, Chart, Of
from journal.core.charts.severity import severity_chart
from journal.core.charts.severity_points import SeverityChart
from journal.core.medicine.medicines import Medicine, asked_about
from journal.core.medicine.monograph import Monograph
from journal.core.plan.adherence import Lived
from journal.core.plan.reductions import fell_around
from journal.core.safety import withdrawal
from journal.core.values.clock import moment
from journal.core.values.languages import listed
from journal.core.values.periods import Period
from journal.core.values.sentences import inside
from journal.store import trends as store
from journal.store.accounts.accounts import get_circumstances
from journal.store.trends import Column, Record, Wanted

MOST_EFFECTS = 12


@dataclass(frozen=True, slots=True)
class ChartRequest:
    """Which charts are wanted: the period, the effects (key and name) and the moment they are asked at.

    The period begins on `first_entry_on`, the day of the earliest moment lived, or later. `earlier` are the parts of
    what was asked for that one picture does not show, see `split_period`. Doses and plan are those of one `medicine`
    (None: the first that has not ended), which charts name as it is `called` where there are several; `beside` are the
    others, each with what it is called. `watchable` names every effect there is: what was watched before a change of
    dose is judged whatever effects were chosen to be seen. `known` are the monographs by their keys.
    """

    period: Period
    effects: tuple[tuple[str, str], ...]
    now: datetime
    first_entry_on: date | None
    earlier: tuple[Period, ...] = ()
    medicine: Medicine | None = None
    called: str = ""
    beside: tuple[tuple[Medicine, str], ...] = ()
    watchable: tuple[tuple[str, str], ...] = ()
    known: Mapping[str, Monograph] = field(default_factory=dict, compare=False, repr=False)


def first_entry_on(acting: ActingForPatient) -> date | None:
    """The day of the earliest moment that was lived; None in an empty journal."""
    with acting.database.reading() as session:
        return store.first_entry_on(session, acting.patient.id)


def _last_day_to_rate(patient: Patient, request: ChartRequest) -> date:
    """The day that a check-in made now is for."""
    return moment(request.now, patient.settings.zone).day(patient.settings.day_starts)


def _medicine(patient: Patient, request: ChartRequest) -> Medicine:
    return request.medicine or patient.first_medicine(moment(request.now, patient.settings.zone).on)


def doses_of(record: Record, medicines: Iterable[tuple[Medicine, str]]) -> list[Doses]:
    """What was ordered and taken of each of the medicines, given with what it is called."""
    return [
        Doses(record.plan.of(each.id).counting, record.taken.get(each.id, ()), Of(called, each.unit))
        for each, called in medicines
    ]


def _told_of_withdrawal(caption: Caption, record: Record, patient: Patient, request: ChartRequest) -> Caption:
    """The caption, and that symptoms can be withdrawal where a day of the period comes soon after a smaller dose."""
    for medicine in patient.medicines:
        known = request.known.get(medicine.monograph or "")
        days = known.thresholds.withdrawal_days if known else None
        if days is not None and fell_around(record.plan.of(medicine.id).counting, request.period, days):
            return replace(caption, explanation=f"{caption.explanation} {withdrawal.sentence()}")
    return caption


def _severity(record: Record, patient: Patient, request: ChartRequest) -> SeverityChart:
    """With what medicines are for below the effects."""
    return severity_of(record, patient, request, benefits_of(record, patient, request))


def benefits_of(record: Record, patient: Patient, request: ChartRequest) -> tuple[tuple[str, str], ...]:
    """What medicines are for, of whatever medicine, that was answered in the period."""
    own = asked_about(patient.medicines, request.known).benefits
    others = (each for known in request.known.values() for each in known.benefits)
    names = {each.key: each.short for each in (*own, *others)}  # a medicine that was taken away still has its words
    return benefits.answered(request.period, record.days, names)


def severity_of(
    record: Record, patient: Patient, request: ChartRequest, below: Sequence[tuple[str, str]] = ()
) -> SeverityChart:
    """The severity chart of a record that was read for it, with the benefits `below` the effects."""
    doses, *others = doses_of(record, [(_medicine(patient, request), request.called), *request.beside])
    chart = severity_chart(
        request.period,
        request.effects,
        record.ratings,
        doses,
        record.entry_days,
        _last_day_to_rate(patient, request),
        request.first_entry_on,
        others,
        record.plan.pauses,
        record.quiet_days,
        benefits.day_by_day(request.period, below, record.days),
    )
    chart = replace(chart, caption=_told_of_withdrawal(chart.caption, record, patient, request))
    return with_days(chart, record.days, patient.settings.first_weekday)


def _changes(record: Record, patient: Patient, request: ChartRequest) -> DoseChangesChart:
    medicine = _medicine(patient, request)
    names = dict(request.watchable)

    def watched_before(on: date) -> tuple[tuple[str, str], ...]:
        keys = patient.asking.watched_before(on, patient.own_symptoms)
        return tuple((key, names[key]) for key in keys if key in names)

    return dose_changes_chart(
        request.period,
        request.effects,
        watched_before,
        record.ratings,
        Doses(record.plan.of(medicine.id).counting, (), Of(request.called, medicine.unit)),
        _last_day_to_rate(patient, request),
        request.first_entry_on,
        record.plan.pauses,
    )


def _calendar(record: Record, patient: Patient, request: ChartRequest) -> CalendarChart:
    worst = record.ratings.of_any((key for key, _ in request.effects), request.period)
    names = listed([inside(name) for _, name in request.effects])
    chart = calendar_chart(request.period, names, worst, _last_day_to_rate(patient, request), record.quiet_days)
    return replace(chart, first_weekday=patient.settings.first_weekday)


def _doses(record: Record, patient: Patient, request: ChartRequest) -> DosesChart:
    medicine = _medicine(patient, request)
    chart = doses_chart(
        request.period,
        record.plan.of(medicine.id),
        Lived(record.doses_of(medicine.id), record.lived_on),
        request.first_entry_on,
        patient.zones,
        request.now,
        patient.settings.hours,
        Of(request.called, medicine.unit),
    )
    return with_days(chart, record.days, patient.settings.first_weekday)


def hours_of(record: Record, patient: Patient, request: ChartRequest) -> HoursChart:
    """The chart of the hours since a dose, of a record that was read for it."""
    medicine = _medicine(patient, request)
    doses, of = record.doses_of(medicine.id), Of(request.called, medicine.unit)
    return hours_chart(request.period, request.effects, record.check_ins, record.answers, doses, record.entry_days, of)


def _amount(record: Record, patient: Patient, request: ChartRequest) -> AmountChart:
    """Of every medicine, whichever the other charts are of: in one order, so that the picture stays the same."""
    taken = _taken(patient, request)
    beside = Beside(record.circumstances, record.forms)
    curves, without = curves_of(request.period, taken, record.plan, record.doses, record.taken.keys(), beside)
    lived = Lived((), record.lived_on)
    return amount_chart(request.period, curves, without, lived, request.first_entry_on, patient.zones, request.now)


def balance_of(record: Record, patient: Patient, request: ChartRequest) -> BalanceChart:
    """Of what is watched, or where nothing is, of what is shown: at every dose of the same effects."""
    medicine, names = _medicine(patient, request), dict(request.watchable)
    watched = [patient.own_symptoms.present(key) for key in patient.asking.watched]
    known = asked_about(patient.medicines, request.known)
    return balance_chart(
        request.period,
        [(key, names[key]) for key in dict.fromkeys(watched) if key in names] or request.effects,
        record.ratings,
        record.episodes,
        known.episode_names,
        record.days,
        Doses(record.plan.of(medicine.id).counting, (), Of(request.called, medicine.unit)),
        record.entry_days,
        _last_day_to_rate(patient, request),
        request.first_entry_on,
        record.plan.pauses,
        benefits_of(record, patient, request),
    )


def _taken(patient: Patient, request: ChartRequest) -> list[Taken]:
    called = {each.id: name for each, name in ((_medicine(patient, request), request.called), *request.beside)}
    medicines = [each for each in patient.medicines if each.id in called]
    return [Taken(each, called[each.id], request.known.get(each.monograph or "")) for each in medicines]


@dataclass(frozen=True, slots=True)
class Source:
    """What one chart needs of the record, and who makes its points of that."""

    needs: tuple[Column, ...]
    build: Callable[[Record, Patient, ChartRequest], Chart]
    shows_effects: bool = True  # whether the chart is about the chosen effects: then more effects are further charts
    is_of_all: bool = False  # whether all medicines stand in it, each with doses of its own

    @property
    def is_of_a_medicine(self) -> bool:
        """Whether the chart is about the doses of one medicine."""
        return not self.is_of_all and bool({"taken", "doses", "plan"} & set(self.needs))


SOURCES: Mapping[str, Source] = {
    SeverityChart.name: Source(("ratings", "quiet", "taken", "plan", "days"), _severity),
    DoseChangesChart.name: Source(("ratings", "plan"), _changes, shows_effects=False),
    CalendarChart.name: Source(("ratings", "quiet"), _calendar),
    DosesChart.name: Source(("taken", "doses", "plan", "days"), _doses, shows_effects=False),
    HoursChart.name: Source(("answers", "taken", "doses"), hours_of),
    BalanceChart.name: Source(("ratings", "episodes", "taken", "plan", "days"), balance_of, shows_effects=False),
    AmountChart.name: Source(("earlier", "taken", "doses", "plan"), _amount, shows_effects=False, is_of_all=True),
}


def build_charts(
    acting: ActingForPatient, request: ChartRequest, names: Collection[str] = SOURCES.keys()
) -> dict[str, Chart]:
    """The charts of these names, as points. The record is read once, for what they need; the transaction ends before
    anything is drawn."""
    singly = {_medicine(acting.patient, request).id}
    if any(SOURCES[name].is_of_all for name in names):
        singly |= {each.medicine.id for each in _taken(acting.patient, request) if each.pk}
    record = read_record(acting, request, names, singly)
    return build_from(record, acting.patient, request, names)


def read_record(
    acting: ActingForPatient,
    request: ChartRequest,
    names: Collection[str] = SOURCES.keys(),
    medicines: Collection[str] | None = None,
) -> Record:
    """The record of a period, with what the charts of these names need of it; doses one by one of `medicines` alone, or
    of all."""
    with acting.database.reading() as session:
        return read_record_in(session, acting.patient, request, names, medicines)


def read_record_in(
    session: Session,
    patient: Patient,
    request: ChartRequest,
    names: Collection[str],
    medicines: Collection[str] | None,
) -> Record:
    """The same in a transaction that reads more than that."""
    needs = {column for name in names for column in SOURCES[name].needs}
    watched = patient.asking.ever_watched(patient.own_symptoms)
    drawn = [each for each in _taken(patient, request) if each.pk] if "earlier" in needs else []
    forms_of = {each.medicine.id for each in drawn if each.known and each.known.forms_without_curve}
    wanted = Wanted(request.period, needs, medicines, watched.union(key for key, _ in request.effects), forms_of)
    record = store.read_record(session, patient.id, wanted)
    if any(each.pk and each.pk.depends_on_body for each in drawn):
        record = replace(record, circumstances=get_circumstances(session, patient.id))
    return record


def build_from(record: Record, patient: Patient, request: ChartRequest, names: Collection[str]) -> dict[str, Chart]:
    """The charts of these names from a record that was read for them."""
    return {name: SOURCES[name].build(record, patient, request) for name in names}
