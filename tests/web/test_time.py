"""Time as it is lived: two zones, both clock changes, a leap day, a clock that steps back; and nothing moves later."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from journal.core.plan.regimens import Plan
from journal.core.record.history import Filter
from journal.core.values.periods import Period
from journal.store import trends
from journal.store.database.database import Database
from journal.store.record import entries as store
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
    said = " ".join(owner.get("/").words("answer"))
    assert said == "Yes: 0.5 mg at 12:00 Less than a minute ago. Last 24 hours: 1.5 mg."  # both were taken
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
        lived, _ = trends.read_lived(session, owner.patient_id, period, Plan())
    assert sorted((f"{dose.at:%d %H:%M}", dose.amount) for dose in lived.doses) == [
        ("20 22:30", 500_000),
        ("20 22:40", 250_000),
    ]


def regimen(person: Browser) -> None:
    """08:00 and 20:00, from the first of March on."""
    fields = {"time_1": "08:00", "amount_1": "0.5", "time_2": "20:00", "amount_2": "0.5", "starts_on": "2026-03-01"}
    person.submit("/regimens/new", "/regimens", fields)


def said(person: Browser, clock: Clock, now: str) -> str:
    """What Today answers at that instant; a log-in of days ago has run out."""
    clock.move_to(at(now))
    return " ".join(logged_in(person.app, person.patient_id).get("/").words("answer"))


def flown(log_in: Callable[..., Browser], clock: Clock, *, zones: tuple[str, str], doses: list[str]) -> Browser:
    """A person who took doses as planned where they lived, flew, and then set the zone of the settings."""
    clock.move_to(at("2026-03-01T19:00"))
    person = log_in("Flown", zone=zones[0])
    regimen(person)
    person = logged_in(person.app, person.patient_id)
    for taken in doses:
        clock.move_to(at(taken))
        person = logged_in(person.app, person.patient_id)
        person.log_dose()
    move_house(person, zones[1])
    return person


def test_after_a_flight_to_auckland_the_dose_just_taken_is_not_asked_for_again(
    log_in: Callable[..., Browser], clock: Clock
) -> None:
    """Doses at 08:05 and 20:05 on the tenth in Honolulu: 07:05 and 19:05 on the eleventh in Auckland."""
    zones, doses = ("Pacific/Honolulu", "Pacific/Auckland"), ["2026-03-10T18:05", "2026-03-11T06:05"]
    person = flown(log_in, clock, zones=zones, doses=doses)
    following = "Next planned 0.5 mg tomorrow at 08:00. Last 24 hours: 1 mg."
    assert said(person, clock, "2026-03-11T06:10") == f"Yes: 0.5 mg at 19:05 5 minutes ago. {following}"
    assert said(person, clock, "2026-03-11T07:35") == f"Yes: 0.5 mg at 19:05 1 hour 30 minutes ago. {following}"
    rows = logged_in(person.app, person.patient_id).get("/").entries  # both are of today here, where they were not
    assert [row.split()[0] for row in rows] == ["20:05", "08:05"]
    assert all("Honolulu time" in row for row in rows)
    assert said(person, clock, "2026-03-11T17:00").endswith("Last 24 hours: 1 mg.")  # 06:00, 23 hours after 07:05
    assert said(person, clock, "2026-03-12T06:05") == (
        "Not recorded: 0.5 mg planned for 08:00 The last one was 0.5 mg yesterday at 19:05. "
        "Next planned 0.5 mg at 20:00."
    )


def test_after_a_flight_to_honolulu_the_dose_of_this_evening_is_asked_for(
    log_in: Callable[..., Browser], clock: Clock
) -> None:
    """Doses at 08:05, 20:05 and 08:05 up to the eleventh in Auckland: 09:05 and 21:05 on the ninth in Honolulu, and
    09:05 on the tenth."""
    zones = ("Pacific/Auckland", "Pacific/Honolulu")
    doses = ["2026-03-09T19:05", "2026-03-10T07:05", "2026-03-10T19:05"]
    person = flown(log_in, clock, zones=zones, doses=doses)
    following = "Next planned 0.5 mg at 20:00. Last 24 hours: 1"
    assert said(person, clock, "2026-03-10T19:10").startswith(f"Yes: 0.5 mg at 09:05 5 minutes ago. {following}")
    assert said(person, clock, "2026-03-10T20:35").startswith(
        f"Yes: 0.5 mg at 09:05 1 hour 30 minutes ago. {following}"
    )
    last = "The last one was 0.5 mg today at 09:05. Next planned 0.5 mg tomorrow at 08:00."
    assert said(person, clock, "2026-03-11T06:30") == (  # 20:30
        f"Not recorded: 0.5 mg planned for 20:00 {last} Last 24 hours: 1 mg."
    )
    rows = logged_in(person.app, person.patient_id).get("/").entries
    assert [row.split()[0] for row in rows] == ["08:05"]  # the one of 20:05 was yesterday evening here
    assert said(person, clock, "2026-03-11T19:05") == (
        "Not recorded: 0.5 mg planned for 08:00 The last one was 0.5 mg yesterday at 09:05. "
        "Next planned 0.5 mg at 20:00."
    )


def test_a_skipped_dose_and_a_check_in_fly_along(log_in: Callable[..., Browser], clock: Clock) -> None:
    person = flown(log_in, clock, zones=("Pacific/Honolulu", "Pacific/Auckland"), doses=["2026-03-10T18:05"])
    move_house(person, "Pacific/Honolulu")
    clock.move_to(at("2026-03-11T06:05"))
    person.log_dose(status="skipped")
    clock.shift(timedelta(minutes=1))
    person.check_in({"drowsiness": 3})
    move_house(person, "Pacific/Auckland")
    assert said(person, clock, "2026-03-11T06:10").startswith(
        "Skipped: 0.5 mg at 19:05 The last one was 0.5 mg today at 07:05. Next planned 0.5 mg tomorrow at 08:00."
    )
    page = logged_in(person.app, person.patient_id).get("/")
    assert "check-in, last one today at 19:06" in page.text
    assert [row.split()[1] for row in page.entries] == ["Check-in", "Skipped", "0.5"]


def test_a_check_in_of_the_small_hours_belongs_to_the_day_before_here_as_well(
    log_in: Callable[..., Browser], clock: Clock
) -> None:
    """03:00 in Honolulu is 02:00 in Auckland, one day on."""
    clock.move_to(at("2026-03-11T13:00"))
    person = log_in("Awake", zone="Pacific/Honolulu")
    person.check_in({"drowsiness": 3})
    move_house(person, "Pacific/Auckland")
    clock.shift(timedelta(hours=1))
    assert len(person.get("/").entries) == 1
    clock.shift(timedelta(hours=2))
    assert person.get("/").entries == []


def test_a_dose_entered_for_a_few_minutes_ahead_is_told_in_words_of_time(owner: Browser) -> None:
    owner.log_dose(when="earlier", on="2026-11-23", at="12:04")
    page = owner.get("/")
    assert " ".join(page.words("answer")) == "Yes: 0.5 mg at 12:04 Less than a minute ago. Last 24 hours: 0.5 mg."


# A form knows its zone, and which of two equal times it shows


def test_a_form_keeps_the_zone_it_was_opened_in(owner: Browser, database: Database) -> None:
    """Opened in Berlin; the profile moves to New York in another tab before it is sent."""
    opened = owner.get("/doses/new")
    move_house(owner, "America/New_York")
    early = {"amount": "0.5", "when": "earlier", "on": "2026-11-23", "at": "03:00"}
    refused = owner.send(opened, "/doses", early | {"amount": "banana"}, 422)
    assert "Berlin time" in refused.text
    owner.send(refused, "/doses", {"amount": "0.5"})
    assert instants(database, owner) == [("23 02:00", "Europe/Berlin", 60)]
    assert "Berlin time" in owner.get("/history").entries[0]
    assert "Berlin time" not in owner.get("/doses/new").text


@pytest.mark.parametrize("address", ["/doses", "/check-ins", "/episodes"])
def test_an_edit_says_in_whose_time_it_is_written(owner: Browser, address: str) -> None:
    log = {"/doses": owner.log_dose, "/check-ins": owner.check_in, "/episodes": owner.log_episode}[address]
    entry_id = log(note="x")
    assert owner.get(f"{address}/new").fields(address)["zone"] == "Europe/Berlin"
    assert "Berlin time" not in owner.get(f"{address}/{entry_id}").text
    move_house(owner, "Asia/Tokyo")
    assert owner.get(f"{address}/new").fields(address)["zone"] == "Asia/Tokyo"
    page = owner.get(f"{address}/{entry_id}")
    assert "Berlin time" in page.text
    assert page.fields(f"{address}/{entry_id}")["zone"] == "Europe/Berlin"


def test_a_made_up_zone_is_not_said(owner: Browser) -> None:
    page = owner.submit("/doses/new", "/doses", {"amount": "banana", "zone": "Mars/Olympus"}, 422)
    assert "Olympus" not in page.text


@pytest.mark.parametrize("which", ["first", "second"])
def test_the_note_of_either_half_past_two_can_be_changed(owner: Browser, database: Database, which: str) -> None:
    entry_id = owner.log_dose(when="earlier", on="2026-10-25", at="02:30", second=which)
    before = instants(database, owner)
    page = owner.get(f"/doses/{entry_id}")
    assert "showed this time twice" in page.text
    assert page.fields(f"/doses/{entry_id}")["second"] == which
    owner.send(page, f"/doses/{entry_id}", {"note": "still dark"})
    assert instants(database, owner) == before
    other = "second" if which == "first" else "first"
    owner.submit(f"/doses/{entry_id}", "", {"second": other})
    assert instants(database, owner) != before


def test_a_time_that_was_there_once_asks_nothing(owner: Browser) -> None:
    entry_id = owner.log_dose()
    assert "twice" not in owner.get(f"/doses/{entry_id}").text


def test_what_is_wrong_about_the_day_or_the_time_stands_above_both(owner: Browser) -> None:
    typed = {"amount": "0.5", "when": "earlier", "on": "2026-11-24", "at": "08:00"}
    page = owner.submit("/doses/new", "/doses", typed, 422)
    assert page.errors() == {"on": "This is in the future. Enter it when it has happened."}
    fields = {field.get("id"): field for field in page.document.iter("input")}
    assert [fields[name].get("aria-describedby") for name in ("on", "at")] == ["on-error", "on-error"]
    assert [fields[name].get("aria-invalid") for name in ("on", "at")] == ["true", None]
    [words] = page.words("when-words")
    assert words == "Error: This is in the future. Enter it when it has happened."
    later = owner.submit("/doses/new", "/doses", typed | {"on": "2026-11-23", "at": "23:00"}, 422)
    assert list(later.errors()) == ["at"]
