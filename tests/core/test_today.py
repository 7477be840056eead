"""Today: "did I take it?" has one answer, whatever the clocks did and wherever the doses were taken."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.core.adherence import taken_dose
from journal.core.clock import moment
from journal.core.forms import Sitting
from journal.core.monograph import read_monograph
from journal.core.regimens import Step
from journal.core.today import answer

EXAMPLAMINE = read_monograph(Path(__file__).parents[1] / "data" / "examplamine.toml")
BERLIN, AUCKLAND, HONOLULU = "Europe/Berlin", "Pacific/Auckland", "Pacific/Honolulu"
PLAN = [Step(date(2026, 1, 1), None, (time(8), time(20)), 500, "tablet")]


def at(text, zone=BERLIN):
    """An instant from a wall time, "10 14:30" being the tenth of March 2026."""
    day, clock = text.split()
    wall = datetime.combine(date(2026, 3, int(day)), time.fromisoformat(clock), ZoneInfo(zone))
    return wall.astimezone(UTC)


def dose(text, zone=BERLIN, status="taken", amount_ug=500):
    return taken_dose(moment(at(text, zone), zone), amount_ug, status)


def asked(now, *doses, zone=BERLIN, plan=PLAN):
    """What Today answers at that instant, or at that wall time in Berlin."""
    now = at(now, zone) if isinstance(now, str) else now
    return answer(Sitting(now, zone, time(4), EXAMPLAMINE), plan, doses)


def told(found):
    """The headline, and the instant it speaks of."""
    return found.headline, found.due_at if found.dose is None else found.dose.at


def test_a_day_as_planned():
    morning, evening = dose("10 08:02"), dose("10 20:05")
    assert told(asked("10 07:59")) == ("none", None)
    assert told(asked("10 08:00")) == ("due", at("10 08:00"))
    assert told(asked("10 12:00", morning)) == ("taken", morning.at)
    assert told(asked("10 20:00", morning)) == ("due", at("10 20:00"))
    assert told(asked("10 21:33", morning, evening)) == ("taken", evening.at)
    assert told(asked("11 00:30", morning, evening)) == ("taken", evening.at)
    assert told(asked("11 08:00", morning, evening)) == ("due", at("11 08:00"))


AFTER = [
    (timedelta(minutes=5), True),
    (timedelta(minutes=90), True),
    (timedelta(hours=24), False),
    (timedelta(hours=24, minutes=25), False),
]


@pytest.mark.parametrize(("after", "answered"), AFTER)
@pytest.mark.parametrize("status", ["taken", "skipped"])
def test_from_honolulu_to_auckland_the_last_dose_stays_the_last_one(status, after, answered):
    """The calendar jumps a day ahead. The evening dose at 20:05 there is the one of 20:00 here, at 19:05."""
    doses = dose("10 08:05", HONOLULU), dose("10 20:05", HONOLULU, status)
    found = asked(doses[-1].at + after, *doses, zone=AUCKLAND)
    assert told(found) == ((status, doses[-1].at) if answered else ("due", at("12 08:00", AUCKLAND)))
    assert found.next_at == at("12 08:00" if answered else "12 20:00", AUCKLAND)


@pytest.mark.parametrize(("after", "answered"), AFTER)
@pytest.mark.parametrize("status", ["taken", "skipped"])
def test_from_auckland_to_honolulu_the_last_dose_stays_the_last_one(status, after, answered):
    """The calendar goes back a day. The morning dose at 08:05 there is the one of 08:00 here, at 09:05."""
    doses = dose("10 08:05", AUCKLAND), dose("10 20:05", AUCKLAND), dose("11 08:05", AUCKLAND, status)
    found = asked(doses[-1].at + after, *doses, zone=HONOLULU)
    assert told(found) == ((status, doses[-1].at) if answered else ("due", at("11 08:00", HONOLULU)))
    assert found.next_at == at("10 20:00" if answered else "11 20:00", HONOLULU)


def test_from_auckland_to_honolulu_the_evening_dose_is_asked_for():
    doses = [dose(text, AUCKLAND) for text in ("10 08:05", "10 20:05", "11 08:05")]
    assert told(asked("10 20:30", *doses, zone=HONOLULU)) == ("due", at("10 20:00", HONOLULU))


instants = st.integers(0, 48 * 60).map(lambda minutes: at("10 12:00") - timedelta(minutes=minutes))
zones = st.sampled_from([BERLIN, AUCKLAND, HONOLULU, "Asia/Kathmandu", "Pacific/Kiritimati", "America/New_York"])


@given(st.lists(st.tuples(instants, zones, st.sampled_from(["taken", "skipped"])), max_size=6), zones)
def test_where_the_doses_were_taken_changes_no_answer(recorded, here):
    there = [taken_dose(moment(when, zone), 500, status) for when, zone, status in recorded]
    all_here = [taken_dose(moment(when, here), 500, status) for when, _, status in recorded]
    assert asked(at("10 12:00"), *there, zone=here) == asked(at("10 12:00"), *all_here, zone=here)


def test_the_last_24_hours_begin_at_this_time_yesterday():
    recorded = dose("10 12:00", amount_ug=250), dose("10 12:01", amount_ug=500), dose("10 13:00", status="skipped")
    assert asked("11 11:59", *recorded, plan=[]).last_24_h_ug == 750
    assert asked("11 12:00", *recorded, plan=[]).last_24_h_ug == 500
    assert asked("11 12:01", *recorded, plan=[]).last_24_h_ug == 0


@pytest.mark.parametrize("ahead", [timedelta(minutes=4), timedelta(minutes=40), timedelta(hours=6)])
def test_a_dose_ahead_of_the_clock_was_taken_all_the_same(ahead):
    """Entered for a few minutes ahead, or the clock of the server was set back since."""
    for plan in ([], PLAN):
        found = asked(dose("10 12:04").at - ahead, dose("10 08:01"), dose("10 12:04"), plan=plan)
        assert told(found) == ("taken", at("10 12:04"))
        assert found.last_24_h_ug == 1000


def test_a_dose_ahead_of_the_clock_and_beyond_the_end_of_the_day_is_todays():
    assert told(asked("11 03:58", dose("11 04:01"), plan=[])) == ("taken", at("11 04:01"))
    assert told(asked("11 03:58", dose("11 04:01"))) == ("taken", at("11 04:01"))


def test_a_dose_after_the_planned_one_is_the_last_one():
    morning, evening, more = dose("10 08:00"), dose("10 20:00"), dose("10 21:33")
    skipped = dose("10 20:00", status="skipped")
    assert told(asked("10 21:35", morning, evening, more)) == ("taken", more.at)
    assert told(asked("10 21:35", morning, skipped, more)) == ("taken", more.at)
    assert told(asked("10 21:35", morning, evening, dose("10 21:33", status="skipped"))) == ("taken", evening.at)


@pytest.mark.parametrize(
    ("now", "recorded", "answered"),
    [
        ("10 12:00", [], False),
        ("10 12:00", ["10 08:00"], True),
        ("10 18:59", ["10 08:00"], True),
        ("10 19:00", ["10 08:00"], False),  # within the hour before a planned time, a dose is the planned one
        ("10 19:30", ["10 08:00", "10 19:10"], True),
        ("10 20:00", ["10 08:00"], False),
        ("10 21:28", ["10 08:00", "10 20:00"], True),
    ],
)
def test_once_answered_a_dose_would_be_one_more(now, recorded, answered):
    assert asked(now, *map(dose, recorded)).is_answered is answered


def test_without_a_plan_every_dose_answers_for_its_day():
    assert told(asked("10 12:00", plan=[])) == ("none", None)
    assert told(asked("10 12:00", dose("9 20:00"), plan=[])) == ("none", None)
    found = asked("10 12:00", dose("10 08:00"), plan=[])
    assert (told(found), found.next_at, found.is_answered) == (("taken", at("10 08:00")), None, True)
    skipped = asked("10 12:00", dose("10 08:00", status="skipped"), plan=[])
    assert (skipped.headline, skipped.is_answered) == ("skipped", False)
