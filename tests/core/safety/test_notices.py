"""Safety notices: which entries a rule speaks about, at the very values of its thresholds, and when it is silent."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.core.medicine.monograph import DATA, read_monograph
from journal.core.record.checkins import CheckIn, Rated
from journal.core.record.doses import Dose
from journal.core.record.entries import Detail
from journal.core.record.episodes import Episode
from journal.core.safety.notices import GAP, LARGE_AMOUNT, LONG_SEIZURE, RULES, VERY_LOW_MOOD, check_entry, gap
from journal.core.values.clock import moment

NOW = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
HERE = moment(NOW, "Europe/Berlin")
CLONAZEPAM = read_monograph(DATA / "clonazepam.toml")
EXAMPLAMINE = read_monograph(Path(__file__).parents[2] / "data" / "examplamine.toml")


def dose(amount_ug: int, status: str = "taken") -> Dose:
    return Dose.model_validate({"moment": HERE, "status": status, "amount_ug": amount_ug, "form": "tablet"})


def check_in(mood: int | None = None, **ratings: int) -> CheckIn:
    rated = tuple(Rated(effect=effect, severity=severity) for effect, severity in ratings.items())
    return CheckIn(moment=HERE, day_on=HERE.on, ratings=rated, mood=mood)


def episode(what: str, minutes: int | None, severity: int | None = None) -> Episode:
    return Episode(moment=HERE, what=what, minutes=minutes, severity=severity)


@pytest.mark.parametrize(
    ("detail", "expected"),
    [
        (check_in(mood_low=4), (VERY_LOW_MOOD,)),
        (check_in(mood=1), (VERY_LOW_MOOD,)),
        (check_in(mood=1, mood_low=4), (VERY_LOW_MOOD,)),
        (check_in(mood=2, mood_low=3, drowsiness=4, mood_irritable=4), ()),
        (check_in(mood=5), ()),
        (check_in(), ()),
        (dose(4001), (LARGE_AMOUNT,)),
        (dose(40_000), (LARGE_AMOUNT,)),
        (dose(4000), ()),
        (dose(40_000, "skipped"), ()),
        (episode("seizure", 5), (LONG_SEIZURE,)),
        (episode("seizure", 1440), (LONG_SEIZURE,)),
        (episode("seizure", 4, 4), ()),
        (episode("seizure", None), ()),
        (episode("panic_attack", 60), ()),
    ],
    ids=str,
)
def test_a_rule_speaks_at_its_threshold_and_not_below(detail: Detail, expected: tuple[object, ...]) -> None:
    assert check_entry(detail, CLONAZEPAM) == expected


def test_the_amount_is_the_monographs() -> None:
    assert check_entry(dose(60_000), EXAMPLAMINE) == ()
    assert check_entry(dose(60_001), EXAMPLAMINE) == (LARGE_AMOUNT,)


def test_what_a_rule_says_is_calm_and_leads_to_help() -> None:
    for notice in (VERY_LOW_MOOD, LARGE_AMOUNT, LONG_SEIZURE, GAP):
        assert notice.heading in {"too-much", "twice", "seizure", "self-harm", "run-out"}
        assert notice.level in {"note", "caution", "urgent", "emergency"}
        assert "!" not in "".join((*notice.sentences, notice.link))
    assert len(RULES) == 3
    assert GAP.sentences == (
        "If you took it and did not log it, log it now.",
        "Do not stop suddenly: call your prescriber.",
    )


LAST = NOW - timedelta(hours=36)
EMPTY = LAST + timedelta(hours=12)


def test_the_gap_guard_speaks_after_36_hours_with_a_window_closed_empty() -> None:
    assert gap(LAST, [EMPTY], plan_goes_on=True, now=NOW) == GAP
    assert gap(LAST - timedelta(days=30), [EMPTY], plan_goes_on=True, now=NOW) == GAP
    assert gap(LAST + timedelta(seconds=1), [EMPTY], plan_goes_on=True, now=NOW) is None


def test_the_gap_guard_is_silent_without_an_empty_window_a_plan_or_a_dose() -> None:
    assert gap(LAST, [], plan_goes_on=True, now=NOW) is None
    assert gap(LAST, [LAST - timedelta(hours=1), LAST], plan_goes_on=True, now=NOW) is None
    assert gap(LAST, [EMPTY], plan_goes_on=False, now=NOW) is None
    assert gap(None, [EMPTY], plan_goes_on=True, now=NOW) is None


@given(hours=st.integers(0, 35), empty=st.lists(st.integers(-100, 100)))
def test_the_gap_guard_never_speaks_within_36_hours_of_a_dose(hours: int, empty: list[int]) -> None:
    closed = [NOW + timedelta(hours=n) for n in empty]
    assert gap(NOW - timedelta(hours=hours), closed, plan_goes_on=True, now=NOW) is None
