"""Alerts: read back what the safety rules told or asked, and mark that it was read."""

import uuid
from datetime import datetime
from itertools import groupby
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for

from journal.actions import alerts as actions
from journal.core.safety.alerts import LEVELS
from journal.core.values.clock import instant, microseconds, moment
from journal.core.values.languages import N_
from journal.store.safety import alerts as store
from journal.web.record import alert_words
from journal.web.record.alert_words import Said
from journal.web.site import access, context, wording
from journal.web.site.late_forms import Acts
from journal.web.site.redirects import see_other

PAGE = 20

blueprint = Blueprint("alerts", __name__, url_prefix="/alerts")


@blueprint.get("")
@access.patient(others="some")
def index() -> str:
    """A page of alerts, newest first: all of them, or those of a level."""
    level, before = _level(request.args.get("level", "")), request.args.get("before", "")
    patient, cursor = context.patient(), _cursor(before)
    with context.database().reading() as session:
        found = store.list_newest(session, patient.id, PAGE + 1, level=level, before=cursor)
        shown, names = found[:PAGE], wording.effect_names()
        entries = store.list_entries_of(session, patient.id, shown)
    said = [alert_words.said(alert, entries.get(alert.about.id), names) for alert in shown]
    return render_template(
        "alerts/index.html",
        here="history",
        days=[(day, list(of_day)) for day, of_day in groupby(said, key=_day)],
        level=level,
        levels=alert_words.choices(),
        before=before if cursor else "",
        older=f"{microseconds(shown[-1].raised_at)}.{shown[-1].id}" if len(found) > PAGE else "",
        read="read" in request.args,
    )


@blueprint.post("/<uuid:alert_id>/acknowledgement")
@access.patient(Acts(N_("Nothing was marked"), N_("Look at the alerts"), "alerts.index"), others="some")
def acknowledge(alert_id: uuid.UUID) -> Response:
    """Mark that an alert was read."""
    actions.acknowledge_alert(context.acting(), str(alert_id))
    kept: dict[str, Any] = {"level": _level(request.form.get("level", "")) or None}
    before = request.form.get("before", "")
    kept["before"] = before if _cursor(before) else None
    return see_other(url_for("alerts.index", read="yes", **kept))


def _level(text: str) -> str:
    return text if text in LEVELS else ""


def _cursor(text: str) -> tuple[datetime, str] | None:
    """The instant and the id of the last alert of the page before; None for anything else."""
    number, _dot, alert_id = text.partition(".")
    if not (number.isascii() and number.isdigit() and len(number) < 18 and alert_id):
        return None
    return instant(int(number)), alert_id[:36]


def _day(said: Said) -> str:
    return wording.day_words(moment(said.alert.raised_at, context.patient().settings.zone).on)
