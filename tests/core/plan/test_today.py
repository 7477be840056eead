"""Today: "did I take it?" has one answer, whatever the clocks did and wherever the doses were taken."""

from datetime import date, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.core.medicine.monograph import read_monograph
from journal.core.plan.adherence import taken_dose
from journal.core.plan.schedules import Days
from journal.core.plan.today import Taken, answer, closed_empty, last_taken, same_as_last
from journal.core.record.forms import FormContext
from journal.core.values.clock import moment
from tests.core.plan.plans import BERLIN, as_plan, at, change, paused, saved
from tests.core.plan.plans import dose as lived_dose

EXAMPLAMINE = read_monograph(Path(__file__).parents[2] / "data" / "examplamine.toml")
AUCKLAND, HONOLULU = "Pacific/Auckland", "Pacific/Honolulu"
PLAN = [saved()]


def dose(text, zone=BERLIN, status="taken", amount=500_000):
    return lived_dose(text, status, zone, amount)


def asked(now, *doses, zone=BERLIN, plan=PLAN, same=None):
    """What Today answers at that instant, or at that wall time in Berlin."""
    now = at(now, zone) if isinstance(now, str) else now
    return answer(FormContext(now, zone, time(4), EXAMPLAMINE), as_plan(plan), Taken(doses, same))


def told(found):
    """The headline, and the instant it speaks of."""
    if found.slot is None:
        return found.headline, found.dose.at if found.dose else None
    slot = found.slot
    if slot.doses:
        return found.headline, slot.doses[0].at
    return found.headline, slot.skipped.at if slot.skipped else slot.planned.at


def test_a_day_as_planned():
    morning, evening = dose("10 08:02"), dose("10 20:05")
    assert told(asked("10 07:59")) == ("due", at("9 20:00"))
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
    assert found.coming.at == at("12 08:00" if answered else "12 20:00", AUCKLAND)


@pytest.mark.parametrize(("after", "answered"), AFTER)
@pytest.mark.parametrize("status", ["taken", "skipped"])
def test_from_auckland_to_honolulu_the_last_dose_stays_the_last_one(status, after, answered):
    """The calendar goes back a day. The morning dose at 08:05 there is the one of 08:00 here, at 09:05."""
    doses = dose("10 08:05", AUCKLAND), dose("10 20:05", AUCKLAND), dose("11 08:05", AUCKLAND, status)
    found = asked(doses[-1].at + after, *doses, zone=HONOLULU)
    assert told(found) == ((status, doses[-1].at) if answered else ("due", at("11 08:00", HONOLULU)))
    assert found.coming.at == at("10 20:00" if answered else "11 20:00", HONOLULU)


def test_from_auckland_to_honolulu_the_evening_dose_is_asked_for():
    doses = [dose(text, AUCKLAND) for text in ("10 08:05", "10 20:05", "11 08:05")]
    assert told(asked("10 20:30", *doses, zone=HONOLULU)) == ("due", at("10 20:00", HONOLULU))


instants = st.integers(0, 48 * 60).map(lambda minutes: at("10 12:00") - timedelta(minutes=minutes))
zones = st.sampled_from([BERLIN, AUCKLAND, HONOLULU, "Asia/Kathmandu", "Pacific/Kiritimati", "America/New_York"])


@given(st.lists(st.tuples(instants, zones, st.sampled_from(["taken", "skipped"])), max_size=6), zones)
def test_where_the_doses_were_taken_changes_no_answer(recorded, here):
    there = [taken_dose(moment(when, zone), 500_000, status, when) for when, zone, status in recorded]
    all_here = [taken_dose(moment(when, here), 500_000, status, when) for when, _, status in recorded]
    elsewhere, found = (asked(at("10 12:00"), *doses, zone=here) for doses in (there, all_here))
    assert (told(elsewhere), elsewhere.coming, elsewhere.tap) == (told(found), found.coming, found.tap)


def test_the_last_24_hours_begin_at_this_time_yesterday():
    recorded = dose("10 12:00", amount=250_000), dose("10 12:01", amount=500_000), dose("10 13:00", status="skipped")
    assert asked("11 11:59", *recorded, plan=[]).last_24_h == 750_000
    assert asked("11 12:00", *recorded, plan=[]).last_24_h == 500_000
    assert asked("11 12:01", *recorded, plan=[]).last_24_h == 0


@pytest.mark.parametrize("ahead", [timedelta(minutes=4), timedelta(minutes=40), timedelta(hours=6)])
def test_a_dose_ahead_of_the_clock_was_taken_all_the_same(ahead):
    """Entered for a few minutes ahead, or the clock of the server was set back since."""
    for plan in ([], PLAN):
        found = asked(dose("10 12:04").at - ahead, dose("10 08:01"), dose("10 12:04"), plan=plan)
        assert (found.headline, found.last.at) == ("taken", at("10 12:04"))
        assert found.last_24_h == 1_000_000


def test_a_dose_ahead_of_the_clock_and_beyond_the_end_of_the_day_is_todays():
    assert told(asked("11 03:58", dose("11 04:01"), plan=[])) == ("taken", at("11 04:01"))
    assert told(asked("11 03:58", dose("11 04:01"))) == ("taken", at("11 04:01"))


def test_a_dose_beside_the_planned_one_is_said_with_it():
    morning, evening, more = dose("10 08:00"), dose("10 20:00"), dose("10 21:33")
    found = asked("10 21:35", morning, evening, more)
    assert (told(found), found.slot.beside, found.last) == (("taken", evening.at), (more,), more)
    skipped = dose("10 20:00", status="skipped")
    assert told(asked("10 21:35", morning, skipped, more)) == ("taken", more.at)  # taken after all
    assert told(asked("10 21:35", morning, evening, dose("10 21:33", status="skipped"))) == ("taken", evening.at)


@pytest.mark.parametrize(
    ("now", "recorded", "kind", "planned"),
    [
        ("10 12:00", [], "planned", "10 08:00"),
        ("10 12:00", ["10 08:00"], "more", "10 08:00"),
        ("10 18:59", ["10 08:00"], "more", "10 20:00"),  # the window of the evening is open, its hour is not
        ("10 19:00", ["10 08:00"], "planned", "10 20:00"),
        ("10 19:30", ["10 08:00", "10 19:10"], "more", "10 20:00"),
        ("10 20:00", ["10 08:00"], "planned", "10 20:00"),
        ("10 21:28", ["10 08:00", "10 20:00"], "more", "10 20:00"),
    ],
)
def test_the_tap_belongs_to_the_window_of_now(now, recorded, kind, planned):
    tap = asked(now, *map(dose, recorded)).tap
    assert (tap.kind, tap.planned.at, tap.is_secondary) == (kind, at(planned), kind == "more")


def test_the_tap_carries_the_amount_of_the_time_it_names_also_over_a_change_of_plan():
    """0.5 mg until the tenth, 1 mg from the eleventh on: at 00:30 the dose of 22:00 is still owed, in its amount."""
    plan = change([saved("22:00")], at("8 12:00"), "22:00", 1_000_000, date(2026, 3, 11))
    found = asked("11 00:30", dose("9 22:00"), plan=plan)
    assert told(found) == ("due", at("10 22:00"))
    assert (found.tap.amount, found.tap.planned.at, found.tap.form) == (500_000, at("10 22:00"), "tablet")
    assert (found.coming.at, found.coming.amount) == (at("11 22:00"), 1_000_000)


def test_while_less_than_planned_is_taken_the_tap_is_the_rest():
    half = dose("10 08:00", amount=200_000)
    found = asked("10 08:30", half)
    assert (found.headline, found.tap.kind, found.tap.amount) == ("taken", "rest", 300_000)
    beside = asked("10 08:30", half, dose("10 08:10", amount=500_000))
    assert (beside.tap.kind, beside.slot.is_other_amount) == ("more", True)  # 0.7 mg were taken for 0.5 mg
    closed = asked("10 17:30", half)  # the sentence still speaks of the morning, a dose now is the evening's
    assert (told(closed), closed.tap.kind, closed.tap.amount) == (("taken", half.at), "more", 500_000)


def test_the_tap_is_second_when_a_days_amount_was_taken_or_the_last_dose_is_close():
    doses = dose("10 08:00"), dose("10 08:40")
    found = asked("10 20:05", *doses)
    assert found.day_amount == (1_000_000, at("10 02:05"))
    assert found.tap.is_secondary
    at_eight = asked("11 08:00", dose("11 04:05"))
    assert (at_eight.only_ago, at_eight.tap.is_secondary) == (timedelta(hours=3, minutes=55), True)
    long_ago = asked("11 08:00", dose("10 20:00"))
    assert (long_ago.only_ago, long_ago.day_amount, long_ago.tap.is_secondary) == (None, None, False)
    assert asked("10 12:00", *doses).only_ago is None  # yes is said, nothing is owed


def test_a_time_the_clock_skipped_before_midnight_is_the_first_of_the_next_day():
    """In Scoresbysund 23:00 is followed by midnight that night: 23:30 comes at 00:30, and is looked for from there."""
    there = "America/Scoresbysund"
    plan = [saved("23:30", zone=there)]
    found = asked("29 00:10", plan=plan, zone=there)
    assert (found.tap.planned.at, found.tap.planned.on, found.coming.at) == (
        at("29 00:30", there),
        date(2026, 3, 28),
        at("29 00:30", there),
    )
    assert told(asked("29 00:30", plan=plan, zone=there)) == ("due", at("29 00:30", there))


def test_in_no_window_there_is_no_tap():
    """The first plan of all was saved at 15:00: its first window opens at 17:00."""
    plan = [saved(starts="10 00:00", saved_at="10 15:00")]
    found = asked("10 15:30", plan=plan)
    assert (found.headline, found.coming.at, found.tap) == ("nothing_before", at("10 20:00"), None)
    assert asked("10 17:00", plan=plan).tap.planned.at == at("10 20:00")
    assert told(asked("10 18:00", plan=plan)) == ("nothing_before", None)  # nobody is asked for 08:00


def test_a_plan_that_begins_next_month_says_when():
    plan = [saved(starts="31 00:00", saved_at="10 09:00")]
    found = asked("10 12:00", plan=plan, same=(500_000, "tablet"))
    assert (found.headline, found.coming.at, found.tap) == ("nothing_before", at("31 08:00"), None)


def test_a_plan_that_was_ended_leaves_no_question_open():
    plan = change([saved("20:00")], at("10 21:00"))
    found = asked("11 21:00", dose("10 20:00"), plan=plan)
    assert (found.headline, found.coming, found.tap) == ("none", None, None)
    within = asked("10 22:00", dose("10 20:00"), plan=plan)
    assert (told(within), within.coming, within.tap.kind) == (("taken", at("10 20:00")), None, "more")


def test_a_dose_of_a_plan_that_was_ended_is_found_while_another_one_is_to_begin_next_week():
    plan = change([saved()], at("10 12:00"))
    plan = change(plan, at("10 12:10"), starts=date(2026, 3, 20), times="08:00 20:00")
    found = asked("10 12:30", dose("10 08:00"), plan=plan)
    assert told(found) == ("taken", at("10 08:00"))
    assert found.coming.at == at("20 08:00")
    assert at("10 08:00") not in closed_empty(as_plan(plan), [dose("10 08:00")], BERLIN, at("10 18:00"))


def test_a_dose_taken_ahead_answers_for_its_time_after_the_plan_was_ended():
    ahead = dose("10 17:30")
    ended = change([saved()], at("10 17:45"))
    another = change(ended, at("10 17:50"), starts=date(2026, 3, 20), times="08:00 20:00")
    for plan in (ended, another):
        found = asked("10 20:30", ahead, plan=plan)
        assert (told(found), found.slot.planned.at) == (("taken", ahead.at), at("10 20:00"))


def test_in_a_pause_nothing_is_asked_and_the_next_time_is_the_first_after_it():
    plan = as_plan([saved()], paused(10, 28))
    found = asked("12 12:00", dose("9 20:00"), plan=plan, same=(500_000, "tablet"))
    assert (told(found), found.coming.at, found.tap) == (("nothing_before", None), at("29 08:00"), None)
    assert found.pause == plan.pauses[0]
    assert asked("9 12:00", plan=plan).pause is None
    twice = as_plan([saved(days=Days(weekdays=(0,)))], paused(10, 28), paused(29, 31))
    assert asked("12 12:00", plan=twice).coming.at == at("37 08:00")  # Monday the sixth of April


def test_what_passed_empty_is_told_for_the_guard_of_gaps():
    found = closed_empty(as_plan(PLAN), [dose("9 08:00")], BERLIN, at("10 12:00"))
    assert at("9 20:00") in found
    assert at("9 08:00") not in found
    assert at("10 08:00") not in found  # its window is open


def test_without_a_plan_every_dose_answers_for_its_day():
    assert told(asked("10 12:00", plan=[])) == ("none", None)
    assert told(asked("10 12:00", dose("9 20:00"), plan=[])) == ("none", None)
    found = asked("10 12:00", dose("10 08:00"), plan=[], same=(500_000, "tablet"))
    assert (told(found), found.coming) == (("taken", at("10 08:00")), None)
    assert (found.tap.kind, found.tap.amount, found.tap.form) == ("same", 500_000, "tablet")
    assert found.tap.is_secondary  # one is taken today
    assert not asked("10 12:00", dose("9 08:00"), plan=[], same=(500_000, "tablet")).tap.is_secondary
    assert asked("10 12:00", dose("10 08:00", status="skipped"), plan=[]).headline == "skipped"


def test_of_two_doses_in_one_minute_the_later_recorded_one_is_the_last():
    first, second = (lived_dose("10 08:00", recorded_at=at("10 09:00") + timedelta(minutes=n)) for n in range(2))
    assert asked("10 12:00", second, first, plan=[]).dose is second


def above_4_mg(amount: int) -> bool:
    return amount > 4_000_000


def test_one_slip_never_becomes_what_one_tap_offers():
    slip, usual, rare = (4_000_000, "tablet", 1), (500_000, "tablet", 12), (250_000, "wafer", 2)
    assert same_as_last([slip, usual], above_4_mg) == (500_000, "tablet")
    assert same_as_last([rare, usual], above_4_mg) == (250_000, "wafer")
    assert same_as_last([(4_001_000, "tablet", 5)], above_4_mg) is None
    assert same_as_last([(4_000_000, "tablet", 2)], above_4_mg) == (4_000_000, "tablet")
    assert same_as_last([slip], above_4_mg) is None
    assert same_as_last([], above_4_mg) is None


def test_the_last_dose_of_each_medicine_is_the_latest_that_was_taken():
    first, second = dose("10 08:00"), dose("10 20:00")
    skipped = dose("10 21:00", status="skipped")
    other = first._replace(medicine_id="other")
    assert last_taken([skipped, second, first, other]) == {"": second, "other": other}
    assert last_taken([skipped]) == {}


def test_of_two_doses_of_one_minute_the_one_recorded_later_is_the_last():
    first = dose("10 20:00")._replace(id="a")
    seconds = timedelta(seconds=20)
    sooner = first._replace(at=first.at + seconds, recorded_at=first.recorded_at - seconds, id="b")
    assert last_taken([sooner, first]) == {"": first}, "it shows the same minute, whatever its seconds"
    assert last_taken([first._replace(id="c"), first]) == {"": first._replace(id="c")}
    assert last_taken([first, first._replace(id="c")]) == {"": first._replace(id="c")}
