"""History: show what was recorded page by page (keyset pagination), newest first, with the calendar beside it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from flask import Blueprint, render_template, request, url_for

from journal.core.plan.days import DayRow, day_rows, days_around, deviations
from journal.core.record.entries import KINDS, Entry
from journal.core.record.forms import SEVERITIES, severity_word
from journal.core.record.history import (
    PAGE,
    Cursor,
    Filter,
    filter_words,
    month_map,
    read_cursor,
    read_filter,
    read_month,
)
from journal.core.safety.alerts import Alert
from journal.core.values import periods
from journal.core.values.errors import InvalidEntry
from journal.core.values.languages import _, ngettext, number, pgettext
from journal.core.values.periods import Period, read_date
from journal.store.plan.regimens import read_plan
from journal.store.record import entries as store
from journal.store.record import observations as observations_store
from journal.store.record.days import said_yes_on
from journal.store.record.doctor_marks import list_ticked
from journal.store.record.quiet_days import list_entries_covering, list_quiet_days
from journal.store.record.worst import daily_worst
from journal.store.safety import alerts as alerts_store
from journal.store.trends import entry_span, first_entry_on, read_lived
from journal.web.record import (
    alert_words,
    calendars,
    day_lines,
    entries,
    entry_rows,
    observations,
    searches,
    visit_lines,
)
from journal.web.site import access, context, wording
from journal.web.site.redirects import see_other

blueprint = Blueprint("history", __name__, url_prefix="/history")


@blueprint.get("")
@access.patient(others="some")
def index() -> str | tuple[str, int]:
    """A page of the history, filtered as asked."""
    names, choices = wording.effect_names(), wording.effect_choices()
    values = {name: request.args.get(name, "") for name in searches.FIELDS}
    values["effect"] = context.patient().own_symptoms.present(values["effect"])
    medicines = {each.id: context.medicine_name(each) for each in context.patient().medicines}
    errors: dict[str, str] = {}
    wanted, known = Filter(), context.all_known()
    try:
        wanted = read_filter(values, choices, known, context.today(), medicines)
    except InvalidEntry as error:
        errors = error.errors
    has_week = not wanted and "before" not in request.args and "month" not in request.args
    month = month_map(
        read_month(request.args.get("month", ""), context.today()), context.patient().settings.first_weekday
    )
    with context.database().reading() as session:
        before = read_cursor(request.args.get("before", ""))
        found = store.list_entries(session, context.patient().id, wanted, before, limit=PAGE + 1)
        worst = daily_worst(session, context.patient().id, calendars.span_of(month, has_week))
        quiet = list_quiet_days(session, context.patient().id, calendars.span_of(month, has_week))
        so = said_yes_on(session, context.patient().id, calendars.span_of(month, has_week))
        begins_on = first_entry_on(session, context.patient().id) or context.today()
        of_days = calendars.Known(worst, quiet, begins_on, so)
        ticked = list_ticked(session, context.patient().id, "entry", [each.id for each in found])
        count = store.count_entries(session, context.patient().id, wanted, MOST_COUNTED + 1) if wanted else 0
    page = render_template(
        "history/index.html",
        here="history",
        days=_by_day(found[:PAGE], names, alert_words.marks(found[:PAGE]), ticked),
        older=_query(values) | {"before": str(_cursor(found[PAGE - 1]))} if len(found) > PAGE else None,
        newest=_query(values),
        paged=before is not None,
        shown=_shown(found[:PAGE]),
        values=values,
        errors=errors,
        filtered=bool(wanted),
        count=_count_words(count) if count else "",
        asked=filter_words(wanted, values["words"], names, context.today(), medicines),
        carry=searches.carry(request.args),
        kinds=[("", _("Everything")), *((kind, _(each.plural)) for kind, each in KINDS.items())],
        medicines=[("", pgettext("medicine", "Any")), *medicines.items()]
        if context.has_several() or "medicine" in errors
        else [],
        effects=[("", pgettext("effect", "Any")), *choices.items()],
        severities=[
            ("", pgettext("severity", "Any")),
            *((str(n), severity_word(n)) for n in range(1, len(SEVERITIES))),
        ],
        periods=_periods(),
        calendar=calendars.calendar(month, of_days),
        week=[calendars.cell(on, of_days, context.today(), url_for("history.index")) for on in calendars.last_week()]
        if has_week and found
        else [],
        visits=[] if before else visit_lines.found(wanted),
        told=entries.told(names),
    )
    return (page, 400) if errors else page


@blueprint.get("/<on>")
@access.patient(others="some")
def day(on: str) -> entries.Answer:
    """One day: what was planned beside what was taken, and everything else that was recorded."""
    try:
        asked = read_date(on)
    except ValueError as error:
        return _no_day(str(error))
    if asked.isoformat() != on:
        return see_other(url_for("history.day", on=asked.isoformat()))
    patient, today = context.patient(), context.today()
    with context.database().reading() as session:
        span = entry_span(session, patient.id)
        last_on = max(today, span.last_on) if span else today  # west of where the last day was lived it is not over
        if asked > last_on:
            return _no_day(_("%(day)s is still to come.", day=wording.full_day(asked)))
        found = store.list_entries(session, patient.id, Filter(period=Period(asked, asked)), limit=MOST_OF_A_DAY + 1)
        found += [each for each in list_entries_covering(session, patient.id, asked) if each.day_on != asked]
        plan = read_plan(session, patient.id)
        around = days_around(asked, plan)
        doses = store.list_entries(session, patient.id, Filter(kind="dose", period=around), limit=3 * MOST_OF_A_DAY)
        seen = observations_store.list_of_day(session, patient.id, asked, MOST_OF_A_DAY)
        ticked = list_ticked(session, patient.id, "entry", [each.id for each in found])
        lived, _days = read_lived(session, patient.id, around, plan)
        alerts = alerts_store.list_in_period(session, patient.id, Period(asked, asked), MOST_ALERTS)
    begins_on = span.first_on if span else None
    rows: list[DayRow] = []
    recorded, names, taken = day_lines.Recorded.of(doses), wording.effect_names(), []
    for medicine in patient.medicines:
        own = plan.of(medicine.id), lived.of(medicine.id)
        its_rows = day_rows(asked, *own, patient.zones, context.now(), begins_on)
        with context.about(medicine):
            if its_rows:
                taken.append(day_lines.of_medicine(context.medicine_name(medicine), its_rows, asked, recorded))
        rows += its_rows
    return render_template(
        "history/day.html",
        here="history",
        on=asked,
        line=_day_line(asked, found, rows, span),
        medicines=taken,
        rows=[
            entry_rows.row(entry, names, is_ticked=entry.id in ticked)
            for entry in found[:MOST_OF_A_DAY]
            if entry.kind != "dose"
        ],
        alerts=_alerts(alerts, found, names),
        seen=[observations.row(each) for each in seen],
        visits=visit_lines.of_day(asked),
        is_more=len(found) > MOST_OF_A_DAY,
        may_answer=asked <= today and bool(patient.asking.asked_days) and all(each.kind != "day" for each in found),
        before=asked - ONE_DAY if span and asked > span.first_on else None,
        after=asked + ONE_DAY if asked < last_on else None,
        begins_on=span.first_on if span and asked < span.first_on else None,
        found=searches.of_day(asked),
        new_id=entries.new_id,
        told=entries.told(names),
    )


@blueprint.get("/deleted")
@access.patient(others="some")
def deleted() -> str:
    """What was deleted, to be put back."""
    with context.database().reading() as session:
        before = read_cursor(request.args.get("before", ""))
        found = store.list_entries(session, context.patient().id, Filter(), before, limit=PAGE + 1, deleted=True)
    return render_template(
        "history/deleted.html",
        here="history",
        days=_by_day(found[:PAGE], wording.effect_names(), {}),
        older={"before": str(_cursor(found[PAGE - 1]))} if len(found) > PAGE else None,
    )


def _periods() -> list[tuple[str, str]]:
    named = ((key, periods.name_words(key)) for key in periods.LENGTHS)
    return [("", _("All the time")), *named, ("free", _("Days I choose"))]


def _alerts(alerts: Sequence[Alert], found: Sequence[Entry], names: Mapping[str, str]) -> list[alert_words.Said]:
    """What the journal told or asked about a day, in the order of its entries."""
    entries = {entry.id: entry for entry in found}
    of_day = [alert for alert in alerts if alert.struck_at is None]
    return [alert_words.said(alert, entries.get(alert.about.id), names) for alert in reversed(of_day)]


def _no_day(sentence: str) -> tuple[str, int]:
    """What is said in the place of a day that cannot be shown."""
    return render_template("history/no_day.html", here="history", sentence=sentence, today=context.today()), 404


def _day_line(on: date, found: Sequence[Entry], rows: Sequence[DayRow], span: Period | None) -> str:
    """What stands under the date: only what is otherwise than on an ordinary day."""
    if span is None:
        return _("Nothing is recorded yet.")
    if on < span.first_on:
        begins = wording.full_day(span.first_on)
        return _("Your journal begins on %(day)s. This day is before it.", day=begins)
    said = deviations(rows, on)
    if found or on == context.today():
        return said
    return " ".join(filter(None, (_("Nothing is recorded for this day."), said)))


ONE_DAY = timedelta(days=1)
MOST_ALERTS = 20  # of a day; of more the page of alerts has the rest
MOST_OF_A_DAY = 200  # entries: more than anybody makes; of more the list of that day has the rest
MOST_COUNTED = 1000  # of more it is said that there are more: counting all of ten years would take long


def _count_words(count: int) -> str:
    if count > MOST_COUNTED:
        return _("More than %(count)s entries", count=number(MOST_COUNTED))
    return ngettext("%(num)s entry", "%(num)s entries", count)


def _shown(found: Sequence[Entry]) -> str:
    """The days of the listed entries, for paper."""
    return wording.dated_span_words(Period(found[-1].day_on, found[0].day_on)) if found else ""


def _by_day(
    found: Sequence[Entry], names: Any, alerts: Mapping[str, str], ticked: Collection[str] = ()
) -> list[tuple[str, list[entry_rows.Row], str]]:
    """Each day in words, its rows, and the address of its page; `alerts` are the marks on rows, `ticked` the ids of
    what was ticked for the doctor."""
    address = url_for("history.index")

    def row(entry: Entry) -> entry_rows.Row:
        return entry_rows.row(entry, names, alerts.get(entry.id, ""), is_ticked=entry.id in ticked)

    days = groupby(found, key=lambda entry: entry.day_on)
    return [(wording.day_words(on), list(map(row, day)), f"{address}/{on}") for on, day in days]


def _cursor(entry: Entry) -> Cursor:
    return Cursor(entry.day_on, entry.moment.at, entry.recorded_at, entry.id)


def _query(values: dict[str, str]) -> dict[str, str]:
    return {name: text for name, text in values.items() if text}
