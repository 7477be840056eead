"""The hours since the last dose: counted by hand, and what must hold whatever was recorded."""

from bisect import bisect_left
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from statistics import median
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.core.charts.hours import (
    BINS,
    ENDS,
    FEWEST_IN_BIN,
    LOOK_BACK,
    NOT_NOW,
    Answers,
    Bin,
    CheckIns,
    bin_of,
    bin_words,
    hours_chart,
)
from journal.core.charts.points import Of
from journal.core.plan.adherence import TakenDose, taken_dose
from journal.core.values.clock import EPOCH, Moment, minute_number
from journal.core.values.periods import Period
from tests.core.charts.test_points import NEVER_SAID

FIRST = date(2026, 10, 1)
PERIOD = Period(FIRST, FIRST + timedelta(days=27))
DROWSY, DIZZY = ("drowsiness", "Drowsiness"), ("dizziness", "Dizziness")
EVERY_DAY = frozenset(FIRST + timedelta(days=n) for n in range(-8, 40))
MIDNIGHT = datetime(2026, 10, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def at(hours: float, minutes: int = 0) -> datetime:
    """So long after the beginning of the first day, which lies in UTC."""
    return MIDNIGHT + timedelta(hours=hours, minutes=minutes)


def dose(hours: float, status: str = "taken", minutes: int = 0) -> TakenDose:
    moment = at(hours, minutes)
    return taken_dose(Moment(moment, "UTC", 0), 500_000, status, moment)


class Said(NamedTuple):
    """A check-in, and what it says of one effect, which is the worst and which is right now."""

    minute: int
    on: date
    answers: Sequence[tuple[str, int, int | None]]


def answer(hours: float, severity: int = 2, now: int | None = None, effect: str = "drowsiness", minutes: int = 0):
    """A check-in that answers this of the effect; "" is none."""
    moment = at(hours, minutes)
    return Said(minute_number(moment), moment.date(), ((effect, severity, now),) if effect else ())


def chart(told, doses, effects=(DROWSY,), entry_days=EVERY_DAY, period=PERIOD, of=None):
    check_ins = CheckIns([each.minute for each in told], [each.on.toordinal() for each in told])
    return hours_chart(period, effects, check_ins, columns(told), doses, entry_days, of or Of())


def columns(told) -> dict[str, Answers]:
    """What was said of each effect, column by column."""
    rows: dict[str, list[tuple[int, int, int]]] = {}
    for n, each in enumerate(told):
        for effect, worst, now in each.answers:
            rows.setdefault(effect, []).append((n, worst, NOT_NOW if now is None else now))
    return {effect: Answers(*zip(*own, strict=True)) for effect, own in rows.items()}


def counts(found) -> list[int]:
    """How many answers each bin of the only effect has."""
    return [each.answers for each in found.panels[0].bins] if found.panels else [0] * BINS


# Which bin


@pytest.mark.parametrize(
    ("minutes", "bin_number"),
    [(0, 0), (60, 0), (120, 0), (121, 1), (240, 1), (241, 2), (480, 2), (481, 3), (720, 3), (721, 4), (6 * 24 * 60, 4)],
)
def test_right_now_stands_at_its_hours_after_the_last_dose(minutes: int, bin_number: int) -> None:
    found = counts(chart([answer(8, now=1, minutes=minutes)], [dose(8)]))
    assert found == [int(n == bin_number) for n in range(BINS)]


def test_the_last_dose_before_an_answer_counts_and_no_later_one() -> None:
    assert counts(chart([answer(13, now=1)], [dose(0), dose(8), dose(14)])) == [0, 0, 1, 0, 0]


def test_a_skipped_dose_is_none() -> None:
    assert counts(chart([answer(13, now=1)], [dose(0), dose(12, "skipped")])) == [0, 0, 0, 0, 1]


def test_seconds_do_not_decide_since_no_form_shows_them() -> None:
    later = Said(minute_number(at(10) + timedelta(seconds=59)), FIRST, (("drowsiness", 1, 1),))
    assert counts(chart([later], [dose(8)])) == [1, 0, 0, 0, 0]


def test_right_now_counts_as_it_was_and_not_as_the_worst() -> None:
    found = chart([answer(9 + n / 10, severity=4, now=1) for n in range(3)], [dose(8)])
    assert found.panels[0].bins[0] == Bin(3, 1, 1, 1.0, 1, 1)


def test_a_worst_without_hours_is_left_out() -> None:
    """The first check-in stands for 24 hours, the second for four, over two bins each."""
    assert chart([answer(9), answer(13)], [dose(8)]).panels == ()


def test_a_check_in_whose_whole_time_lies_in_one_bin_counts() -> None:
    """At 12:30 and at 15:30, after a dose at 08:00: from 4 h 30 min to 7 h 30 min."""
    assert counts(chart([answer(12.5), answer(15.5, severity=3)], [dose(8)])) == [0, 0, 1, 0, 0]


def test_a_dose_within_that_time_leaves_it_out() -> None:
    assert chart([answer(12.5), answer(15.5)], [dose(8), dose(15)]).panels == ()


def test_a_dose_at_its_end_leaves_it_out_and_one_at_its_beginning_does_not() -> None:
    assert chart([answer(12), answer(13)], [dose(8), dose(13)]).panels == ()
    assert counts(chart([answer(12), answer(13)], [dose(8), dose(12)])) == [1, 0, 0, 0, 0]


def test_a_check_in_that_rated_nothing_ends_the_time_before_it() -> None:
    assert counts(chart([answer(12.5, effect=""), answer(15.5)], [dose(8)])) == [0, 0, 1, 0, 0]


def test_a_time_longer_than_a_day_is_cut_there() -> None:
    """From 40 to 64 hours after the dose: all of it is over 12 hours."""
    assert counts(chart([answer(64)], [dose(0)])) == [0, 0, 0, 0, 1]


def test_without_a_dose_before_it_an_answer_has_no_hours() -> None:
    assert chart([answer(9, now=2)], []).panels == ()
    assert chart([answer(9, now=2)], [dose(10)]).panels == ()


def test_a_week_after_the_last_dose_nothing_is_counted_from_it() -> None:
    hours = LOOK_BACK / timedelta(hours=1)
    assert counts(chart([answer(hours, now=2)], [dose(0)])) == [0, 0, 0, 0, 1]
    assert chart([answer(hours, now=2, minutes=1)], [dose(0)]).panels == ()


def test_a_day_without_any_entry_may_hide_a_dose() -> None:
    days = EVERY_DAY - {FIRST + timedelta(days=1)}
    assert counts(chart([answer(50, now=2)], [dose(20)])) == [0, 0, 0, 0, 1]
    assert chart([answer(50, now=2)], [dose(20)], entry_days=days).panels == ()
    assert counts(chart([answer(32, now=2)], [dose(20)], entry_days=days)) == [0, 0, 0, 1, 0], (
        "its own day is not asked"
    )


def test_answers_outside_the_period_and_of_other_effects_are_left_out() -> None:
    before = [answer(-3, now=2), answer(-2, now=2)]
    assert chart([*before, answer(9, now=2, effect="saliva")], [dose(-4), dose(8)]).panels == ()


# What is said of a bin


@pytest.mark.parametrize(
    ("severities", "expected"),
    [
        ([], Bin(0)),
        ([3], Bin(1, 3, 3, None, 3, 3)),
        ([1, 4], Bin(2, 1, 1, None, 4, 4)),
        ([2, 0, 1], Bin(3, 0, 0, 1.0, 2, 2)),
        ([4, 0, 1, 2, 3], Bin(5, 0, 1, 2.0, 3, 4)),
        ([1, 2, 2, 3], Bin(4, 1, 1, 2.0, 3, 3)),
        ([0, 1, 2, 3], Bin(4, 0, 0, 1.5, 3, 3)),
        ([0, 0, 1, 1, 1, 2, 2, 4, 4], Bin(9, 0, 1, 1.0, 2, 4)),
    ],
)
def test_a_bin_has_its_count_its_middle_and_its_spread(severities: list[int], expected: Bin) -> None:
    assert bin_of(severities) == expected


@given(st.lists(st.integers(0, 4), min_size=FEWEST_IN_BIN, max_size=60))
def test_half_of_the_answers_at_least_lie_in_the_middle_half(severities: list[int]) -> None:
    found = bin_of(severities)
    assert found.median == median(severities)
    assert found.low is not None
    assert found.quarter is not None
    assert found.three_quarters is not None
    assert found.high is not None
    assert found.low <= found.quarter <= found.median <= found.three_quarters <= found.high
    inside = [each for each in severities if found.quarter <= each <= found.three_quarters]
    assert 2 * len(inside) >= len(severities)


def test_the_bins_are_said_in_hours() -> None:
    said = [bin_words(n).replace("\u00a0", " ") for n in range(BINS)]
    assert said == ["0 to 2 h", "2 to 4 h", "4 to 8 h", "8 to 12 h", "over 12 h"]


# What must hold whatever was recorded

minutes = st.integers(0, 27 * 24 * 60)
given_answers = st.lists(
    st.tuples(
        minutes, st.integers(0, 4), st.one_of(st.none(), st.just(0)), st.sampled_from(["drowsiness", "", "saliva"])
    ),
    max_size=40,
)
given_doses = st.lists(st.tuples(minutes, st.sampled_from(["taken", "taken", "skipped"])), max_size=40)


def recorded(answers, doses):
    return (
        [answer(0, severity, now, effect, minutes=minute) for minute, severity, now, effect in answers],
        [dose(0, status, minutes=minute) for minute, status in doses],
    )


@given(given_answers, given_doses, st.randoms(use_true_random=False))
def test_the_order_in_which_a_record_is_read_changes_nothing(answers, doses, random) -> None:
    told, taken = recorded(answers, doses)
    found = chart(told, taken)
    random.shuffle(told)
    random.shuffle(taken)
    assert chart(told, taken) == found


@given(given_answers, given_doses, st.integers(-14, 14))
def test_another_zone_moves_no_interval(answers, doses, hours) -> None:
    """The same instants, on the days of another clock."""
    told, taken = recorded(answers, doses)
    shift, wide = timedelta(hours=hours), Period(FIRST - timedelta(days=2), FIRST + timedelta(days=30))
    elsewhere = [each._replace(on=(EPOCH + each.minute * MINUTE + shift).date()) for each in told]
    moved = [taken_dose(Moment(each.at, "UTC", hours * 60), each.amount, each.status, each.at) for each in taken]
    assert chart(elsewhere, moved, period=wide).panels == chart(told, taken, period=wide).panels


@given(given_answers, given_doses)
def test_no_answer_counts_twice_and_none_is_made_up(answers, doses) -> None:
    told, taken = recorded(answers, doses)
    given_of_it = [said for each in told for said in each.answers if said[0] == "drowsiness"]
    found = chart(told, taken)
    assert sum(counts(found)) <= len(given_of_it)
    for panel in found.panels:
        for each in panel.bins:
            assert (each.low is None) == (each.answers == 0), "without an answer nothing is known, and nothing is 0"


@given(given_answers, given_doses, st.integers(0, 27))
def test_taking_the_entries_of_a_day_away_makes_no_unknown_a_none(answers, doses, number) -> None:
    """What is counted then was answered, on another day."""
    gone = FIRST + timedelta(days=number)
    told, taken = ([each for each in kind if each.on != gone] for kind in recorded(answers, doses))
    severities = {value for each in told for said in each.answers for value in said[1:]}
    found = chart(told, taken, entry_days=EVERY_DAY - {gone})
    for each in found.panels[0].bins if found.panels else ():
        assert {each.low, each.quarter, each.three_quarters, each.high} <= severities | {None}
        assert (each.low is None) == (each.answers == 0)


def one_by_one(told, doses, entry_days=EVERY_DAY) -> list[list[int]]:
    """The answers of each bin, sorted in one after the other: the check-in before, the last dose, the days between."""
    ends = [end // MINUTE for end in ENDS]
    taken = sorted((minute_number(each.at), each.on) for each in doses if each.status == "taken")
    found: list[list[int]] = [[] for _ in range(BINS)]
    for each in told:
        earlier = [minute for minute, _on in taken if minute <= each.minute]
        if each.on not in PERIOD or not earlier:
            continue
        last, last_on = taken[len(earlier) - 1]
        passed, between = each.minute - last, [on for on in EVERY_DAY if last_on < on < each.on]
        if passed > LOOK_BACK // MINUTE or not all(on in entry_days for on in between):
            continue
        before = max((other.minute for other in told if other.minute < each.minute), default=-(10**9))
        first = passed - min(each.minute - before, 24 * 60)
        number = bisect_left(ends, passed)
        for effect, worst, now in each.answers:
            if effect == "drowsiness" and (now is not None or (first >= 0 and bisect_left(ends, first) == number)):
                found[number].append(worst if now is None else now)
    return found


@given(given_answers, given_doses, st.sets(st.integers(0, 27)))
def test_all_at_once_are_sorted_in_as_one_after_the_other(answers, doses, gone) -> None:
    told, taken = recorded(answers, doses)
    entry_days = EVERY_DAY - {FIRST + timedelta(days=number) for number in gone}
    expected = tuple(map(bin_of, one_by_one(told, taken, entry_days)))
    found = chart(told, taken, entry_days=entry_days)
    assert found.panels[0].bins == expected if found.panels else not any(each.answers for each in expected)


# Words and states


def evening(count: int, **more) -> list[Said]:
    """Answers at 21:00 and at 11:00 of the first days."""
    return [answer(24 * n + hour, now=now, **more) for n in range(count) for hour, now in ((21, 2), (11, 1))]


DAILY = [dose(24 * n + 20) for n in range(-1, 12)]


def test_a_line_for_each_effect_and_a_table_with_every_bin() -> None:
    found = chart(evening(4) + evening(1, effect="dizziness"), DAILY, effects=(DROWSY, DIZZY))
    assert found.caption.state == "chart"
    assert found.caption.question == "How were the side effects in the hours after a dose?"
    assert found.caption.lines == (
        "Drowsiness: moderate (0 to 2\u00a0h), mild (over 12\u00a0h). 8 answers.",
        "Dizziness: 2 answers, too few to compare.",
    )
    assert found.table.head == ("Hours since the last dose", "Drowsiness", "Dizziness")
    assert found.table.rows == (
        ("0 to 2\u00a0h", "moderate (4 answers)", "moderate (1 answer)"),
        ("2 to 4\u00a0h", "no answer", "no answer"),
        ("4 to 8\u00a0h", "no answer", "no answer"),
        ("8 to 12\u00a0h", "no answer", "no answer"),
        ("over 12\u00a0h", "mild (4 answers)", "mild (1 answer)"),
    )


def test_the_table_says_the_spread_and_what_there_is_of_a_bin_with_too_few() -> None:
    spread = [answer(24 * n + 21, severity=4, now=now) for n, now in enumerate((0, 1, 1, 2, 4))]
    few = [answer(24 * n + 11, severity=4, now=n) for n in (1, 3)]
    [soon, *_, late] = chart(spread + few, DAILY).table.rows
    assert soon == ("0 to 2\u00a0h", "mild; middle half mild to moderate, all none to very severe (5 answers)")
    assert late == ("over 12\u00a0h", "mild to severe (2 answers)")


def test_an_effect_without_an_answer_has_no_panel() -> None:
    found = chart(evening(4), DAILY, effects=(DIZZY, DROWSY))
    assert [panel.name for panel in found.panels] == ["Drowsiness"]
    assert found.caption.question == "How was drowsiness in the hours after a dose?"


@pytest.mark.parametrize(
    ("answers", "doses", "state", "said"),
    [
        ([], DAILY, "empty", "No answer to “And right now?” in this period."),
        ([answer(9), answer(13)], [dose(8)], "empty", "No answer to “And right now?” in this period."),
        ([answer(9, now=1)], [], "too_few_doses", "No dose is recorded in the days before these answers."),
        ([answer(9, now=1)], [dose(8)], "too_few_answers", "Drowsiness: 1 answer, too few to compare."),
    ],
)
def test_what_is_missing_is_said(answers, doses, state: str, said: str) -> None:
    caption = chart(answers, doses).caption
    assert caption.state == state
    assert said in caption.answer


def test_one_of_several_medicines_is_named() -> None:
    for effects, asked in (
        ((DROWSY,), "How was drowsiness in the hours after a dose of Tea?"),
        ((DROWSY, DIZZY), "How were the side effects in the hours after a dose of Tea?"),
    ):
        told = evening(4) + (evening(4, effect="dizziness") if len(effects) > 1 else [])
        caption = chart(told, DAILY, effects=effects, of=Of("Tea", "drops")).caption
        assert caption.question == asked
        assert caption.alt_text.startswith("Tea: Drowsiness: moderate")


def test_it_says_what_it_is_made_of_and_nothing_of_a_cause() -> None:
    caption = chart(evening(4), DAILY).caption
    assert "Only answers to “And right now?” count" in caption.explanation
    assert "Fewer than 3 are shaded" in caption.explanation
    assert not NEVER_SAID.search(f"{caption.question} {caption.answer} {caption.explanation}")
