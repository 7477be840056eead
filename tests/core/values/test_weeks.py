"""Weeks begin where a person chose, or as it is usual where the zone is."""

import pytest

from journal.core.values.clock import zone_names
from journal.core.values.languages import using
from journal.core.values.weeks import first_weekday, usual_first_weekday, weekday_letter, weekday_name
from tests.pseudo import PSEUDO

MONDAY, FRIDAY, SATURDAY, SUNDAY = 0, 4, 5, 6


@pytest.mark.parametrize(
    ("zone", "weekday"),
    [
        ("Europe/Berlin", MONDAY),
        ("Australia/Sydney", MONDAY),
        ("America/New_York", SUNDAY),
        ("US/Eastern", SUNDAY),
        ("Asia/Kolkata", SUNDAY),
        ("Asia/Calcutta", SUNDAY),
        ("Asia/Riyadh", SUNDAY),
        ("Africa/Cairo", SATURDAY),
        ("Asia/Tehran", SATURDAY),
        ("Indian/Maldives", FRIDAY),
        ("UTC", MONDAY),
        ("Nowhere/At_All", MONDAY),
    ],
)
def test_it_follows_the_region_until_somebody_chooses(zone: str, weekday: int) -> None:
    assert usual_first_weekday(zone) == weekday
    assert first_weekday("", zone) == weekday
    assert first_weekday("sat", zone) == SATURDAY
    assert first_weekday("mon", zone) == MONDAY
    assert first_weekday("sun", zone) == SUNDAY


def test_every_zone_has_an_answer() -> None:
    assert {usual_first_weekday(zone) for zone in zone_names()} == {MONDAY, FRIDAY, SATURDAY, SUNDAY}


def test_weekdays_have_their_names_in_the_language_spoken() -> None:
    shown = [(weekday_name(n), weekday_name(n, short=True), weekday_letter(n)) for n in (MONDAY, SATURDAY, SUNDAY)]
    assert shown == [("Monday", "Mon", "M"), ("Saturday", "Sat", "S"), ("Sunday", "Sun", "S")]
    with using(PSEUDO):
        assert weekday_name(MONDAY) == "⟦Monday⟧"
