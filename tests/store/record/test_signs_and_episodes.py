"""Danger signs found by their keys, and the episodes before an instant."""

import uuid
from datetime import UTC, datetime, timedelta

from journal.core.record.checkins import CheckIn
from journal.core.record.episodes import Episode
from journal.core.record.history import Filter
from journal.core.values.clock import moment
from journal.store.record import entries as store
from journal.store.record import entry_changes
from journal.store.record.episodes import list_episodes

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def add(database, patient, detail):
    entry_id = str(uuid.uuid4())
    with database.writing() as session:
        entry_changes.add_entry(session, patient.id, entry_id, detail, search_text="", fingerprint=b"f", now=NOW)
    return entry_id


def check_in(*signs):
    lived = moment(NOW, "Europe/Berlin")
    return CheckIn(moment=lived, day_on=lived.on, mood=3, signs=signs)


def test_signs_are_kept_in_their_order_and_found_by_whole_keys(database, patient):
    both = add(database, patient, check_in("confused", "hard_to_wake"))
    add(database, patient, check_in("not_confused"))
    none = add(database, patient, check_in())

    def found(*signs):
        with database.reading() as session:
            wanted = Filter(search="confu", signs=signs)
            return [each.id for each in store.list_entries(session, patient.id, wanted)]

    assert found("confused") == found("hard_to_wake") == [both]
    assert found("confuse_") == found("%") == []
    with database.reading() as session:
        assert store.get_entry(session, patient.id, both).detail.signs == ("confused", "hard_to_wake")
        assert store.get_entry(session, patient.id, none).detail.signs == ()


def episode(hours, what="seizure"):
    return Episode(moment=moment(NOW - timedelta(hours=hours), "Europe/Berlin"), what=what)


def test_episodes_of_some_hours_but_for_one_and_those_that_are_deleted(database, patient):
    own, _early, _late = (add(database, patient, episode(hours)) for hours in (0, 25, -1))
    there, gone = add(database, patient, episode(24)), add(database, patient, episode(2))
    with database.writing() as session:
        entry_changes.delete_entry(session, patient.id, gone, NOW, patient.id)
    add(database, patient, check_in())
    with database.reading() as session:
        found = list_episodes(session, patient.id, NOW - timedelta(hours=24), NOW, but=own)
        assert found == (store.get_entry(session, patient.id, there).detail,)
        assert list_episodes(session, "somebody else", NOW - timedelta(hours=24), NOW, but=own) == ()
