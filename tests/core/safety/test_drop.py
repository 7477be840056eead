"""Much less than usual for two days: told just below half of it, once, and not where a plan, a pause or a gap says why.

Unless a test says otherwise there are 1 mg at 08:00 and at 20:00 for fourteen days, the first to the fourteenth of
March, and on the fifteenth and sixteenth less. It is asked about the seventeenth.
"""

from collections import defaultdict
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.core.medicine.thresholds import Drop
from journal.core.plan.adherence import TakenDose
from journal.core.plan.regimens import Plan
from journal.core.plan.schedules import AsNeeded, Days
from journal.core.record.episodes import Episode
from journal.core.safety import drop, gap
from journal.core.safety.check import days_back, find
from journal.core.safety.rules import Context, DayTaken, Finding
from journal.core.values.clock import moment
from tests.core.plan.plans import BERLIN, as_plan, at, change, dose, paused, saved
from tests.core.safety.lived import CLONAZEPAM, SPEAKING, detail_of, without

PLAN = as_plan([saved(amount=1_000_000)])
MG = 1_000_000


def taken(first: int, last: int, morning: int = MG, evening: int = MG) -> list[TakenDose]:
    """The doses of days of March; 0 is none."""
    clocks = ("08:00", morning), ("20:00", evening)
    both = [(f"{on} {clock}", amount) for on in range(first, last + 1) for clock, amount in clocks]
    return [dose(text, amount=amount) for text, amount in both if amount]


USUAL = taken(1, 14)


def context_of(
    doses: list[TakenDose], now: str, plan: Plan = PLAN, entries: tuple[int, ...] = (), monograph: object = CLONAZEPAM
) -> Context:
    """What is known at an instant: the doses lived before it, and the days of March with other entries."""
    until = at(now)
    days = {date(2026, 3, on): DayTaken() for on in entries}
    of_days = defaultdict[date, list[TakenDose]](list)
    for each in doses:
        if each.at < until:
            of_days[each.on].append(each)
    for on, of_day in of_days.items():
        lived = [each for each in of_day if each.status == "taken"]
        span = (min(each.at for each in lived), max(each.at for each in lived)) if lived else None
        days[on] = DayTaken(sum(each.amount for each in lived), span)
    before = [each for each in doses if each.at < until]
    last = max((each.at for each in before if each.status == "taken"), default=None)
    return Context(monograph, until, BERLIN, plan, before, last, days=days)  # type: ignore[arg-type]


def today(doses: list[TakenDose], now: str = "17 07:00", **how: object) -> Finding | None:
    """What Today tells at an instant."""
    return drop.find(None, context_of(doses, now, **how))  # type: ignore[arg-type]


def kept(doses: list[TakenDose], of: str, **how: object) -> Finding | None:
    """What is kept with the dose taken at an instant."""
    return drop.find(detail_of(dose(of)), context_of(doses, of, **how))  # type: ignore[arg-type]


def less(each: int) -> list[TakenDose]:
    """The usual doses, and so much four times in the two days after them."""
    return [*USUAL, *taken(15, 16, each, each)]


def values(total: int, usual: int = 4 * MG) -> Finding:
    days: dict[str, int | str] = {"days": 2, "first_on": "2026-03-15", "last_on": "2026-03-16"}
    return Finding("caution", {"total": total, "usual": usual} | days)


def test_just_below_half_of_what_was_usual_is_told_and_half_of_it_is_not() -> None:
    assert today(less(499_999)) == values(1_999_996)
    assert today(less(500_000)) is None
    assert today(less(500_001)) is None
    assert today(less(0), "17 07:00") is None, "nothing at all is a gap"


def test_it_is_kept_with_the_first_dose_of_the_day_after_and_with_no_other() -> None:
    doses = less(250_000)
    assert kept(doses, "17 08:00") == values(1_000_000)
    assert kept([*doses, dose("17 08:00")], "17 20:00") is None
    assert kept([*doses, dose("17 08:00", "skipped")], "17 20:00") == values(1_000_000), "a skipped one is none"
    skipped = detail_of(dose("17 08:00", "skipped"))
    assert drop.find(skipped, context_of(doses, "17 08:00")) is None


def test_while_it_lasts_today_tells_it_and_it_is_kept_once() -> None:
    doses = [*USUAL, *taken(15, 17, 250_000, 250_000)]
    assert today(doses, "18 07:00") is not None
    assert kept(doses, "18 08:00") is None, "it was kept on the seventeenth"
    without_the_day = [each for each in doses if each.on.day != 17]
    assert kept([*without_the_day, dose("17 23:00", amount=250_000)], "18 08:00") is None


def test_after_a_day_on_which_it_could_not_be_kept_it_is_kept_then() -> None:
    """On the seventeenth something is recorded, and no dose: less than the hours of a gap before the next."""
    doses = [*USUAL, *taken(15, 16, 250_000, 250_000), dose("16 23:30", amount=1000)]
    assert kept(doses, "18 00:30", entries=(17,)) is not None


def test_the_last_days_have_an_entry_each_and_of_those_before_ten() -> None:
    doses = less(250_000)
    assert today([each for each in doses if each.on.day != 15]) is None, "a day without an entry is unknown"
    four_fewer = [each for each in doses if each.on.day not in {2, 5, 8, 11}]
    assert today(four_fewer) is not None
    five_fewer = [each for each in four_fewer if each.on.day != 13]
    assert today(five_fewer) is None
    assert today(five_fewer, entries=(13,)) is not None, (
        "an entry of another kind makes it known that nothing was taken"
    )


def test_what_was_usual_is_the_median_over_two_days_in_a_row() -> None:
    """Thirteen of them; of an even number it is between the two in the middle."""
    uneven = [*taken(1, 7, 2 * MG, 2 * MG), *taken(8, 14), *taken(15, 16, 500_000, 500_000)]
    found = today(uneven, plan=Plan())
    assert found is not None
    assert found.number("usual") == 6 * MG, "8, 8, 8, 8, 8, 8, 6, 4, 4, 4, 4, 4, 4"
    found = today([each for each in uneven if each.on.day != 1], plan=Plan())
    assert found is not None
    assert found.number("usual") == 5 * MG


def test_what_fell_within_the_days_is_not_told_once_it_is_usual() -> None:
    assert today([*taken(1, 6), *taken(7, 16, 250_000, 250_000)]) is None


def test_a_smaller_step_that_is_taken_as_ordered_is_none_and_half_of_it_is_one() -> None:
    smaller = as_plan(change(list(PLAN.steps), at("14 21:00"), "08:00 20:00", 250_000, starts=date(2026, 3, 15)))
    assert today(less(250_000), plan=smaller) is None
    assert today(less(125_000), plan=smaller) is None, "half of what was ordered"
    assert today(less(124_999), plan=smaller) == values(499_996)


def test_a_plan_that_ended_orders_nothing() -> None:
    ended = as_plan(change(list(PLAN.steps), at("15 00:30")))
    assert today(less(250_000), plan=ended) is None


def test_a_step_of_other_days_is_covered_on_those_it_leaves_out() -> None:
    """2 mg every third day: on the fifteenth none is planned, on the sixteenth 2 mg."""
    third = as_plan([saved("08:00", amount=4 * MG, days=Days(3))])
    assert today([*USUAL, *taken(15, 16, 1, 1)], plan=third) is not None
    fifth = as_plan([saved("08:00", amount=4 * MG, days=Days(5))])  # on the eleventh, and again on the sixteenth
    tenth = as_plan([saved("08:00", amount=4 * MG, days=Days(10))])  # on the eleventh and the twenty-first
    assert today(less(1), plan=fifth) is not None
    assert today(less(1), plan=tenth) is None


def test_a_pause_covers_it_and_is_no_part_of_what_was_usual() -> None:
    assert today(less(250_000), plan=replace(PLAN, pauses=(paused(16, 16),))) is None
    assert today(less(250_000), plan=replace(PLAN, pauses=(paused(1, 4),))) == values(1_000_000)
    assert today(less(250_000), plan=replace(PLAN, pauses=(paused(1, 5),))) is None, "nine days are too few"
    low = [*taken(1, 10), *taken(11, 14, 1, 1), *taken(15, 16, 250_000, 250_000)]
    assert today(low, plan=replace(PLAN, pauses=(paused(11, 14),))) == values(1_000_000)


@pytest.mark.parametrize("beside", ["", "08:00"])
def test_it_is_never_told_of_doses_as_needed(beside: str) -> None:
    needed = as_plan([saved(beside, amount=4 * MG, as_needed=AsNeeded(MG))])
    assert today(less(250_000), plan=needed) is None
    later = change(list(PLAN.steps), at("16 21:00"), beside, as_needed=AsNeeded(MG), starts=date(2026, 3, 17))
    assert today(less(250_000), plan=as_plan(later)) == values(1_000_000), "ordered from today on"
    before = as_plan(change([saved(beside, as_needed=AsNeeded(MG))], at("2 09:00"), "08:00 20:00", MG))
    assert today(less(250_000), plan=before) is None, "among the days before"
    long_ago = change([saved(beside, as_needed=AsNeeded(MG), starts="-9 00:00")], at("-1 09:00"), "08:00 20:00", MG)
    assert today(less(250_000), plan=as_plan(long_ago)) == values(1_000_000)


def test_where_nothing_was_planned_doses_have_to_be_as_regular_as_the_entries() -> None:
    assert today(less(250_000), plan=Plan()) == values(1_000_000)
    ten = [each for each in less(125_000) if each.on.day not in {2, 5, 8, 11}]
    assert today(ten, plan=Plan(), entries=(2, 5, 8, 11)) is not None
    nine = [each for each in ten if each.on.day != 13]
    assert today(nine, plan=Plan(), entries=(2, 5, 8, 11, 13)) is None
    new = as_plan([saved(amount=250_000, starts="16 00:00")])
    assert today(less(250_000), plan=new) == values(1_000_000), "it began within the last days"


def test_where_nothing_was_taken_for_the_hours_of_a_gap_the_gap_is_told_alone() -> None:
    """After the morning of the fifteenth: 36 hours later at 20:00 on the sixteenth."""
    doses = [*USUAL, dose("15 08:00", amount=MG), dose("16 20:00", amount=500_000)]
    assert today(doses) is None
    known = context_of(doses[:-1], "16 20:00", entries=(16,))
    assert gap.find(detail_of(dose("16 20:00")), known) is not None, "it was told with the dose that ended it"
    sooner = [*doses[:-1], dose("16 19:59", amount=500_000)]
    assert today(sooner) == values(1_500_000)
    no_gap = context_of(doses, "17 07:00", monograph=without(gap_hours=None))
    assert drop.find(None, no_gap) == values(1_500_000)
    until_now = [*USUAL, dose("15 19:00", amount=500_000)]
    assert today(until_now, "17 07:00", entries=(16,)) is None
    assert today(until_now, "17 06:59", entries=(16,)) == values(500_000)


def test_a_gap_that_ended_before_the_days_is_none_of_theirs() -> None:
    doses = [each for each in less(250_000) if each.on.day not in {9, 10}]
    assert today(doses, entries=(9, 10)) == values(1_000_000)


def test_the_day_is_that_of_the_patient() -> None:
    """Half past midnight in Berlin: the sixteenth is over there, and not in UTC."""
    assert today(less(250_000), "17 00:30") == values(1_000_000)


def test_without_its_numbers_in_the_monograph_it_is_silent() -> None:
    known = context_of(less(250_000), "17 07:00", monograph=without(drop=None))
    assert drop.find(None, known) is None
    assert drop.looks_back(None, known) == 0
    assert find(Episode(moment=moment(at("17 07:00"), BERLIN), what="seizure"), known) == ()


def test_other_numbers_are_other_days() -> None:
    three = Drop(percent=80, days=3, before_days=6, least_days=4)
    doses = [*taken(8, 13), *taken(14, 16, 750_000, 750_000)]
    found = drop.find(None, context_of(doses, "17 07:00", monograph=without(drop=three)))
    assert found is not None
    assert dict(found.values) == {
        "total": 4_500_000, "usual": 6 * MG, "days": 3, "first_on": "2026-03-14", "last_on": "2026-03-16",
    }  # fmt: skip


def test_days_of_which_no_two_follow_each_other_say_nothing_of_what_is_usual() -> None:
    few = Drop(percent=50, days=2, before_days=14, least_days=3)
    doses = [each for each in less(250_000) if each.on.day in {2, 5, 8, 15, 16}]
    assert drop.find(None, context_of(doses, "17 07:00", monograph=without(drop=few))) is None


def test_it_looks_back_over_seventeen_days_for_the_first_dose_of_a_day_alone() -> None:
    doses = less(250_000)
    first = detail_of(dose("17 08:00"))
    assert days_back(first, context_of(doses, "17 08:00")) == 17
    assert days_back(None, context_of(doses, "17 07:00")) == 16
    assert days_back(first, context_of([*doses, dose("17 07:00")], "17 08:00")) == 0
    assert days_back(Episode(moment=moment(at("17 07:00"), BERLIN), what="seizure"), context_of(doses, "17 07:00")) == 0


def test_it_says_what_is_recorded_and_to_log_it_before_it_says_not_to_stop() -> None:
    notice = drop.words(values(500_000), SPEAKING)
    assert [each.replace("\N{NO-BREAK SPACE}", " ") for each in notice.sentences] == [
        "Clonazepam, 15 March to 16 March: 0.5 mg recorded in all.",
        "Before that it was mostly 4 mg in 2 days.",
        "If you took more and did not log it, log it now.",
        "Do not stop suddenly: call your prescriber.",
        "Seizures that do not end can follow. That can threaten life.",
    ]
    assert (notice.level, notice.heading) == ("caution", "run-out")


lived = st.tuples(st.integers(1, 17), st.integers(0, 23), st.sampled_from([1, 250_000, MG]))


@given(st.lists(lived, max_size=30), st.lists(lived, max_size=10))
def test_what_is_lived_later_changes_nothing_and_the_order_of_writing_says_nothing(
    before: list[tuple[int, int, int]], later: list[tuple[int, int, int]]
) -> None:
    doses = [dose(f"{on} {hour:02d}:00", amount=amount) for on, hour, amount in before]
    more = [dose(f"{on + 17} {hour:02d}:30", amount=amount) for on, hour, amount in later]
    said = kept([*USUAL, *doses], "18 00:10")
    assert kept([*more, *reversed(doses), *USUAL], "18 00:10") == said
    assert said is None or said.number("total") * 2 < said.number("usual") + 1
