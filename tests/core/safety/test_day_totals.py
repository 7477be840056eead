"""The total of a day: above what was planned for it, and above the range of the monograph."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.core.medicine.daily_range import RangeFor, no_range
from journal.core.medicine.monograph import Monograph
from journal.core.plan.schedules import AsNeeded, Days
from journal.core.safety import day_total_plan, day_total_range
from journal.core.safety.rules import Finding, Speaking
from journal.core.safety.tablet_words import as_tablets
from tests.core.plan.plans import as_plan, at, change, dose, paused, saved
from tests.core.safety.lived import CLONAZEPAM, SPEAKING, found_of, without

TWICE = [saved()]  # 0.5 mg at 08:00 and at 20:00
MG = 1_000_000


def plan_of(lived: str, *before: tuple[str, int], amount: int = 500_000, plan: object = TWICE) -> Finding | None:
    doses = [dose(text, amount=taken) for text, taken in before]
    return found_of(dose(lived, amount=amount), doses, plan).get("day_total_plan")


def range_of(lived: str, *before: tuple[str, int], amount: int = 500_000, plan: object = ()) -> Finding | None:
    doses = [dose(text, amount=taken) for text, taken in before]
    return found_of(dose(lived, amount=amount), doses, plan).get("day_total_range")


def test_a_dose_that_brings_the_day_above_its_plan_is_told_and_one_that_fills_it_is_not() -> None:
    assert plan_of("10 20:00", ("10 08:00", 500_000)) is None
    found = plan_of("10 20:00", ("10 08:00", 500_001))
    assert found == Finding("note", {"total": 1_000_001, "planned": MG})
    assert plan_of("10 20:00", ("10 08:00", 750_000), ("10 08:30", 500_000)) is None, "it was above before"
    assert plan_of("10 20:00", ("10 08:00", 500_000), ("10 08:30", 500_000)) is not None


def test_on_a_day_above_its_plan_only_a_dose_that_adds_to_it_is_told_again() -> None:
    thrice = [saved("08:00 14:00 20:00")]
    before = ("10 08:00", MG), ("10 14:00", MG)
    assert plan_of("10 14:00", before[0], amount=MG, plan=thrice) is not None
    assert plan_of("10 20:00", *before, plan=thrice) is None
    assert plan_of("10 20:00", *before, amount=500_001, plan=thrice) is not None


def test_an_evening_dose_after_midnight_counts_for_its_evening() -> None:
    assert plan_of("11 00:30", ("10 08:00", MG)) is not None
    assert plan_of("11 08:00", ("10 08:00", 500_000), ("11 00:30", 500_000)) is None
    assert plan_of("11 20:00", ("11 00:30", 500_000), ("11 08:00", 500_000)) is None


def test_a_dose_that_another_rule_tells_of_is_not_told_twice() -> None:
    beside = found_of(dose("10 20:40"), [dose("10 08:00"), dose("10 20:00")], TWICE)
    assert beside.keys() == {"double_dose"}
    large = found_of(dose("10 20:00", amount=5 * MG), [dose("10 08:00")], TWICE)
    assert large.keys() == {"large_amount"}
    needed = [saved(as_needed=AsNeeded(500_000, 500_000))]
    more = found_of(dose("10 23:00"), [dose("10 08:00"), dose("10 20:00"), dose("10 22:00")], needed)
    assert more.keys() == {"as_needed"}


@pytest.mark.parametrize(
    "plan",
    [
        as_plan(TWICE, paused(10, 11)),
        change(TWICE, at("9 21:00")),
        [saved("", as_needed=AsNeeded(500_000))],
        [saved(as_needed=AsNeeded(500_000))],
        (),
    ],
    ids=["in a pause", "ended", "as needed alone", "as needed besides", "no plan"],
)
def test_where_a_day_has_no_plan_of_its_own_nothing_is_above_it(plan: object) -> None:
    assert plan_of("10 20:00", ("10 08:00", MG), amount=MG, plan=plan) is None


def test_a_skipped_dose_is_no_total() -> None:
    assert not found_of(dose("10 20:00", "skipped", amount=MG), [dose("10 08:00", amount=MG)], TWICE)
    assert not found_of(dose("10 20:00"), [dose("10 08:00", "skipped", amount=3 * MG)], TWICE)


def test_the_day_of_a_change_has_what_was_planned_on_it() -> None:
    """From noon on 1 mg in the evening: the day has the old morning and the new evening."""
    changed = change(TWICE, at("10 12:00"), "08:00 20:00", amount=MG)
    assert plan_of("10 20:00", ("10 08:00", 500_000), amount=MG, plan=changed) is None
    assert plan_of("10 20:00", ("10 08:00", 500_000), amount=MG + 1, plan=changed) is not None


@pytest.mark.parametrize("on", [date(2026, 3, 29), date(2026, 10, 25), date(2028, 2, 29)])
def test_the_day_of_a_clock_change_and_the_29th_of_february_are_whole_days(on: date) -> None:
    day = (on - date(2026, 3, 1)).days + 1
    assert plan_of(f"{day} 20:00", (f"{day - 1} 20:00", 500_000), (f"{day} 08:00", 500_000)) is None
    assert plan_of(f"{day} 20:00", (f"{day - 1} 20:00", 500_000), (f"{day} 08:00", 500_001)) is not None
    assert range_of(f"{day} 20:00", (f"{day - 1} 22:00", MG), (f"{day} 08:00", 500_000)) is None
    assert range_of(f"{day} 20:00", (f"{day - 1} 22:00", MG), (f"{day} 08:00", 500_001)) is not None
    hours_ago = {29: "19:00", 25: "21:00"}.get(on.day if on.year == 2026 else 0, "20:00")
    assert range_of(f"{day} 20:00", (f"{day - 1} {hours_ago}", 2 * MG)) is None, "24 real hours ago"


def test_a_plan_of_every_second_day_is_compared_on_its_day() -> None:
    plan = [saved("20:00", amount=MG, days=Days(2))]
    assert plan_of("11 20:00", ("9 20:00", MG), amount=MG, plan=plan) is None
    assert plan_of("11 20:00", ("9 20:00", MG), amount=MG + 1, plan=plan) is not None


def test_the_words_of_a_day_above_its_plan() -> None:
    told = day_total_plan.words(Finding("note", {"total": 1_500_000, "planned": MG}), SPEAKING)
    assert (told.level, told.heading) == ("note", "too-much")
    assert told.sentences == (
        "With this dose it is 1.5\u00a0mg for the day. 1\u00a0mg is planned.",
        "Not sure? Ask your pharmacist.",
    )


def test_a_total_above_the_range_is_a_note_above_4_mg_a_question_and_above_20_mg_an_urgent_one() -> None:
    assert range_of("10 20:00", ("10 08:00", 1_500_000)) is None
    assert range_of("10 20:00", ("10 08:00", 1_500_001)) == Finding(
        "note", {"total": 2_000_001, "above": 2 * MG, "of": "24_hours"}
    )
    before = ("10 12:00", MG), ("10 16:00", MG)
    four, more = (range_of("10 20:00", *before, amount=taken) for taken in (2 * MG, 2 * MG + 1))
    assert (four and four.level, more and more.level) == ("note", "caution")
    many = tuple((f"10 {hour:02}:00", 4 * MG) for hour in (8, 10, 12, 14))
    twenty, beyond = (range_of("10 16:00", *many, amount=taken) for taken in (4 * MG, 4 * MG + 1))
    assert twenty is None, "above 4 mg it was asked about before"
    assert beyond == Finding("urgent", {"total": 20 * MG + 1, "above": 20 * MG, "of": "24_hours"})
    beyond = range_of("10 16:00", *many, ("10 15:00", MG), amount=4 * MG)
    assert beyond == Finding("urgent", {"total": 21 * MG, "above": 20 * MG, "of": "24_hours"})


def test_each_is_said_once_while_the_24_hours_stay_above_it() -> None:
    hours = [(f"{day} {clock}", MG) for day in (8, 9) for clock in ("08:00", "14:00", "20:00")]
    assert range_of("8 20:00", *hours[:2], amount=MG) is not None
    for n in range(3, 6):
        assert range_of(hours[n][0], *hours[:n], amount=MG) is None
    assert range_of("12 20:00", *hours, ("12 08:00", MG), ("12 14:00", MG), amount=MG) is not None


def test_a_day_is_24_hours_without_a_plan_and_the_day_of_the_planned_times_with_one() -> None:
    assert range_of("11 07:59", ("10 08:00", 2 * MG)) is not None
    assert range_of("11 08:00", ("10 08:00", 2 * MG)) is None
    assert range_of("11 07:59", ("10 08:00", 2 * MG), plan=TWICE) is None
    found = range_of("10 20:00", ("10 08:00", 2 * MG), plan=TWICE)
    assert found == Finding("note", {"total": 2_500_000, "above": 2 * MG, "of": "day"})


def test_what_was_ordered_for_the_day_is_not_told() -> None:
    much = [saved("08:00 20:00", amount=3 * MG)]
    assert range_of("10 20:00", ("10 08:00", 3 * MG), amount=3 * MG, plan=much) is None
    more = range_of("10 20:00", ("10 08:00", 3 * MG), amount=3 * MG + 1, plan=much)
    assert more == Finding("caution", {"total": 6 * MG + 1, "above": 4 * MG, "of": "day"})
    needed = [saved("", as_needed=AsNeeded(MG, 3 * MG))]
    assert range_of("10 20:00", ("10 08:00", MG), ("10 14:00", MG), amount=MG, plan=needed) is None
    assert range_of("10 20:00", ("10 08:00", MG), ("10 14:00", MG), amount=MG + 1, plan=needed) is not None


def test_an_amount_that_was_asked_about_is_not_asked_about_twice() -> None:
    assert found_of(dose("10 20:00", amount=5 * MG), []).keys() == {"large_amount"}
    assert found_of(dose("10 20:00", amount=40 * MG), []).keys() == {"large_amount"}
    both = found_of(dose("10 20:00", amount=6 * MG), [dose("10 08:00", amount=15 * MG)])
    assert both.keys() == {"large_amount", "day_total_range"}, "6 mg at once, and 21 mg in a day"
    assert both["day_total_range"].level == "urgent"


def test_a_large_dose_hides_no_total_that_it_alone_does_not_make() -> None:
    """Of a medicine in several doses one dose is asked about below the most of a day: both are facts of their own."""
    usual = CLONAZEPAM.daily_range.model_copy(update={"ask_above": MG})
    several = CLONAZEPAM.model_copy(update={"daily_range": usual})
    lived, before = dose("10 20:00", amount=1_500_000), [dose("10 08:00", amount=MG)]
    found = found_of(lived, before, monograph=several)
    assert found.keys() == {"large_amount", "day_total_range"}
    assert found["day_total_range"] == Finding("note", {"total": 2_500_000, "above": 2 * MG, "of": "24_hours"})
    assert found_of(lived, [], monograph=several).keys() == {"large_amount"}, "1.5 mg in a day is within the range"
    ordered = [saved("08:00 20:00", amount=1_500_000)]
    found = found_of(lived, [dose("10 08:00", amount=2 * MG)], ordered, monograph=several)
    assert found["day_total_plan"] == Finding("note", {"total": 3_500_000, "planned": 3 * MG})


def test_a_threshold_that_is_left_out_is_silent() -> None:
    before = [dose("10 12:00", amount=4 * MG)]
    lived = dose("10 20:00", amount=MG)
    assert found_of(lived, before)["day_total_range"].level == "caution"
    assert "day_total_range" not in found_of(lived, before, monograph=without(day_total=None)), "a note was before"
    note = found_of(dose("10 20:00", amount=3 * MG), [], monograph=without(day_total=None))["day_total_range"]
    assert note.level == "note"
    unknown = CLONAZEPAM.model_copy(update={"forms": ()})
    assert "day_total_range" not in found_of(lived, before, monograph=unknown)


def test_the_words_above_the_range() -> None:
    note = Finding("note", {"total": 3 * MG, "above": 2 * MG, "of": "day"})
    assert not day_total_range.asks(note)
    assert day_total_range.words(note, SPEAKING).sentences == (
        "With this dose it is 3\u00a0mg for the day.",
        "This is above the range in this monograph. What your prescriber ordered counts.",
    )
    asked = day_total_range.question(replace(note, level="caution"), SPEAKING)
    assert day_total_range.asks(replace(note, level="caution"))
    assert (asked.asked, asked.sentence, asked.yes, asked.no, asked.is_overdose) == (
        "Did you take 3\u00a0mg in all?",
        "With this dose it is 3\u00a0mg for the day.",
        "Yes, it was 3\u00a0mg in all",
        "No, something is wrong here",
        False,
    )


def test_a_total_of_an_overdose_says_how_many_tablets_it_would_be() -> None:
    much = Finding("urgent", {"total": 22 * MG, "above": 20 * MG, "of": "24_hours"})
    asked = day_total_range.question(much, SPEAKING)
    assert asked.is_overdose
    said = "With this dose it is 22\u00a0mg in 24 hours. It would be 11 tablets of 2\u00a0mg."
    assert asked.sentence == said
    assert " ".join(day_total_range.words(much, SPEAKING).sentences) == said
    assert as_tablets(23 * MG, SPEAKING) == "It would be more than 11 tablets of 2\u00a0mg."
    assert as_tablets(2 * MG, SPEAKING) == "It would be 1 tablet of 2\u00a0mg."
    assert as_tablets(3 * MG, SPEAKING) == "It would be more than 1 tablet of 2\u00a0mg."
    drops = CLONAZEPAM.model_copy(update={"forms": (CLONAZEPAM.forms[-1],)})
    assert as_tablets(22 * MG, Speaking(drops)) == ""


@given(
    taken=st.lists(
        st.tuples(st.integers(0, 3 * 24 * 60 - 1), st.integers(1, 8)), min_size=1, max_size=8, unique_by=lambda n: n[0]
    ),
    is_planned=st.booleans(),
)
def test_a_total_is_never_told_below_the_range_nor_up_to_the_plan(
    taken: list[tuple[int, int]], is_planned: bool
) -> None:
    doses = [
        dose(f"{10 + minute // 1440} {minute % 1440 // 60:02}:{minute % 60:02}", amount=n * 500_000)
        for minute, n in taken
    ]
    for lived in doses:
        found = found_of(lived, doses, TWICE if is_planned else ())
        in_all = sum(d.amount for d in doses if lived.at - timedelta(hours=48) < d.at <= lived.at)
        if (said := found.get("day_total_range")) is not None:
            assert int(said.values["above"]) < int(said.values["total"]) <= in_all
        if (said := found.get("day_total_plan")) is not None:
            assert int(said.values["planned"]) < int(said.values["total"]) <= in_all
            assert is_planned


SEVERAL = {"worry": (MG, 4 * MG), "panic disorder": (MG, 6 * MG), "older people": (MG, 2 * MG)}


def of_ranges(ranges: dict[str, tuple[int, int]]) -> Monograph:
    """A monograph with these ranges, and with no total of a day that is asked about."""
    made = tuple(RangeFor.model_construct(for_whom=who, low=low, high=high) for who, (low, high) in ranges.items())
    usual = no_range().model_copy(update={"ranges": made})
    return without(day_total=None).model_copy(update={"daily_range": usual})


def test_of_several_ranges_it_speaks_above_the_highest_and_calls_none_the_patients_own() -> None:
    known, before = of_ranges(SEVERAL), [dose("10 12:00", amount=5 * MG)]
    assert found_of(dose("10 20:00", amount=MG), before, monograph=known) == {}
    found = found_of(dose("10 20:00", amount=MG + 1), before, monograph=known)["day_total_range"]
    assert found == Finding("note", {"total": 6 * MG + 1, "above": 6 * MG, "of": "24_hours"})
    said = " ".join(day_total_range.words(found, Speaking(known)).sentences)
    assert "This is above every range in this monograph. What your prescriber ordered counts." in said
    assert not any(who in said for who in SEVERAL)


def test_without_a_range_no_total_is_above_it_and_no_dose_is_large() -> None:
    assert found_of(dose("10 20:00", amount=900 * MG), [], monograph=of_ranges({})) == {}
