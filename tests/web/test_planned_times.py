"""Stories of other programs' users, of doses and planned times: each failed here once, or could have."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from time_machine import Traveller

from tests.conftest import logged_in
from tests.web.client import Browser

LogIn = Callable[..., Browser]


class Life:
    """One person, whose clock is moved by the wall time where the person lives."""

    def __init__(self, log_in: LogIn, clock: Traveller, zone: str = "Europe/Berlin", begins: str = "22 09:00") -> None:
        self.clock, self.zone = clock, zone
        self.at(begins)
        self.person = log_in("Life", zone=zone)

    def at(self, text: str) -> None:
        """Move to "23 08:00" of November 2026. A log-in of days ago has run out."""
        day, wall = text.split()
        local = datetime.fromisoformat(f"2026-11-{day}T{wall}").replace(tzinfo=ZoneInfo(self.zone))
        self.clock.move_to(local.astimezone(UTC))
        if hasattr(self, "person"):
            self.person = logged_in(self.person.app, self.person.patient_id)

    def plan(self, *times: str, amount: str = "0.5", **more: str) -> None:
        """Save a step."""
        rows = {f"time_{n}": time for n, time in enumerate(times, start=1)}
        amounts = {f"amount_{n}": amount if n <= len(times) else "" for n in range(1, 5)}
        self.person.submit("/regimens/new", "/regimens", {"often": "other", **rows, **amounts, **more})

    def takes(self, at: str, amount: str = "0.5") -> None:
        """Record a dose at that moment."""
        self.at(at)
        self.person.log_dose(amount=amount)

    def today(self, at: str) -> str:
        """What Today answers at that moment."""
        self.at(at)
        return " ".join(self.person.get("/").words("answer")).replace("\u00a0", " ")

    def planned_words(self) -> str:
        """What the chart of doses says of the planned ones; "" while it says nothing of them."""
        found = re.search(r"Of [\d,]+ planned[^<]*", self.person.get("/trends?period=7").html)
        return found[0].replace("\u00a0", " ") if found else ""


@pytest.mark.parametrize(
    ("times", "taken", "look", "following", "zone"),
    [
        (["08:30", "12:30"], "23 11:19", "23 13:00", "12:30", "Europe/Berlin"),
        (["08:00", "20:00"], "23 14:05", "23 20:30", "20:00", "Europe/Berlin"),
        (["08:00", "14:00", "20:00"], "23 11:05", "23 14:30", "14:00", "Europe/Berlin"),
        (["06:00", "22:00"], "23 14:01", "23 22:15", "22:00", "Asia/Kathmandu"),
        (["08:00", "20:00"], "23 14:05", "23 20:30", "20:00", "Pacific/Kiritimati"),
    ],
)
def test_a_late_first_dose_leaves_the_next_one_open(
    log_in: LogIn, clock: Traveller, times: list[str], taken: str, look: str, following: str, zone: str
) -> None:
    life = Life(log_in, clock, zone, begins="23 05:30")
    life.plan(*times)
    life.takes(taken)
    assert f"Next planned 0.5 mg at {following}" in life.today(taken)
    assert life.today(look).startswith(f"Not recorded: 0.5 mg planned for {following}")


@pytest.mark.parametrize(
    ("boundary", "time", "taken", "look"),
    [
        ("8", "08:00", "23 07:50", "23 08:10"),
        ("4", "04:00", "23 03:50", "23 04:10"),
        ("0", "00:00", "22 23:50", "23 00:10"),
        ("0", "00:15", "22 23:58", "23 00:20"),
        ("5", "05:00", "23 04:59", "23 05:01"),
    ],
)
def test_a_dose_minutes_before_the_day_boundary_answers_its_planned_time(
    log_in: LogIn, clock: Traveller, boundary: str, time: str, taken: str, look: str
) -> None:
    life = Life(log_in, clock, begins="21 12:00")
    life.person.submit("/settings", "/settings", {"day_starts": boundary})
    life.plan(time, starts_on="2026-11-22")
    life.takes(taken)
    assert life.today(look).startswith("Yes:")


def test_the_day_boundary_changes_nothing_of_the_days_gone_by(log_in: LogIn, clock: Traveller) -> None:
    life = Life(log_in, clock, begins="20 07:00")
    life.plan("08:00")
    for day in ("20", "21", "22"):
        life.takes(f"{day} 11:30")
    said = life.planned_words()
    assert said == "Of 3 planned doses 0 were taken on time, 3 late."
    life.person.submit("/settings", "/settings", {"day_starts": "8"})
    assert life.planned_words() == said


def test_a_plan_makes_no_missed_dose_of_the_hours_before_it_was_saved(log_in: LogIn, clock: Traveller) -> None:
    life = Life(log_in, clock, begins="20 12:00")
    life.plan("08:00", "20:00")
    life.person.check_in({"drowsiness": 1})
    assert "missed" not in life.planned_words()
    assert "08:00" not in life.today("20 15:00")
    for day in ("20", "21", "22"):
        life.takes(f"{day} 20:00")
        life.takes(f"{int(day) + 1} 08:00")
    life.at("23 15:00")
    life.plan("08:00", "14:00", "20:00")
    life.person.check_in({"drowsiness": 1})
    assert "missed" not in life.planned_words()


@pytest.mark.parametrize(("old", "new"), [("1", "0.5"), ("0.5", "1"), ("0.25", "0.125")])
def test_after_midnight_the_one_tap_is_the_dose_that_is_asked_for(
    log_in: LogIn, clock: Traveller, old: str, new: str
) -> None:
    life = Life(log_in, clock, begins="20 09:00")
    life.plan("22:00", amount=old)
    life.at("22 12:00")
    life.plan("22:00", amount=new, starts_on="2026-11-24")
    assert life.today("24 00:30").startswith(f"Not recorded: {old} mg planned for 22:00 yesterday")
    fields = life.person.get("/").fields("/doses")
    assert old in {fields["amount"], fields.get("other_amount")}


def test_the_amount_counts_when_a_dose_is_held_against_the_plan(log_in: LogIn, clock: Traveller) -> None:
    life = Life(log_in, clock, begins="22 10:00")
    life.plan("20:00", amount="1")
    life.takes("22 20:00", "0.25")
    life.at("23 10:00")
    assert life.planned_words() == ("Of 1 planned dose 1 was taken on time. 1 was in another amount than planned.")
    life.takes("23 20:00", "0.5")
    life.takes("23 20:05", "0.5")
    life.at("24 10:00")
    assert life.planned_words() == ("Of 2 planned doses 2 were taken on time. 1 was in another amount than planned.")


def test_a_plan_changed_at_noon_does_not_give_this_mornings_dose_to_tonight(log_in: LogIn, clock: Traveller) -> None:
    life = Life(log_in, clock, begins="22 10:00")
    life.plan("08:00", "20:00")
    life.takes("22 20:00")
    life.takes("23 08:00")
    life.at("23 12:00")
    life.plan("19:00", amount="1")
    assert life.today("23 12:01").startswith("Yes: 0.5 mg at 08:00")
    assert life.today("23 19:05").startswith("Not recorded: 1 mg planned for 19:00")
    assert life.planned_words() == "Of 2 planned doses 2 were taken on time."
