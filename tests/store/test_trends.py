"""What charts read as whole columns is what the entries say one by one, on both databases, whatever was recorded."""

import random
from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import insert

from journal.core.accounts.accounts import Patient
from journal.core.charts.hours import NOT_NOW
from journal.core.medicine.medicines import Medicine
from journal.core.values.clock import moment
from journal.core.values.periods import Period
from journal.store import medicines, trends
from journal.store.database.database import Database
from journal.store.database.models import EntryRow, RatingRow
from tests.conftest import NOW
from tests.core.charts.worst import worst
from tests.long_records import Values, one_entry

FIRST = date(2026, 3, 1)
PERIOD = Period(FIRST, FIRST + timedelta(days=9))
EFFECTS = ("drowsiness", "dizziness", "memory")
KINDS = ("dose", "dose", "dose", "check_in", "check_in", "episode", "day", "quiet")
ZONES = ("Europe/Berlin", "Asia/Tokyo", "America/New_York", "Asia/Kathmandu")
ALL: tuple[trends.Column, ...] = ("ratings", "answers", "taken", "doses", "episodes", "days", "quiet")


def some_record(patient_id: str, chance: random.Random) -> tuple[list[Values], list[Values]]:
    """Entries of every kind on days in and around the period, some of them deleted, and the ratings of check-ins."""
    entries, ratings = list[Values](), list[Values]()
    for _ in range(chance.choice((0, 3, 60))):
        kind = chance.choice(KINDS)
        at = datetime(2026, 2, 25, tzinfo=UTC) + timedelta(minutes=chance.randint(0, 18 * 24 * 60))
        lived = moment(at, chance.choice(ZONES))
        own = {
            "dose": {"status": chance.choice(("taken", "skipped")), "amount": chance.choice((250_000, 10**12))}
            | {"medicine_id": chance.choice(("clonazepam", "other"))},
            "episode": {"what": chance.choice(("panic_attack", "seizure"))},
            "quiet": {"first_on": lived.on, "last_on": lived.on, "what": None},
            "day": {"what": None},
        }.get(kind, {})
        day_on = lived.on - timedelta(days=kind == "check_in" and lived.local.hour < 4)
        own |= {"day_on": day_on, "zone": lived.zone, "offset_minutes": lived.offset_minutes}
        own |= {"deleted_at": NOW if chance.random() < 0.1 else None, "id": f"{chance.getrandbits(128):036x}"}
        own |= {"first_on": None, "last_on": None} | own
        entries.append(one_entry(patient_id, kind, at, **own))
        if kind == "check_in" and entries[-1]["deleted_at"] is None:
            ratings += [_rating(entries[-1], effect, chance) for effect in chance.sample(EFFECTS, chance.randint(0, 3))]
    return entries, ratings


def _rating(entry: Values, effect: str, chance: random.Random) -> Values:
    severity = chance.randint(0, 4)
    shared = {key: entry[key] for key in ("patient_id", "day_on")} | {"entry_id": entry["id"], "position": 0}
    now = chance.choice((None, 0, severity))
    return shared | {"effect": effect, "severity": severity, "now_severity": now, "direction": ""}


@pytest.fixture(params=range(12))
def lived(request, database: Database, patient: Patient) -> tuple[list[Values], list[Values]]:
    entries, ratings = some_record(patient.id, random.Random(request.param))
    with database.writing() as session:
        medicines.add_medicine(session, patient.id, Medicine("other", "Other"), 1, NOW)
        if entries:
            session.execute(insert(EntryRow.__table__), entries)
        if ratings:
            session.execute(insert(RatingRow.__table__), ratings)
    return [entry for entry in entries if entry["deleted_at"] is None], ratings


@pytest.mark.parametrize("singly", [None, ("clonazepam",), ()])
def test_a_record_as_columns_is_the_record_entry_by_entry(database, patient, lived, singly) -> None:
    entries, ratings = lived
    effects = EFFECTS[:2]
    with database.reading() as session:
        found = trends.read_record(session, patient.id, trends.Wanted(PERIOD, ALL, singly, effects))
    first_on, last_on = PERIOD.first_on - timedelta(days=8), PERIOD.last_on + timedelta(days=4)
    entries = [each for each in entries if first_on <= each["day_on"] <= last_on]
    doses = [each for each in entries if each["kind"] == "dose"]
    own = [each for each in entries if each["kind"] not in {"dose", "quiet"}]
    taken = defaultdict[str, Counter[date]](Counter)
    for each in doses:
        taken[each["medicine_id"]][each["day_on"]] += each["amount"] if each["status"] == "taken" else 0
    assert {key: sorted(days) for key, days in found.taken.items()} == {
        key: sorted(days.items()) for key, days in taken.items()
    }
    assert found.entry_days == {each["day_on"] for each in doses + own}
    assert found.lived_on == {(each["at"] + timedelta(minutes=each["offset_minutes"])).date() for each in doses + own}
    one_by_one = {each["medicine_id"] for each in doses} & ({"clonazepam", "other"} if singly is None else {*singly})
    assert {key: [dose.at for dose in own_doses] for key, own_doses in found.doses.items()} == {
        key: sorted(each["at"] for each in doses if each["medicine_id"] == key) for key in one_by_one
    }
    check_ratings(found, entries, ratings, effects)
    came = Counter((each["day_on"], each["what"]) for each in own if each["kind"] == "episode")
    assert found.episodes == {(on, what): n for (on, what), n in came.items() if on in PERIOD}


def check_ratings(found: trends.Record, entries: list[Values], ratings: list[Values], effects) -> None:
    """Hold the worst of each day, the check-ins and their answers against the rows."""
    of_days = worst((each["day_on"], each["effect"], each["severity"]) for each in ratings)
    for effect in effects:
        assert found.ratings.of_effect(effect, PERIOD) == of_days.of_effect(effect, PERIOD)
    asked = Period(PERIOD.first_on - timedelta(days=2), PERIOD.last_on)
    check_ins = {each["id"]: each for each in entries if each["kind"] == "check_in" and each["day_on"] in asked}
    minutes = [(int(each["at"].timestamp()) // 60, each["day_on"].toordinal()) for each in check_ins.values()]
    rows = list(zip(*found.check_ins, strict=True))
    assert sorted(rows) == sorted(minutes)
    said = [
        (effect, *rows[n], severity, now)
        for effect, answers in found.answers.items()
        for n, severity, now in zip(*answers, strict=True)
    ]
    assert sorted(said) == sorted(
        (
            each["effect"],
            int(check_ins[each["entry_id"]]["at"].timestamp()) // 60,
            each["day_on"].toordinal(),
            each["severity"],
            NOT_NOW if each["now_severity"] is None else each["now_severity"],
        )
        for each in ratings
        if each["effect"] in effects and each["entry_id"] in check_ins
    )


def test_what_is_rated_is_counted_for_the_effects_that_are_asked_for_on_the_days_of_each_period(
    database, patient, lived
) -> None:
    _entries, ratings = lived
    periods = PERIOD, Period(FIRST, FIRST + timedelta(days=4))
    with database.reading() as session:
        found = trends.count_ratings(session, patient.id, EFFECTS[:2], periods)
    rated = [each for each in ratings if each["severity"] and each["effect"] in EFFECTS[:2]]
    assert found == [Counter(each["effect"] for each in rated if each["day_on"] in period) for period in periods]
