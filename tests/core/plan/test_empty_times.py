"""Empty times: which planned times of today and yesterday can be answered."""

from journal.core.plan.empty_times import empty_times, open_early, planned_for
from journal.core.values.clock import Zones, moment
from tests.core.plan.plans import BERLIN, as_plan, at, dose, saved


def empty(now, *doses, plan=None):
    return [f"{p.on.day} {p.minute // 60:02}" for p in empty_times(as_plan(plan or [saved()]), doses, BERLIN, at(now))]


def test_what_has_come_and_is_empty_the_latest_first():
    assert empty("10 12:00") == ["10 08", "9 20", "9 08"]
    assert empty("10 12:00", dose("9 20:10")) == ["10 08", "9 08"]
    assert empty("10 12:00", dose("10 08:05"), dose("9 20:10", "skipped"), dose("9 08:00")) == []


def test_a_time_to_come_is_none_and_one_of_the_day_before_yesterday_neither():
    assert empty("10 07:59") == ["9 20", "9 08"]
    assert empty("10 08:00")[0] == "10 08"


def test_times_before_the_first_plan_was_saved_are_asked_of_nobody():
    assert empty("10 12:00", plan=[saved(saved_at="10 09:00")]) == []


def test_the_time_to_come_whose_window_is_open():
    def early(now, *doses):
        found = open_early(as_plan([saved()]), doses, BERLIN, at(now))
        return found and found.minute // 60

    assert early("10 16:59") is None
    assert early("10 17:00") == 20
    assert early("10 20:00") is None, "it has come"
    assert early("10 18:00", dose("10 17:30")) is None, "it is answered"


def test_what_is_planned_for_a_minute_by_the_clocks_of_its_day_or_by_those_of_now():
    def planned(text, zone=BERLIN, zones=None):
        found = planned_for(as_plan([saved()]), (), zones or Zones(BERLIN), moment(at(text, zone), zone))
        return found and found.minute // 60

    assert (planned("10 08:00"), planned("10 08:01"), planned("10 20:00")) == (8, None, 20)
    assert planned("10 16:00", "Asia/Tokyo") == 8, "it is that minute"
    moved = Zones("Asia/Tokyo", ((at("12 00:00"), BERLIN),))
    assert (planned("10 08:00", zones=moved), planned("10 08:00", "Asia/Tokyo", moved)) == (8, 8)
