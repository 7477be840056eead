"""Visits where entries are shown: on the page of their day, and where words are looked for in the history."""

from datetime import date
from typing import NamedTuple

from flask import url_for

from journal.core.doctor.visits import Appointment, Visit
from journal.core.record.history import Filter
from journal.core.values.clock import wall_words
from journal.core.values.languages import _, in_a_row
from journal.store.doctor import visits as store
from journal.web.medicine import step_visits
from journal.web.site import context, wording

MOST = 20  # of a day, and of those with the words


class Line(NamedTuple):
    """A visit in a line, and where it is read."""

    words: str
    href: str


def of_day(on: date) -> list[Line]:
    """The visits of a day, for whoever sees visits."""
    if not step_visits.are_seen():
        return []
    with context.database().reading() as session:
        return [_line(each) for each in store.list_of_day(session, context.patient().id, on, MOST)]


def found(wanted: Filter) -> list[Line]:
    """The visits in which the words stand that are looked for, where nothing else is asked."""
    if not wanted.asks_for_words_alone or not step_visits.are_seen():
        return []
    with context.database().reading() as session:
        return [_line(each) for each in store.search_visits(session, context.patient().id, wanted.search, MOST)]


def when_words(said: Appointment) -> str:
    """The day of a visit with its time: "Friday 4 December, 10:30"."""
    if said.day_on is None:
        return _("No day yet")
    on = wording.day_words(said.day_on)
    if said.at is None:
        return on
    return _("%(day)s, %(time)s", day=on, time=wall_words(said.at, context.patient().settings.hours))


def _line(visit: Visit) -> Line:
    said = visit.said
    words = in_a_row([when_words(said), *filter(None, (said.person, said.place))])
    return Line(words, url_for("visits.show", visit_id=visit.id))
