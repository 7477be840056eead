"""Build the report of a period: read the record once, and make the page's values of it."""

from dataclasses import replace

from sqlalchemy.orm import Session

from journal.actions import trends
from journal.actions.acting import ActingForPatient
from journal.actions.trends import ChartRequest
from journal.core.charts.balance_points import BalanceChart
from journal.core.charts.doses_intake import Intake, read_intake
from journal.core.charts.hours import HoursChart
from journal.core.charts.points import DAILY_UP_TO, Of
from journal.core.charts.severity_points import SeverityChart
from journal.core.charts.worst_days import NOTHING_RATED
from journal.core.doctor.benefits import benefit_rows
from journal.core.doctor.details import MOST_EPISODES, MOST_NOTES, Details, details
from journal.core.doctor.effects import days_before, effect_table, most_bothersome
from journal.core.doctor.head import Beside, Head, head
from journal.core.doctor.reaction import Reaction, reaction
from journal.core.doctor.report import Report
from journal.core.doctor.spoken import NOTHING_TO_SAY, Spoken, spoken
from journal.core.doctor.strip import strip
from journal.core.doctor.visits import begins_at
from journal.core.medicine.medicines import Medicine, asked_about, name_of
from journal.core.plan.adherence import Lived
from journal.core.plan.regimens import planned_on
from journal.core.record.days import BENEFIT
from journal.core.values.clock import moment
from journal.core.values.periods import Period
from journal.store.doctor import reports as store
from journal.store.doctor import visits
from journal.store.plan.regimens import read_plan
from journal.store.record.doctor_marks import count_ticked
from journal.store.safety.alerts import count_by_rule, count_in_period
from journal.store.trends import Record, read_worst_days

CHARTS = (SeverityChart.name, HoursChart.name, BalanceChart.name)
READ_FOR = (*CHARTS, "doses")


def build_report(
    acting: ActingForPatient, request: ChartRequest, *, with_visits: bool = True, alone: bool = False
) -> Report:
    """The report of the medicine and the period of a request, whatever effects it names: the page chooses its own.

    Of days that end today it has what is to be said at the next visit, for whoever sees visits. Where the days stand
    `alone`, for somebody who is shown nothing else, nothing is read into it that `alone_in` leaves out, and what is to
    be said stays the same when the day is over.
    """
    patient, period = acting.patient, request.period
    medicine = request.medicine or patient.first_medicine(acting.today)
    asked = replace(request, effects=request.watchable)
    with acting.database.reading() as session:
        record = trends.read_record_in(session, patient, asked, READ_FOR, {medicine.id})
        if alone:
            record = alone_in(record, request)
        keys = most_bothersome(request.watchable, record.ratings, period)
        before = NOTHING_RATED if alone else read_worst_days(session, patient.id, days_before(period), keys)
        alerts = count_in_period(session, patient.id, period)
        entries = store.count_entries(session, patient.id, period)
        is_now = alone or period.last_on == acting.today
        to_say = _spoken(session, acting) if with_visits and is_now else NOTHING_TO_SAY
    names = dict(request.watchable)
    shown = replace(request, effects=tuple((key, names[key]) for key in keys))
    severity = trends.severity_of(record, patient, shown)
    balance, asked_daily = trends.balance_of(record, patient, shown), trends.benefits_of(record, patient, shown)
    return Report(
        head=_head(acting, request, record, medicine, entries.days),
        strip=strip(_intake(acting, request, record, medicine), record.days, alerts),
        effects=effect_table(severity, before, record.ratings, None if alone else _rateable(acting, request)),
        severity=severity,
        hours=trends.hours_of(record, patient, shown),
        balance=balance,
        entries=entries,
        spoken=to_say,
        benefits=benefit_rows(period, asked_daily, record.days, balance),
    )


def alone_in(record: Record, request: ChartRequest) -> Record:
    """The record without the ratings of other days, and without the answers to what other medicines are for."""
    told = {BENEFIT + each.key for known in request.known.values() for each in known.benefits}
    days = tuple(each for each in record.days if not each[1].startswith(BENEFIT) or each[1] in told)
    return replace(record, ratings=record.ratings.within(request.period), days=days)


def _spoken(session: Session, acting: ActingForPatient) -> Spoken:
    """The lines of the visit that comes next, and how much was ticked since the last one."""
    patient_id, today = acting.patient.id, acting.today
    last = visits.find_last(session, patient_id, today)
    since = begins_at(last.said.day_on, acting.patient.settings.zone) if last and last.said.day_on else None
    return spoken(visits.find_next(session, patient_id, today), count_ticked(session, patient_id, since))


def build_details(acting: ActingForPatient, request: ChartRequest, chart: SeverityChart, *, notes: bool) -> Details:
    """The pages after the report of a request, whose severity `chart` it is; notes only where that is wished."""
    patient, period = acting.patient, request.period
    medicine = request.medicine or patient.first_medicine(acting.today)
    with acting.database.reading() as session:
        plan = read_plan(session, patient.id).of(medicine.id)
        alerts = count_by_rule(session, patient.id, period)
        episodes = store.list_episodes(session, patient.id, period, MOST_EPISODES + 1)
        told = store.list_notes(session, patient.id, period, medicine.id, MOST_NOTES + 1) if notes else None
    names = asked_about(patient.medicines, request.known).episode_names
    return details(chart, plan, alerts, episodes, told, names, acting.today, patient.settings.hours)


def _head(acting: ActingForPatient, request: ChartRequest, record: Record, medicine: Medicine, logged: int) -> Head:
    patient, period = acting.patient, request.period
    beside = [
        Beside(
            Of(called, each.unit),
            record.plan.of(each.id).counting,
            [on for on, amount in record.taken.get(each.id, ()) if on in period and amount > 0],
        )
        for each, called in request.beside
    ]
    of = Of(name_of(medicine, request.known), medicine.unit)
    plan, hours = record.plan.of(medicine.id), patient.settings.hours
    there = [each for each in beside if each.taken_on or planned_on(each.steps, acting.today)]
    return head(patient.name, of, plan, there, period, logged, acting.today, hours)


def _intake(acting: ActingForPatient, request: ChartRequest, record: Record, medicine: Medicine) -> Intake:
    return read_intake(
        request.period,
        record.plan.of(medicine.id),
        Lived(record.doses_of(medicine.id), record.lived_on),
        request.first_entry_on,
        acting.patient.zones,
        request.now,
        Of(request.called, medicine.unit),
        weekly=len(request.period) > DAILY_UP_TO,
    )


def _rateable(acting: ActingForPatient, request: ChartRequest) -> Period:
    """The days that can have been rated: from the first of the record to the one a check-in made now is for."""
    settings = acting.patient.settings
    last_on = moment(request.now, settings.zone).day(settings.day_starts)
    return Period(min(request.first_entry_on or last_on, last_on), last_on)


def build_reaction(acting: ActingForPatient, request: ChartRequest, level: int) -> Reaction:
    """What the record knows of the only effect of a request over its period, beside the medicine of it."""
    patient = acting.patient
    medicine = request.medicine or patient.first_medicine(acting.today)
    record = trends.read_record(acting, request, (SeverityChart.name,), ())
    known = request.known.get(medicine.monograph or "")
    plan = record.plan.of(medicine.id).counting
    return reaction(
        trends.severity_of(record, patient, request),
        level,
        Of(name_of(medicine, request.known), medicine.unit),
        plan,
        record.taken.get(medicine.id, ()),
        {called: record.taken.get(each.id, ()) for each, called in request.beside},
        [form.name for form in known.forms if any(step.form == form.key for step in plan)] if known else (),
        acting.today,
        patient.settings.hours,
    )
