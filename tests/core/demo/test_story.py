"""The demo tells a believable story, and the same one for the same seed."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from statistics import median
from zoneinfo import ZoneInfo

import pytest

from journal.core.demo.beside import with_others
from journal.core.demo.signs import with_sign
from journal.core.demo.story import GAPS, story
from journal.core.medicine.monograph import DATA, Monograph, read_monograph
from journal.core.plan.adherence import Lived, match, taken_dose
from journal.core.plan.regimens import Plan, RecordedStep
from journal.core.record.checkins import CheckIn
from journal.core.record.doses import Dose
from journal.core.record.episodes import Episode
from journal.core.values.clock import Zones, moment
from journal.core.values.periods import Period

BERLIN = "Europe/Berlin"
LAST = datetime(2026, 7, 10, 14, 30, tzinfo=UTC)
SEEDS = range(1, 9)
CLONAZEPAM = read_monograph(DATA / "clonazepam.toml")
EXAMPLAMINE = read_monograph(Path(__file__).parents[2] / "data" / "examplamine.toml")


@cache
def told(seed=1, last=LAST, zone=BERLIN, monograph=CLONAZEPAM, days=150):
    return story(seed, last, zone, monograph, days)


def details(found, kind):
    return [entry.detail for entry in found.entries if isinstance(entry.detail, kind)]


def planned_slots(found, zone=BERLIN, last=LAST):
    doses = tuple(taken_dose(d.moment, d.amount, d.status, d.moment.at) for d in details(found, Dose))
    days = {entry.detail.moment.on for entry in found.entries}
    first, second = found.steps
    closed = replace(first.step, ends_on=second.step.starts_on - timedelta(days=1))
    plan = [
        RecordedStep(closed, None, first.recorded_at, second.recorded_at),
        RecordedStep(second.step, None, second.recorded_at),
    ]
    return match(Plan(tuple(plan)), Lived(doses, days), Zones(zone), Period(found.first_on, found.last_on), last)


def test_the_same_seed_tells_the_same_story_and_another_seed_another_one():
    assert story(1, LAST, BERLIN, CLONAZEPAM, 150) == told(1)
    assert told(1) != told(2)


def test_an_id_stands_for_one_entry_alone():
    found = told()
    ids = [entry.entry_id for entry in found.entries] + [step.step_id for step in found.steps]
    assert len(ids) == len(set(ids))


def test_the_hour_of_the_last_moment_only_cuts_off_what_lies_ahead():
    noon, midnight = told(last=LAST), told(last=LAST + timedelta(hours=7))
    assert midnight.entries[: len(noon.entries)] == noon.entries
    assert len(midnight.entries) > len(noon.entries)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("zone", [BERLIN, "America/Los_Angeles", "Pacific/Auckland"])
def test_every_entry_lies_inside_the_days_and_none_ahead(seed, zone):
    found = told(seed, zone=zone)
    assert found.last_on == moment(LAST, zone).on
    assert found.last_on - found.first_on == timedelta(days=149)
    for entry in found.entries:
        assert entry.detail.moment.at <= entry.recorded_at <= LAST
        assert found.first_on <= entry.detail.day_on <= found.last_on
        assert entry.detail.moment == moment(entry.detail.moment.at, zone)
    assert all(one.recorded_at <= next_.recorded_at for one, next_ in pairwise(found.entries))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("days", [60, 150, 400])
def test_there_are_three_gaps_without_any_entry(seed, days):
    found = told(seed, days=days)
    written = {entry.detail.day_on for entry in found.entries}
    silent = [on not in written for on in Period(found.first_on, found.last_on).days()]
    spells = "".join("-" if gap else " " for gap in silent).split()
    assert [len(spell) for spell in spells] == [length for length, _ in GAPS]


@pytest.mark.parametrize("seed", SEEDS)
def test_the_regimen_is_reduced_halfway(seed):
    before, after = (step.step for step in told(seed).steps)
    assert (before.daily_amount, after.daily_amount) == (1_500_000, 1_000_000)
    assert before.times == (time(8), time(14), time(20))
    assert after.starts_on - before.starts_on == timedelta(days=75)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_few_doses_are_late_skipped_or_missed(seed):
    found = planned_slots(told(seed))
    counts = Counter(slot.status for slot in found.slots)
    assert (found.beside, found.without_plan) == ((), ())
    assert 8 <= counts["late"] <= 40
    assert 2 <= counts["skipped"] <= 20
    assert 1 <= counts["missed"] <= 20
    assert counts["taken"] > 250


@pytest.mark.parametrize("seed", SEEDS)
def test_the_last_morning_dose_is_taken(seed):
    morning, evening = planned_slots(told(seed)).slots[-2:]
    assert (morning.status, evening.status) == ("taken", "pending")


@pytest.mark.parametrize("seed", SEEDS)
def test_drowsiness_follows_the_dose(seed):
    found = told(seed)
    reduced_on = found.steps[1].step.starts_on
    high, low = [], []
    for check_in in details(found, CheckIn):
        side = high if check_in.day_on < reduced_on else low
        side += [rated.severity for rated in check_in.ratings if rated.effect == "drowsiness"]
    assert median(high) > median(low)
    assert min(len(high), len(low)) > 30


@pytest.mark.parametrize("seed", SEEDS)
def test_panic_attacks_become_rarer(seed):
    found = told(seed)
    thirds = Counter((attack.day_on - found.first_on).days // 50 for attack in details(found, Episode))
    assert thirds[0] > 2 * thirds[2]
    assert {attack.what for attack in details(found, Episode)} == {"panic_attack"}


@pytest.mark.parametrize("seed", SEEDS)
def test_check_ins_are_as_people_fill_them(seed):
    found = details(told(seed), CheckIn)
    on_list = [sum(not rated.symptom for rated in c.ratings) for c in found if c.answer == "rated"]
    assert min(on_list) >= 3
    assert 10 <= on_list.count(len(CLONAZEPAM.ratings)) <= 45
    assert any(c.answer == "too_sleepy" and not c.ratings for c in found)
    assert any(rated.symptom for c in found for rated in c.ratings)
    assert any(c.note for c in found)
    assert any(n > 1 for n in Counter(c.day_on for c in found).values())


@pytest.mark.parametrize("seed", SEEDS)
def test_one_check_in_is_written_after_midnight_and_belongs_to_the_day_before(seed):
    after_midnight = [c for c in details(told(seed), CheckIn) if c.moment.on != c.day_on]
    assert [c.moment.on - c.day_on for c in after_midnight] == [timedelta(days=1)]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_few_entries_are_recorded_hours_later(seed):
    found = told(seed)
    later = [e for e in found.entries if e.recorded_at - e.detail.moment.at > timedelta(minutes=30)]
    assert 3 <= len(later) <= 30


def test_another_medicine_gets_a_story_of_its_own_effects_and_strengths():
    found = told(monograph=EXAMPLAMINE)
    assert [step.step.daily_amount for step in found.steps] == [30_000_000, 20_000_000]
    assert {dose.form for dose in details(found, Dose)} == {"capsule"}
    rated = {r.effect for c in details(found, CheckIn) for r in c.ratings if not r.symptom}
    assert rated == set(EXAMPLAMINE.rating_names)
    assert {attack.what for attack in details(found, Episode)} == {"hiccups"}


def test_effects_the_story_does_not_know_are_left_out():
    parts = dict(CLONAZEPAM)
    parts["side_effects"] = (*EXAMPLAMINE.side_effects, CLONAZEPAM.side_effects[0])
    mixed = Monograph.model_construct(**parts | {"episodes": ()})
    found = told(monograph=mixed)
    assert {r.effect for c in details(found, CheckIn) for r in c.ratings if not r.symptom} == {"drowsiness", "fatigue"}
    assert not details(found, Episode)


def whole(seed=1, last=LAST, zone=BERLIN, days=150):
    return with_others(told(seed, last, zone, days=days), seed, last, zone)


def of_medicine(found, n):
    return [dose for dose in details(found, Dose) if dose.medicine_id == found.others[n].id]


@pytest.mark.parametrize("seed", SEEDS)
def test_two_medicines_are_told_beside_a_story_that_stays_as_it_was(seed):
    alone, found = told(seed), whole(seed)
    assert found == whole(seed)
    beside = {medicine.id for medicine in found.others}
    assert tuple(e for e in found.entries if getattr(e.detail, "medicine_id", "") not in beside) == alone.entries
    assert [medicine.name for medicine in found.others] == ["Sodium valproate", "Paracetamol"]
    ids = [entry.entry_id for entry in found.entries] + [step.step_id for step in found.steps]
    assert len(ids) == len(set(ids))
    assert all(entry.detail.moment.at <= entry.recorded_at <= LAST for entry in found.entries)
    assert {e.detail.day_on for e in found.entries} == {e.detail.day_on for e in alone.entries}, "silent days stay so"


@pytest.mark.parametrize("seed", SEEDS)
def test_one_is_taken_twice_a_day_in_two_amounts_and_not_always_as_planned(seed):
    found = whole(seed)
    steps = [step for step in found.steps if step.medicine_id == found.others[0].id]
    assert [[dose.amount // 10**6 for dose in step.step.doses] for step in steps] == [[500, 500], [500, 1000]]
    plan = [
        RecordedStep(replace(steps[0].step, ends_on=steps[1].step.starts_on - timedelta(days=1)), None, steps[0][1]),
        RecordedStep(steps[1].step, None, steps[1].recorded_at),
    ]
    doses = tuple(taken_dose(d.moment, d.amount, d.status, d.moment.at) for d in of_medicine(found, 0))
    days = {entry.detail.moment.on for entry in found.entries}
    matched = match(Plan(tuple(plan)), Lived(doses, days), Zones(BERLIN), Period(found.first_on, found.last_on), LAST)
    counts = Counter(slot.status for slot in matched.slots)
    assert counts["taken"] > 200
    assert min(counts["late"], counts["skipped"], counts["missed"]) >= 1
    assert any(slot.is_other_amount for slot in matched.slots)


@pytest.mark.parametrize("seed", SEEDS)
def test_one_is_taken_as_needed_now_and_then_and_as_it_was_ordered(seed):
    found = whole(seed)
    [step] = [step for step in found.steps if step.medicine_id == found.others[1].id]
    doses = tuple(taken_dose(d.moment, d.amount, d.status, d.moment.at) for d in of_medicine(found, 1))
    plan = Plan((RecordedStep(step.step, None, step.recorded_at),))
    matched = match(plan, Lived(doses, set()), Zones(BERLIN), Period(found.first_on, found.last_on), LAST)
    assert 8 <= len({dose.on for dose in matched.as_needed}) <= 45
    assert (matched.beside, matched.without_plan) == ((), ())


@pytest.mark.parametrize("seed", SEEDS)
def test_the_days_in_hospital_are_silent_and_entered_afterwards(seed):
    found = whole(seed)
    [pause] = found.pauses
    assert pause.reason == "in hospital"
    assert pause.last_on - pause.first_on == timedelta(days=3)
    assert not [entry for entry in found.entries if pause.covers(entry.detail.moment.on)]
    assert pause.saved_at > max(e.recorded_at for e in found.entries if e.detail.moment.on < pause.first_on)


def test_a_story_that_ends_before_the_first_dose_of_the_day_ends_with_the_day_before():
    early = datetime(2026, 7, 10, 5, 0, tzinfo=ZoneInfo(BERLIN))
    found = told(last=early)
    assert found.entries[-1].detail.day_on == found.last_on - timedelta(days=1)


def test_a_danger_sign_is_ticked_once_where_it_is_asked_for():
    entries = told().entries
    signed = [each.detail for each in entries if isinstance(each.detail, CheckIn) and each.detail.signs]
    assert [each.signs for each in signed] == [("confused",)]
    assert max(rated.severity for rated in signed[0].ratings if rated.effect == "drowsiness") >= 3
    mild = [each for each in entries if not isinstance(each.detail, CheckIn)]
    assert with_sign(mild, CLONAZEPAM) == mild
    always = CLONAZEPAM.model_copy(update={"alerts": (CLONAZEPAM.alerts[0].model_copy(update={"asked_from": None}),)})
    assert with_sign(entries, always) == list(entries), "one that is always asked for is left alone"
