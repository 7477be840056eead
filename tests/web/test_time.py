"""Time as it is lived: two zones, both clock changes, a leap day, a clock that steps back; and nothing moves later."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from journal.core.history import Filter
from journal.core.periods import Period
from journal.store import entries as store
from journal.store import trends
from journal.store.database import Database
from tests.conftest import logged_in
from tests.web.client import Browser

Clock = time_machine.Traveller


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def instants(database: Database, person: Browser) -> list[tuple[str, str, int]]:
    """Instant, zone and offset of every entry, newest instant first."""
    with database.reading() as session:
        found = store.list_entries(session, person.patient_id, Filter())
    moments = sorted((entry.moment for entry in found), key=lambda moment: moment.at, reverse=True)
    return [(f"{moment.at:%d %H:%M}", moment.zone, moment.offset_minutes) for moment in moments]


def move_house(person: Browser, zone: str) -> None:
    person.submit("/settings", "/settings", {"zone": zone})


def test_from_auckland_to_honolulu_a_day_is_lived_twice(
    log_in: Callable[..., Browser], clock: Clock, database: Database
) -> None:
    """Wednesday 11 March 2026, 08:00 in Auckland; the plane lands on Tuesday evening in Honolulu."""
    clock.move_to(at("2026-03-10T19:00"))
    traveller = log_in("Traveller", zone="Pacific/Auckland")
    traveller.log_dose(amount="0.5")
    move_house(traveller, "Pacific/Honolulu")
    clock.shift(timedelta(hours=9))
    traveller.log_dose(amount="0.25")
    assert instants(database, traveller) == [
        ("11 04:00", "Pacific/Honolulu", -600),
        ("10 19:00", "Pacific/Auckland", 780),
    ]
    page = traveller.get("/history")
    assert [row.split()[0] for row in page.entries] == ["08:00", "18:00"]  # days first: Wednesday there, Tuesday here
    assert "Auckland time" in page.entries[0]
    today = traveller.get("/").text
    assert "Last 24 hours: 0.75 mg" in today  # the interval is nine hours, whatever the calendars say
    assert "0.25 mg at 18:00" in today


def test_nothing_moves_when_the_zone_of_the_settings_changes(owner: Browser, clock: Clock, database: Database) -> None:
    owner.log_dose(when="earlier", on="2026-10-25", at="02:30", second="first")
    owner.log_dose(when="earlier", on="2026-10-25", at="02:30", second="second")
    owner.check_in({"drowsiness": 3}, when="earlier", on="2026-11-02", at="00:30")
    before, days = instants(database, owner), _days(database, owner)
    for zone in ("Pacific/Auckland", "Pacific/Honolulu", "Asia/Kathmandu", "Europe/Berlin"):
        move_house(owner, zone)
        assert instants(database, owner) == before
        assert _days(database, owner) == days
    assert [row.split()[0] for row in owner.get("/history").entries] == ["00:30", "02:30", "02:30"]


def _days(database: Database, person: Browser) -> list[tuple[str, str]]:
    with database.reading() as session:
        found = store.list_entries(session, person.patient_id, Filter())
    return [(str(entry.day_on), entry.detail.kind) for entry in found]


def test_the_hour_that_is_twice_counts_twice_and_the_one_that_is_not_is_refused(
    owner: Browser, clock: Clock, database: Database
) -> None:
    for which in ("first", "second"):
        owner.log_dose(when="earlier", on="2026-10-25", at="02:30", second=which, amount="0.5")
    assert instants(database, owner) == [("25 01:30", "Europe/Berlin", 60), ("25 00:30", "Europe/Berlin", 120)]
    asked = owner.submit("/doses/new", "/doses", {"when": "earlier", "on": "2026-03-29", "at": "02:30"}, 422)
    assert "01:59" in asked.errors()["at"] or "03:00" in asked.errors()["at"]
    assert len(owner.get("/history").entries) == 2


@pytest.mark.parametrize(
    ("on", "hours"), [("2026-03-29", 23), ("2026-10-25", 25), ("2026-10-26", 24)], ids=["spring", "autumn", "plain"]
)
def test_the_length_between_two_midnights_is_what_the_clock_made_it(
    owner: Browser, database: Database, on: str, hours: int
) -> None:
    next_on = (datetime.fromisoformat(on) + timedelta(days=1)).date().isoformat()
    owner.log_dose(when="earlier", on=on, at="00:00")
    owner.log_dose(when="earlier", on=next_on, at="00:00")
    with database.reading() as session:
        newest, oldest = store.list_entries(session, owner.patient_id, Filter())
    assert newest.moment.at - oldest.moment.at == timedelta(hours=hours)


def test_a_server_clock_that_steps_back_changes_no_order_and_no_entry(
    owner: Browser, clock: Clock, database: Database
) -> None:
    owner.log_dose(amount="0.5", note="first")
    clock.shift(timedelta(minutes=-40))
    owner.log_dose(amount="1", note="second, the clock was set back")
    newest, older = owner.get("/history").entries
    assert "first" in newest  # the instants decide, whichever was typed first
    assert "set back" in older
    today = owner.get("/").text
    assert "ago" in today or "Less than a minute" in today
    clock.shift(timedelta(hours=2))
    assert "Last 24 hours: 1.5 mg" in owner.get("/").text
    assert len(instants(database, owner)) == 2


def test_a_leap_day_is_a_day(log_in: Callable[..., Browser], clock: Clock, database: Database) -> None:
    clock.move_to(at("2028-02-29T11:00"))
    person = log_in("Leap")
    person.log_dose(amount="0.5")
    person.check_in({"drowsiness": 2})
    assert "Tuesday 29 February" in person.get("/").text
    person.get("/trends?period=28")
    person.get("/charts/calendar.svg")
    clock.move_to(at("2029-02-28T11:00"))
    person = logged_in(person.app, person.patient_id)
    page = person.get("/history?from=2028-02-29&to=2028-02-29")
    assert len(page.entries) == 2
    refused = person.submit("/doses/new", "/doses", {"when": "earlier", "on": "2029-02-29", "at": "08:00"}, 422)
    assert refused.errors()["on"]


def test_totals_of_a_day_follow_where_it_was_lived(owner: Browser, clock: Clock, database: Database) -> None:
    """23:30 in Berlin and 00:10 in Tokyo are ten minutes apart on no calendar; each dose keeps its day."""
    owner.log_dose(when="earlier", on="2026-11-20", at="23:30", amount="0.5")
    owner.log_dose(when="earlier", on="2026-11-21", at="07:40", zone="Asia/Tokyo", amount="0.25")
    period = Period(datetime(2026, 11, 20).date(), datetime(2026, 11, 21).date())  # noqa: DTZ001
    with database.reading() as session:
        doses, _ = trends.read_doses(session, owner.patient_id, period)
    assert sorted((f"{dose.at:%d %H:%M}", dose.amount_ug) for dose in doses) == [("20 22:30", 500), ("20 22:40", 250)]
