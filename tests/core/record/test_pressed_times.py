"""Times that are pressed: what a button's value says, and how long it says it."""

from datetime import UTC, datetime, timedelta

import pytest

from journal.core.record.pressed_times import GOOD_FOR, PressedTime, read_pressed, times_ago
from journal.core.values.clock import moment

NOW = datetime(2026, 11, 23, 11, 0, 30, tzinfo=UTC)
BERLIN = "Europe/Berlin"


def test_a_button_says_what_is_read_from_it():
    for pressed in times_ago(NOW, BERLIN):
        assert read_pressed(str(pressed), NOW) == pressed
    assert [f"{p.lived.local:%H:%M}" for p in times_ago(NOW, BERLIN)] == ["12:00", "11:30", "11:00", "10:00"]


def test_an_hour_ago_is_good_for_ten_minutes_and_a_time_of_the_clock_for_ever():
    hour_ago = times_ago(NOW, BERLIN)[2]
    made_at = NOW.replace(second=0)
    assert not hour_ago.is_too_old(made_at + GOOD_FOR)
    assert hour_ago.is_too_old(made_at + GOOD_FOR + timedelta(seconds=1))
    assert not hour_ago.settled().is_too_old(NOW + timedelta(days=1))
    assert not PressedTime("at", hour_ago.lived).is_too_old(NOW + timedelta(days=1))


def test_skipped_stands_at_its_time_and_skipped_now_at_the_time_of_the_press():
    planned = moment(NOW - timedelta(hours=4), BERLIN)
    later = NOW + timedelta(hours=3)
    assert PressedTime("skipped", planned).moment(later) == planned
    assert PressedTime("skipped_now", planned).moment(later).at == later
    assert [PressedTime(kind, planned).is_skipped for kind in ("ago", "at", "skipped", "skipped_now")] == [
        False, False, True, True
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "",
        "now",
        "at 0 2026-11-23T10:00Z",
        "at 0 2026-11-23T10:00Z Atlantis",
        "at 0 2026-11-23T10:00Z ../etc/passwd",
        "at 0 2026-02-30T10:00Z Europe/Berlin",
        "at 0 0001-01-01T00:00Z America/New_York",
        "at 0 1899-12-31T10:00Z Europe/Berlin",
        "at 0 2026-11-23T11:06Z Europe/Berlin",  # to come
        "at 0 9999-12-31T23:59Z Europe/Berlin",
        "eaten 0 2026-11-23T10:00Z Europe/Berlin",
        "ago 9999 2026-11-23T10:00Z Europe/Berlin",
        "at 0 ٢٠٢٦-11-23T10:00Z Europe/Berlin",
        "at 0 2026-11-23T10:00Z Europe/Berlin\x00",
    ],
)
def test_what_no_button_says_is_not_read(text):
    assert read_pressed(text, NOW) is None


def test_the_second_of_two_equal_times_stays_the_second():
    night = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    first, second = (moment(at, BERLIN) for at in (night - timedelta(hours=1), night))
    assert first.local.time() == second.local.time()
    assert read_pressed(str(PressedTime("at", second)), NOW).lived == second
