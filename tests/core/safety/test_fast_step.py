"""A step that falls faster than the example on the label: told just above it, and of nothing else."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from journal.core.medicine.thresholds import Thresholds
from journal.core.plan.reductions import Fall, falls
from journal.core.plan.regimens import Step
from journal.core.plan.schedules import AsNeeded, Days, PlannedDose
from journal.core.record.episodes import Episode
from journal.core.safety import fast_step
from journal.core.safety.check import find, find_in_steps
from journal.core.safety.rules import Context, Finding
from journal.core.values.clock import moment
from tests.core.plan.plans import at, planned_doses
from tests.core.safety.lived import CLONAZEPAM, SPEAKING, without

MARCH = date(2026, 3, 1)
KNOWN = Context(CLONAZEPAM, at("1 12:00"), "Europe/Berlin")
EXAMPLE: dict[str, int | str] = {"example_less": 250_000, "example_days": 3}


def in_a_row(*steps: tuple[int, int | None], **all_of_them: object) -> list[Step]:
    """Steps of so many millionths a day, each for so many days; with None an amount is as needed alone."""
    found, on = [], MARCH
    for days, amount in steps:
        ordered = {"as_needed": AsNeeded(500_000)} if amount is None else {"doses": planned_doses("08:00", amount)}
        shared = {"starts_on": on, "ends_on": on + timedelta(days=days - 1), "doses": (), "form": "tablet"}
        found.append(Step(**(shared | ordered | all_of_them)))  # type: ignore[arg-type]
        on += timedelta(days=days)
    found[-1] = replace(found[-1], ends_on=None)
    return found


def told(steps: list[Step], known: Context = KNOWN) -> list[tuple[int, Finding]]:
    """The day of March of each step of which something is told, and what."""
    return [(on.day, found[0].finding) for on, found in find_in_steps(steps, known).items()]


def test_a_fall_just_above_the_example_is_told_and_the_example_itself_is_not() -> None:
    values = {"before": 1_000_000, "after": 749_999, "days": 3} | EXAMPLE
    assert told(in_a_row((3, 1_000_000), (1, 749_999))) == [(4, Finding("caution", values))]
    assert told(in_a_row((3, 1_000_000), (1, 750_000))) == []
    assert told(in_a_row((3, 1_000_000), (1, 750_001))) == []
    assert [on for on, _found in told(in_a_row((5, 1_000_000), (1, 500_000)))] == [6]
    assert told(in_a_row((6, 1_000_000), (1, 500_000))) == [], "twice as much in twice the days"


def test_each_step_is_held_against_the_one_before_it() -> None:
    taper = in_a_row((14, 2_000_000), (3, 1_500_000), (2, 1_250_000), (30, 1_000_000))
    assert [(on, found.number("days")) for on, found in told(taper)] == [(20, 2)]


def test_more_or_the_same_is_no_fall_and_the_first_step_has_none_before_it() -> None:
    assert told(in_a_row((1, 500_000), (1, 500_000), (1, 2_000_000))) == []


def test_a_step_that_changes_the_times_alone_does_not_begin_the_days_anew() -> None:
    """Four days at 1 mg, whatever the hours: then 0.75 mg is no faster than the example."""
    same = in_a_row((3, 1_000_000), (1, 1_000_000), (9, 700_000))
    same[1] = replace(same[1], doses=planned_doses("08:00 20:00", 500_000))
    assert falls(same) == {date(2026, 3, 5): Fall(1_000_000, 700_000, 4)}
    assert told(same) == []


def test_doses_as_needed_alone_fall_from_nothing_and_to_nothing() -> None:
    assert told(in_a_row((1, 2_000_000), (1, None), (1, 500_000))) == []
    beside = in_a_row((1, 2_000_000), (1, 500_000), as_needed=AsNeeded(250_000))
    assert [on for on, _found in told(beside)] == [2], "what is planned beside them is planned"


def test_after_days_without_a_plan_nothing_falls() -> None:
    first, second = in_a_row((2, 2_000_000), (2, 500_000))
    assert told([first, replace(second, starts_on=date(2026, 3, 5))]) == []


def test_for_how_long_it_was_taken_before_the_record_began_nobody_knows() -> None:
    before, after = in_a_row((1, 2_000_000), (1, 500_000))
    assert told([replace(before, taken_before=True), after]) == []
    third = in_a_row((1, 2_000_000), (1, 1_000_000), (1, 500_000))
    assert [on for on, _found in told([replace(third[0], taken_before=True), *third[1:]])] == [3]


def test_days_that_are_not_every_day_count_by_their_average() -> None:
    """1 mg every second day is 0.5 mg a day."""
    every_second = in_a_row((4, 750_000), (4, 1_000_000))
    every_second[1] = replace(every_second[1], days=Days(2))
    assert falls(every_second) == {date(2026, 3, 5): Fall(750_000, 500_000, 4)}
    assert told(every_second) == []


def test_without_the_example_in_its_monograph_a_medicine_has_nothing_told_of_it() -> None:
    fast = in_a_row((1, 2_000_000), (1, 500_000))
    assert told(fast, replace(KNOWN, monograph=without(fast_step=None))) == []
    silent = replace(KNOWN, monograph=without(fast_step=None), fall=Fall(2_000_000, 500_000, 1))
    assert find(None, silent) == ()
    slow = Thresholds.model_validate({"fast_step": {"less_mg": "2", "days": 1}})
    assert told(fast, replace(KNOWN, monograph=CLONAZEPAM.model_copy(update={"thresholds": slow}))) == []


def test_of_an_entry_and_of_the_record_as_it_stands_it_says_nothing() -> None:
    assert fast_step.RULE.find(None, KNOWN) is None
    entry = Episode(moment=moment(at("1 12:00"), "Europe/Berlin"), what="seizure")
    assert find(entry, replace(KNOWN, fall=Fall(2_000_000, 500_000, 1))) == ()


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (1, "From 2 mg to 0.5 mg a day after 1 day: that is faster than the example on the label."),
        (3, "From 2 mg to 0.5 mg a day after 3 days: that is faster than the example on the label."),
    ],
)
def test_it_says_the_fact_and_whom_to_show_it_and_no_amount_of_its_own(days: int, said: str) -> None:
    found = Finding("caution", {"before": 2_000_000, "after": 500_000, "days": days} | EXAMPLE)
    notice = fast_step.words(found, SPEAKING)
    assert [each.replace("\N{NO-BREAK SPACE}", " ") for each in notice.sentences] == [
        said,
        "Show it to your prescriber.",
    ]
    assert notice.heading == "run-out"
    assert "0.25" not in " ".join(notice.sentences)


def test_a_step_of_several_times_falls_by_its_day() -> None:
    doses = (PlannedDose(at("1 08:00").time(), 500_000), PlannedDose(at("1 20:00").time(), 500_000))
    before, after = in_a_row((2, 1), (2, 500_000))
    assert [on for on, _found in told([replace(before, doses=doses), after])] == [3]
