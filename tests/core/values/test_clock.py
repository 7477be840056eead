"""Moments: the instant, the zone, the wall time; above all on the nights the clock changes."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from journal.core.values import clock
from journal.core.values.clock import (
    AmbiguousTime,
    Moment,
    NonexistentTime,
    UnknownZone,
    even_midnight,
    is_fold,
    local_moment,
    moment,
    read_zone,
    wall_words,
)

ZONES = [
    "Europe/Berlin",
    "Europe/Dublin",
    "Australia/Lord_Howe",
    "Pacific/Honolulu",
    "America/St_Johns",
    "Asia/Kathmandu",
    "Pacific/Apia",
    "America/Santiago",
    "Africa/Cairo",
    "Africa/Monrovia",
    "UTC",
]


def wall(text):
    """A wall time as a clock shows it: without a zone."""
    return datetime.fromisoformat(text)


zones = st.sampled_from(ZONES)
walls = st.datetimes(wall("1900-01-02 00:00"), wall("2200-12-30 00:00")).map(
    lambda w: w.replace(second=0, microsecond=0)
)


def test_a_breakfast_in_berlin():
    breakfast = local_moment(wall("2026-03-01 08:02"), "Europe/Berlin")
    assert breakfast == Moment(datetime(2026, 3, 1, 7, 2, tzinfo=UTC), "Europe/Berlin", 60)
    assert breakfast.local.isoformat() == "2026-03-01T08:02:00+01:00"
    assert breakfast.on == date(2026, 3, 1)


def test_two_half_past_ones_stay_two_and_sort_by_what_happened_first():
    shown = wall("2026-10-25 02:30")
    first, second = local_moment(shown, "Europe/Berlin", fold=False), local_moment(shown, "Europe/Berlin", fold=True)
    assert (first.offset_minutes, second.offset_minutes) == (120, 60)
    assert second.at - first.at == timedelta(hours=1)
    assert first.local.replace(tzinfo=None) == second.local.replace(tzinfo=None) == shown
    assert sorted([second, first]) == [first, second]


def test_a_time_shown_twice_is_asked_about():
    with pytest.raises(AmbiguousTime, match="Say which one you mean"):
        local_moment(wall("2026-10-25 02:30"), "Europe/Berlin")


@pytest.mark.parametrize("second", [False, True])
def test_a_moment_knows_which_of_two_it_is(second):
    assert is_fold(local_moment(wall("2026-10-25 02:30"), "Europe/Berlin", second)) is second
    assert (
        is_fold(moment(local_moment(wall("2026-10-25 02:30"), "Europe/Berlin", second).at, "Europe/Berlin")) is second
    )


def test_a_moment_that_was_there_once_is_neither_and_old_rules_are_read_as_the_nearer():
    assert is_fold(local_moment(wall("2026-10-24 02:30"), "Europe/Berlin")) is None
    assert is_fold(Moment(datetime(2026, 3, 29, 1, 30, tzinfo=UTC), "Europe/Berlin", 60)) is None  # skipped by now
    assert is_fold(Moment(datetime(2026, 10, 25, 3, 30, tzinfo=UTC), "Europe/Berlin", -60)) is True
    assert is_fold(Moment(datetime(2026, 10, 24, 23, 30, tzinfo=UTC), "Europe/Berlin", 180)) is False


def test_saying_which_one_does_no_harm_on_any_other_day():
    shown = wall("2026-10-24 02:30")
    assert local_moment(shown, "Europe/Berlin", fold=True) == local_moment(shown, "Europe/Berlin")


@pytest.mark.parametrize(
    ("wall", "zone", "before", "after"),
    [
        (wall("2026-03-29 02:30"), "Europe/Berlin", "01:59", "03:00"),
        (wall("2026-03-29 02:00"), "Europe/Berlin", "01:59", "03:00"),
        (wall("2026-03-29 02:59"), "Europe/Berlin", "01:59", "03:00"),
        (wall("2026-10-04 02:15"), "Australia/Lord_Howe", "01:59", "02:30"),
        (wall("2026-04-24 00:30"), "Africa/Cairo", "23:59", "01:00"),
        (wall("2011-12-30 12:00"), "Pacific/Apia", "23:59", "00:00"),
    ],
)
def test_a_time_the_clock_skipped_names_its_neighbours(wall, zone, before, after):
    with pytest.raises(NonexistentTime) as refused:
        local_moment(wall, zone)
    assert f"Choose {before} or earlier, or {after} or later." in str(refused.value)
    for neighbour in (refused.value.before, refused.value.after):
        local_moment(neighbour, zone)


def test_lord_howe_turns_by_half_an_hour_and_honolulu_never():
    shown = wall("2026-04-05 01:45")
    twice = [local_moment(shown, "Australia/Lord_Howe", fold=second) for second in (False, True)]
    assert twice[1].at - twice[0].at == timedelta(minutes=30)
    assert local_moment(shown, "Pacific/Honolulu").offset_minutes == -600


def test_after_midnight_belongs_to_the_day_before_until_the_day_boundary():
    boundary = time(4)
    assert local_moment(wall("2026-03-01 03:59"), "Europe/Berlin").day(boundary) == date(2026, 2, 28)
    assert local_moment(wall("2026-03-01 04:00"), "Europe/Berlin").day(boundary) == date(2026, 3, 1)
    assert local_moment(wall("2024-03-01 00:00"), "Europe/Berlin").day(boundary) == date(2024, 2, 29)
    assert local_moment(wall("2026-03-01 00:00"), "Europe/Berlin").day(time()) == date(2026, 3, 1)


@pytest.mark.parametrize("name", ["", "Berlin", "../../etc/passwd", "Europe/Berlin\x00", "Etc/GMT+5", "europe/berlin"])
def test_what_is_no_zone_is_refused(name):
    with pytest.raises(UnknownZone, match="Choose a time zone from the list"):
        read_zone(name)


def test_the_zones_to_choose_from():
    names = clock.zone_names()
    assert names[0] == "UTC"
    assert list(names[1:]) == sorted(names[1:])
    assert {"Europe/Berlin", "Pacific/Honolulu", "America/Argentina/Ushuaia"} <= set(names)
    assert read_zone("Australia/Lord_Howe") == ZoneInfo("Australia/Lord_Howe")


def test_a_wall_time_from_when_clocks_had_seconds_keeps_its_minute_and_day():
    midnight = local_moment(wall("1905-06-01 00:00"), "Europe/Paris")  # nine minutes and 21 seconds ahead of Greenwich
    assert (midnight.on, midnight.local.hour, midnight.local.minute) == (date(1905, 6, 1), 0, 0)


@given(walls, zones, st.booleans())
def test_a_wall_time_that_existed_comes_back_to_the_minute(wall, zone, second):
    try:
        found = local_moment(wall, zone, fold=second)
    except NonexistentTime:
        assume(False)
    assert found.local.replace(tzinfo=None, second=0) == wall
    assert found.at.tzinfo is UTC


@given(st.datetimes(wall("1973-01-01 00:00"), wall("2200-01-01 00:00"), timezones=st.just(UTC)), zones, zones)
def test_an_instant_survives_every_zone(at, zone, other):
    there = moment(at, zone)
    assert moment(there.local, other).at == there.at == at
    assert there.local == at


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Berlin", "Europe/Berlin"),
        (" new york ", "America/New_York"),
        ("Europe/Berlin", "Europe/Berlin"),
        ("utc", "UTC"),
        ("Atlantis", "Atlantis"),
        ("", ""),
        ("Europe/", "Europe/"),
    ],
)
def test_a_city_alone_names_its_zone(typed, zone):
    assert clock.named_zone(typed) == zone


@pytest.mark.parametrize(
    ("wall", "of_24", "of_12"),
    [
        (time(0, 5), "00:05", "12:05\u00a0am"),
        (time(8, 5), "08:05", "8:05\u00a0am"),
        (time(12), "12:00", "12:00\u00a0pm"),
        (time(20, 30), "20:30", "8:30\u00a0pm"),
        (time(23, 59, 59), "23:59", "11:59\u00a0pm"),
    ],
)
def test_a_time_is_said_in_the_clock_of_24_or_12_hours(wall, of_24, of_12):
    assert wall_words(wall, "24") == of_24
    assert wall_words(wall, "12") == of_12


def test_a_day_two_flights_jumped_into_belongs_to_the_first_of_them() -> None:
    """In Honolulu it had not begun; where the flights ended it had: it is lived from the first landing on."""
    landed, again = (datetime(2026, 11, 24, 9, minute, tzinfo=UTC) for minute in (0, 30))
    flown = clock.Zones("Asia/Tokyo", ((landed, "Pacific/Honolulu"), (again, "Europe/Berlin")))
    assert flown.of_day(date(2026, 11, 24)) == (clock.DayIn("Europe/Berlin", landed),)


# Where a clock is changed at midnight, by half an hour, or on the day before a month begins; and one that never is.
CHANGED = ("America/Sao_Paulo", "America/Havana", "Atlantic/Azores", "Asia/Beirut", "Australia/Lord_Howe", "UTC")


@pytest.mark.parametrize("zone", CHANGED)
def test_on_an_even_day_a_wall_time_is_so_long_after_midnight(zone: str) -> None:
    changes = 0
    for on in map(date.fromordinal, range(date(2015, 1, 1).toordinal(), date(2019, 1, 1).toordinal())):
        midnight = even_midnight(on, zone)
        if midnight is None:
            changes += 1
            continue
        for wall in (time(), time(0, 30), time(1, 59), time(3), time(23, 59)):
            after = timedelta(hours=wall.hour, minutes=wall.minute)
            assert midnight + after == datetime.combine(on, wall, ZoneInfo(zone)).astimezone(UTC)
    assert changes == (0 if zone == "UTC" else 8)
