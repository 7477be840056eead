"""What was ticked "for my doctor" since the last visit, as the page for the doctor lists it."""

from datetime import datetime
from typing import NamedTuple

from journal.core.record.doctor_marks import Ticked
from journal.store.record import doctor_marks as store
from journal.web.record import entry_rows, observations
from journal.web.site import context, wording

MOST = 30  # of each kind; of more the rest is in History, where each is marked


class Line(NamedTuple):
    """Something that was ticked, in a line; `href` is where it is read, "" of what somebody else saw."""

    kind: Ticked
    id: str
    when: str
    words: str
    note: str
    href: str


class Listed(NamedTuple):
    """The lines, newest first, and how many there are; of many not all are listed."""

    lines: list[Line]
    many: int


def listed(since: datetime | None) -> Listed:
    """What was ticked since that instant, or ever."""
    patient = context.patient()
    with context.database().reading() as session:
        entries = store.list_ticked_entries(session, patient.id, since, MOST)
        seen = store.list_ticked_observations(session, patient.id, since, MOST)
        many = len(entries) + len(seen)
        if MOST in {len(entries), len(seen)}:
            many = store.count_ticked(session, patient.id, since)
    names = wording.effect_names()
    found = [
        (each.moment.at, Line("entry", each.id, when, words, each.detail.note, entry_rows.address(each)))
        for each in entries
        for when, words in [(wording.day_words(each.day_on), entry_rows.said(each.detail, names))]
    ]
    for each in seen:
        row, on = observations.row(each), wording.day_words(each.observed.day_on)
        found.append((each.observed.moment.at, Line("observation", each.id, on, row.strong, row.note, "")))
    return Listed([line for _at, line in sorted(found, key=lambda pair: pair[0], reverse=True)], many)
