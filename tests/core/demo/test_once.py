"""What happens to the made-up patient once stands beside a story that stays as it was, each on a day of its own."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from journal.core.demo.beside import with_others
from journal.core.demo.once import SICK, with_moments
from journal.core.demo.story import story
from journal.core.demo.told import Story
from journal.core.medicine.monograph import DATA, Monograph, read_monograph
from journal.core.record.checkins import CheckIn
from journal.core.record.doses import Dose
from journal.core.record.episodes import Episode

BERLIN = "Europe/Berlin"
LAST = datetime(2026, 7, 10, 14, 30, tzinfo=UTC)
CLONAZEPAM = read_monograph(DATA / "clonazepam.toml")
EXAMPLAMINE = read_monograph(Path(__file__).parents[2] / "data" / "examplamine.toml")


def told(seed: int, zone: str = BERLIN, days: int = 60) -> tuple[Story, Story]:
    """A story, and the same one with all of them."""
    alone = with_others(story(seed, LAST, zone, CLONAZEPAM, days), seed, LAST, zone)
    return alone, with_moments(alone, seed, zone, CLONAZEPAM)


@pytest.mark.parametrize("seed", range(1, 9))
@pytest.mark.parametrize("zone", [BERLIN, "America/Los_Angeles"])
def test_all_of_it_happens_also_in_a_short_story_and_nothing_else_changes(seed: int, zone: str) -> None:
    alone, found = told(seed, zone)
    assert found == told(seed, zone)[1]
    before, after = ({each.entry_id: each for each in of.entries} for of in (alone, found))
    added = [each.detail for each in found.entries if each.entry_id not in before]
    needed = any(getattr(each.detail, "medicine_id", "") == alone.others[1].id for each in alone.entries)
    assert Counter(type(each) for each in added) == {Dose: 1 + needed, Episode: 2, CheckIn: 1}
    both = [(before[key].detail, after[key].detail) for key in before if before[key] != after[key]]
    changed = [(one, two) for one, two in both if two.amount != one.amount]
    assert sorted(two.amount / one.amount for one, two in changed) == [3, 10]
    (edit,) = found.edits
    assert edit.detail == before[edit.entry_id].detail, "it is put right"
    assert edit.recorded_at > after[edit.entry_id].recorded_at
    days = [each.moment.on for each in added] + [two.moment.on for _one, two in changed]
    assert len(set(days)) >= 4
    assert found.first_on <= min(days)
    assert max(days) < alone.steps[1].step.starts_on
    assert list(found.entries) == sorted(found.entries, key=lambda each: each.recorded_at)
    assert all(each.detail.moment.at <= each.recorded_at for each in found.entries)


@pytest.mark.parametrize("seed", range(1, 9))
def test_of_two_days_only_the_first_dose_is_taken(seed: int) -> None:
    alone, found = told(seed)
    sick = [alone.first_on + n * timedelta(days=1) for n in SICK]
    doses = [each.detail for each in found.entries if isinstance(each.detail, Dose) and each.detail.moment.on in sick]
    taken = Counter(dose.moment.on for dose in doses if dose.medicine_id == "clonazepam" and dose.status == "taken")
    assert set(taken.values()) <= {1}
    written = {each.detail.day_on for each in found.entries}
    assert {*sick, sick[-1] + timedelta(days=1)} <= written, "days with an entry"


def test_the_plan_goes_down_in_the_days_to_come_and_is_ordered_before_the_story_ends() -> None:
    alone, found = told(1)
    half, less = found.steps[len(alone.steps) :]
    assert half.recorded_at < less.recorded_at < LAST
    assert [each.step.daily_amount for each in (half, less)] == [500_000, 250_000]
    assert found.last_on < half.step.starts_on
    assert less.step.starts_on - half.step.starts_on == timedelta(days=2)


def test_what_is_noted_is_taken_back_and_most_of_what_was_told_is_read() -> None:
    _alone, found = told(1)
    (at, noted), (back_at, nothing) = found.noted
    assert (noted.noted.keys(), dict(nothing.noted)) == ({"breastfeeding_since"}, {})
    (read_at,) = found.read_at
    assert at < back_at < read_at < LAST


@pytest.mark.parametrize("left_out", ["long_seizure", "very_drowsy"])
def test_without_the_thresholds_nobody_has_a_seizure_and_without_a_dose_as_needed_none_comes_too_soon(
    left_out: str,
) -> None:
    silent = CLONAZEPAM.thresholds.model_copy(update={left_out: None})
    known: Monograph = CLONAZEPAM.model_copy(update={"thresholds": silent})
    alone = story(1, LAST, BERLIN, known, 60)
    found = with_moments(alone, 1, BERLIN, known)
    assert len(found.entries) == len(alone.entries) + 1, "the dose taken twice"


def test_another_medicine_has_its_own() -> None:
    alone = story(1, LAST, BERLIN, EXAMPLAMINE, 60)
    assert len(with_moments(alone, 1, BERLIN, EXAMPLAMINE).entries) > len(alone.entries)
