"""Entries of one minute: the one recorded later is the last, on every page, in every file, on both databases."""

import uuid
from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

from journal.core.plan.regimens import Plan
from journal.core.record.checkins import CheckIn, Rated
from journal.core.record.doses import Dose
from journal.core.record.entries import Entry
from journal.core.record.history import Cursor, Filter, read_cursor
from journal.core.values.clock import moment
from journal.core.values.periods import Period
from journal.store import exports, trends
from journal.store.record import entries as store
from journal.store.record import entry_changes
from journal.store.record.latest import find_last, find_rated_before
from tests.conftest import NOW, counted

MINUTE = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def dose(amount, at=MINUTE):
    return Dose(
        moment=moment(at, "Europe/Berlin"), status="taken", amount=amount, form="tablet", medicine_id="clonazepam"
    )


def rated(severity, at=MINUTE):
    lived = moment(at, "Europe/Berlin")
    ratings = () if severity is None else (Rated(effect="drowsiness", severity=severity),)
    return CheckIn(moment=lived, day_on=lived.on, ratings=ratings, mood=3)


@pytest.fixture
def add(database, patient):
    """Record a detail at an instant, under an id that sorts as it is wanted."""

    def record(detail, recorded_at, entry_id=None):
        entry_id = entry_id or str(uuid.uuid4())
        with database.writing() as session:
            words = {"search_text": "", "fingerprint": b"f"}
            assert entry_changes.add_entry(session, patient.id, entry_id, detail, now=recorded_at, **words)
        return entry_id

    return record


def amounts(found):
    return [entry.detail.amount for entry in found]


@pytest.mark.parametrize("ids", list(permutations("abc")))
def test_of_entries_of_one_minute_the_one_recorded_later_is_the_last_whatever_their_ids(database, patient, add, ids):
    """The first is a tap at half past the minute; the others were typed, and forms know no seconds."""
    lived = (MINUTE + timedelta(seconds=30), MINUTE, MINUTE)
    for n, (entry_id, at) in enumerate(zip(ids, lived, strict=True)):
        add(dose(n + 1, at), MINUTE + timedelta(minutes=n), entry_id)
    add(dose(9, MINUTE - timedelta(minutes=1)), MINUTE + DAY)  # recorded last, lived first
    period = Period(MINUTE.date(), MINUTE.date())
    with database.reading() as session:
        listed = store.list_entries(session, patient.id, Filter())
        assert amounts(listed) == [3, 2, 1, 9]
        assert listed == sorted(listed, key=lambda entry: entry.order, reverse=True)
        assert amounts([find_last(session, patient.id, "dose")]) == [3]
        assert [d.amount for d in trends.read_lived(session, patient.id, period, Plan())[0].doses] == [9, 1, 2, 3]
        assert [e.detail.amount for e in exports.list_kind(session, patient.id, "dose")] == [9, 1, 2, 3]
        assert [e.detail.amount for e in exports.list_everything(session, patient.id)] == [9, 1, 2, 3]


@pytest.mark.parametrize("moved", [timedelta(), timedelta(hours=-1)], ids=["stood still", "was set back"])
def test_the_later_recorded_is_the_last_also_where_the_clock_of_the_machine(database, patient, add, moved):
    ids = ["b", "c", "a"]
    for n, entry_id in enumerate(ids):
        add(dose(n + 1), NOW + n * moved, entry_id)
    with database.reading() as session:
        listed = store.list_entries(session, patient.id, Filter())
    assert [entry.id for entry in listed] == ids[::-1]
    assert listed[0].recorded_at - listed[2].recorded_at == timedelta(microseconds=2)


def test_a_minute_may_be_cut_by_the_end_of_a_page(database, patient, add):
    for n in range(7):
        add(dose(n + 1, MINUTE + timedelta(seconds=n * 7 % 5)), MINUTE + timedelta(minutes=n))
    before, seen = None, []
    with database.reading() as session:
        while found := store.list_entries(session, patient.id, Filter(), before, limit=2):
            seen += amounts(found)
            last = found[-1]
            before = read_cursor(str(Cursor(last.day_on, last.moment.at, last.recorded_at, last.id)))
    assert seen == [7, 6, 5, 4, 3, 2, 1]


def test_pages_go_on_before_1970(database, patient, add):
    lived = [datetime(1969, 12, 31, 23, 58, second, tzinfo=UTC) for second in (0, 59)]
    lived += [datetime(1969, 12, 31, 23, 59, tzinfo=UTC), datetime(1970, 1, 1, 0, 0, 0, 1, tzinfo=UTC)]
    for n, at in enumerate(lived):
        add(dose(n + 1, at), NOW)
    before, seen = None, []
    with database.reading() as session:
        while found := store.list_entries(session, patient.id, Filter(), before, limit=1):
            seen += amounts(found)
            before = read_cursor(str(Cursor(found[0].day_on, found[0].moment.at, found[0].recorded_at, found[0].id)))
    assert sorted(seen) == [1, 2, 3, 4]
    assert seen[0] == 4


def test_batches_of_an_export_do_not_cut_a_minute(database, patient, add, monkeypatch):
    monkeypatch.setattr(exports, "A_BATCH", 2)
    for n in range(5):
        add(dose(n + 1, MINUTE + timedelta(seconds=50 - n)), MINUTE + timedelta(minutes=n))
    with database.reading() as session:
        assert [e.detail.amount for e in exports.list_kind(session, patient.id, "dose")] == [1, 2, 3, 4, 5]


def test_the_check_in_before_a_moment_rated_something_and_is_a_day_old_at_most(database, patient, add):
    add(rated(1, MINUTE - DAY), NOW)
    add(rated(2, MINUTE), NOW)
    add(rated(None, MINUTE + timedelta(minutes=5)), NOW)  # a mood alone has nothing to repeat
    deleted = add(rated(3, MINUTE + timedelta(minutes=6)), NOW)
    with database.writing() as session:
        entry_changes.delete_entry(session, patient.id, deleted, NOW, patient.id)

    def before(until):
        with database.reading() as session:
            found = find_rated_before(session, patient.id, until, until - DAY)
        return found and found.detail.ratings[0].severity

    assert before(MINUTE + timedelta(hours=1)) == 2
    assert before(MINUTE + DAY) == 2
    assert before(MINUTE + DAY + timedelta(microseconds=1)) is None
    assert before(MINUTE - timedelta(seconds=1)) == 1
    assert before(MINUTE - DAY - timedelta(seconds=1)) is None


@pytest.mark.sqlite
def test_the_last_of_a_long_record_is_found_through_the_index(database, patient):
    with counted(database) as statements, database.reading() as session:
        store.list_entries(session, patient.id, Filter(), Cursor(NOW.date(), NOW, NOW, "x"))
        find_last(session, patient.id, "dose")
        find_rated_before(session, patient.id, NOW, NOW - DAY)
        plans = [
            session.connection()
            .exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", (None,) * statement.count("?"))
            .all()
            for statement in list(statements)
        ]
    assert len(plans) == 3
    for plan in plans:
        said = " ".join(row[-1] for row in plan)
        assert "SCAN" not in said
        assert "patient_id=? AND day_on<?" in said or "patient_id=? AND kind=? AND at>?" in said


def test_the_order_of_an_entry_is_its_minute_and_then_when_it_was_recorded():
    early = Entry("b", moment(MINUTE + timedelta(seconds=59), "UTC"), MINUTE.date(), NOW, 1, dose(1))
    late = Entry("a", moment(MINUTE, "UTC"), MINUTE.date(), NOW + timedelta(seconds=1), 1, dose(2))
    assert max(early, late, key=lambda entry: entry.order) is late
