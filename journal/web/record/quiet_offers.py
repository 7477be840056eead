"""Offer those who log only when something is wrong to say, once a week and by one press, that all was quiet."""

from datetime import date
from typing import Any

from flask import url_for

from journal.core.record.quiet_days import Offer, offer
from journal.core.values.clock import moment
from journal.core.values.languages import _
from journal.core.values.periods import period_words
from journal.store.record.quiet_days import find_last_answered
from journal.store.trends import first_entry_on
from journal.web.record import entries
from journal.web.site import context, wording


def offered() -> dict[str, Any] | None:
    """What Today offers: its question, the days as the fields of a form, and where other days can be chosen."""
    patient = context.patient()
    if not patient.asking.only_when_wrong:
        return None
    today = moment(context.now(), patient.settings.zone).day(patient.settings.day_starts)
    found = _find(today)
    if found is None:
        return None
    first_on, last_on = found.days.first_on, found.days.last_on
    before = found.before
    return {
        "id": entries.new_id(),
        "question": _("All quiet since %(day)s?", day=wording.plain_day(first_on)),
        "fields": {"first_on": first_on.isoformat(), "last_on": last_on.isoformat()},
        "other": url_for("quiet_days.new", first_on=first_on.isoformat(), last_on=last_on.isoformat()),
        "before": url_for("quiet_days.new", first_on=before.first_on.isoformat(), last_on=before.last_on.isoformat())
        if before
        else "",
        "before_words": period_words(before, context.today()) if before else "",
    }


def _find(today: date) -> Offer | None:
    patient_id = context.patient().id
    with context.database().reading() as session:
        last_on = find_last_answered(session, patient_id, today)
        return offer(today, last_on, first_entry_on(session, patient_id))
