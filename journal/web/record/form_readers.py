"""Read the form of each kind of entry for whoever is asking, alike for the page that saves and that which holds it."""

from collections.abc import Mapping
from datetime import timedelta

from flask import request

from journal.core.record.checkins import LONGEST_SPAN, CheckIn, read_check_in, repeatable
from journal.core.record.days import Day, read_day
from journal.core.record.doses import Dose, read_dose
from journal.core.record.entries import Entry
from journal.core.record.episodes import Episode, read_episode
from journal.core.record.forms import read_when
from journal.core.record.quiet_days import QuietDays, read_quiet_days
from journal.core.values.clock import minute_of
from journal.store.record.latest import find_rated_before
from journal.web.site import context

Fields = Mapping[str, str]


def dose(fields: Fields) -> Dose:
    """The dose a form says. Raises InvalidEntry."""
    taken = context.find_medicine(fields["medicine"]) if fields.get("medicine") else context.medicine()
    with context.about(taken):
        return read_dose(fields, context.form_context_of_medicine())


def check_in(fields: Fields) -> CheckIn:
    """The check-in a form says; "same as last time" is looked up. Raises InvalidEntry."""
    before = check_in_before(fields) if fields.get("quick") == "same" else None
    return read_check_in(fields, context.form_context(), context.patient().own_symptoms, to_repeat(before))


def episode(fields: Fields) -> Episode:
    """The episode a form says. Raises InvalidEntry."""
    return read_episode(fields, context.form_context())


def day(fields: Fields) -> Day:
    """What a form answers about a day. Raises InvalidEntry."""
    return read_day(fields, context.form_context())


def quiet_days(fields: Fields) -> QuietDays:
    """The quiet days a form says. Raises InvalidEntry."""
    return read_quiet_days(fields, context.form_context())


def check_in_before(fields: Fields) -> Entry | None:
    """The check-in that a form's own follows: the latest with ratings before the moment the form speaks of.

    None when that is more than a day before, or when the form speaks of no moment.
    """
    lived = read_when(fields, context.form_context(), {})
    if lived is None:
        return None
    until = minute_of(lived.at) + timedelta(minutes=1, microseconds=-1)  # what stands in its minute was recorded before
    own = str((request.view_args or {}).get("entry_id", fields.get("id", "")))
    with context.database().reading() as session:
        return find_rated_before(session, context.patient().id, until, lived.at - LONGEST_SPAN, but=own)


def to_repeat(before: Entry | None) -> CheckIn | None:
    """What "same as last time" repeats of the check-in before; None when there is nothing."""
    if before is None or not isinstance(before.detail, CheckIn):
        return None
    return repeatable(before.detail, context.patient().own_symptoms)
