"""Medicines with and without a monograph: what they are called, what check-ins ask of several, what to press."""

from dataclasses import replace
from datetime import date

import pytest

from journal.core.medicine.effects import AskedFirst
from journal.core.medicine.medicines import Medicine, asked_about, known_of, name_of, of_monograph, offered
from journal.core.medicine.monograph import DATA, Monograph, read_monograph
from journal.core.medicine.thresholds import Driving
from journal.core.values.amounts import ONE
from tests.conftest import DATA as OURS

CLONAZEPAM = read_monograph(DATA / "clonazepam.toml")
EXAMPLAMINE = read_monograph(OURS / "examplamine.toml")
MONOGRAPHS = {"clonazepam": CLONAZEPAM, "examplamine": EXAMPLAMINE}
FIRST, OTHER = of_monograph("clonazepam"), of_monograph("examplamine")
DROPS = Medicine("d", name="Drops", unit="drops", amounts=(5 * ONE,))


def test_it_is_called_as_in_its_monograph_until_it_has_a_name_of_its_own():
    assert name_of(FIRST, MONOGRAPHS) == "Clonazepam"
    renamed = Medicine("clonazepam", name="The small ones", monograph="clonazepam")
    assert name_of(renamed, MONOGRAPHS) == known_of(renamed, MONOGRAPHS).name == "The small ones"
    assert known_of(FIRST, MONOGRAPHS) is CLONAZEPAM
    assert name_of(DROPS, MONOGRAPHS) == "Drops"


def test_of_one_without_a_monograph_nothing_is_known_and_nothing_is_asked():
    known = known_of(DROPS, MONOGRAPHS)
    assert (known.ratings, known.form_names, known.strengths, known.episodes) == ((), {}, (), ())
    assert not known.daily_range.asks_about(100_000 * ONE)
    assert asked_about([DROPS], MONOGRAPHS).ratings == ()


def test_check_ins_ask_what_the_lists_of_all_ask_and_what_they_share_once():
    assert asked_about([FIRST, DROPS], MONOGRAPHS) is CLONAZEPAM
    both = asked_about([FIRST, OTHER], MONOGRAPHS)
    keys = [rating.key for rating in both.ratings]
    assert len(keys) == len(set(keys))
    assert set(keys) == {*CLONAZEPAM.rating_names, *EXAMPLAMINE.rating_names}
    assert set(both.episode_names) == {*CLONAZEPAM.episode_names, *EXAMPLAMINE.episode_names}
    shared = EXAMPLAMINE.model_copy(update={"side_effects": (*EXAMPLAMINE.side_effects, *CLONAZEPAM.side_effects[:1])})
    again = asked_about([FIRST, OTHER], MONOGRAPHS | {"examplamine": shared})
    assert [rating.key for rating in again.ratings] == keys


def test_two_lists_of_which_none_asks_about_driving_ask_about_it_never():
    silent = {
        key: known.model_copy(update={"thresholds": known.thresholds.model_copy(update={"driving": None})})
        for key, known in MONOGRAPHS.items()
    }
    assert asked_about([FIRST, OTHER], MONOGRAPHS).thresholds.driving is not None
    assert asked_about([FIRST, OTHER], silent).thresholds.driving is None


def test_what_one_list_asks_at_first_another_cannot_keep_back():
    """Each medicine's file names its own; together they are asked once each, and the rest is offered."""
    few = AskedFirst(first=("drowsiness", "fatigue", "memory"))
    one = Monograph.model_construct(**dict(CLONAZEPAM) | {"check_in": few})
    both = asked_about([FIRST, OTHER], {"clonazepam": one, "examplamine": EXAMPLAMINE})
    assert both.asked == {*few.first, *EXAMPLAMINE.rating_names}
    assert len(both.ratings) == len(CLONAZEPAM.ratings) + len(EXAMPLAMINE.ratings)


def test_a_danger_sign_of_two_medicines_is_told_at_the_more_serious_level_and_emergencies_come_first():
    confused, hard_to_wake = CLONAZEPAM.alerts
    softer = confused.model_copy(update={"level": "urgent"})
    rash = confused.model_copy(update={"key": "rash", "level": "urgent"})
    known = {
        "clonazepam": CLONAZEPAM.model_copy(update={"alerts": (softer, rash)}),
        "examplamine": EXAMPLAMINE.model_copy(update={"alerts": (hard_to_wake, confused)}),
    }
    assert asked_about([FIRST, OTHER], known).alerts == (hard_to_wake, confused, rash)


def test_driving_is_asked_about_by_the_questions_of_every_medicine():
    """From the lowest answer on from which one of them asks; one without a threshold changes nothing."""
    first, second = CLONAZEPAM.thresholds.driving, Driving(ratings=("thirst", "dizziness"), severity=2)
    assert asked_about([FIRST, OTHER], MONOGRAPHS).thresholds.driving == first
    thresholds = EXAMPLAMINE.thresholds.model_copy(update={"driving": second})
    known = MONOGRAPHS | {"examplamine": EXAMPLAMINE.model_copy(update={"thresholds": thresholds})}
    both = asked_about([FIRST, OTHER], known).thresholds.driving
    assert both == Driving(ratings=(*first.ratings, "thirst"), severity=2)


def test_kinds_of_episodes_stand_in_the_order_of_the_medicines_each_once():
    of_two = EXAMPLAMINE.model_copy(update={"episodes": (*EXAMPLAMINE.episodes, CLONAZEPAM.episodes[0])})
    both = asked_about([FIRST, OTHER], MONOGRAPHS | {"examplamine": of_two})
    assert both.episodes == (*CLONAZEPAM.episodes, *EXAMPLAMINE.episodes)


def test_one_that_has_ended_is_asked_about_no_more_and_named_all_the_same():
    ended = Medicine("examplamine", monograph="examplamine", ends_on=date(2026, 11, 22))
    assert asked_about([FIRST, ended], MONOGRAPHS, date(2026, 11, 23)) is CLONAZEPAM
    assert len(asked_about([FIRST, ended], MONOGRAPHS, date(2026, 11, 22)).ratings) > len(CLONAZEPAM.ratings)
    assert len(asked_about([FIRST, ended], MONOGRAPHS).ratings) > len(CLONAZEPAM.ratings)


@pytest.mark.parametrize(
    ("medicine", "amounts"),
    [
        (FIRST, CLONAZEPAM.strengths),
        (
            Medicine("m", name="Tablets", amounts=(500_000, 2_000_000)),
            (125_000, 250_000, 500_000, 1_000_000, 2_000_000),
        ),
        (Medicine("m", name="Tablets", amounts=(125_000,)), (31_250, 62_500, 125_000, 187_500, 250_000)),
        (Medicine("m", name="Pieces", unit="pieces", amounts=(ONE,)), (250_000, 500_000, ONE, 1_500_000, 2 * ONE)),
        (DROPS, (5 * ONE,)),
        (Medicine("m", name="Odd", amounts=(1,)), (1, 2)),
        (Medicine("m", name="Nothing"), ()),
    ],
)
def test_the_amounts_to_press_are_those_taken_with_halves_and_quarters_of_tablets(medicine, amounts):
    assert offered(medicine, known_of(medicine, MONOGRAPHS)) == tuple(amounts)


def test_no_amount_is_offered_that_could_not_be_recorded():
    """Of tablets of 2000 mg two are more than the 3000 mg that can be typed of this medicine."""
    mine = Medicine("examplamine", monograph="examplamine", amounts=(2000 * ONE,))
    known = known_of(mine, MONOGRAPHS)
    assert known.daily_range.largest == 3000 * ONE
    assert offered(mine, known) == (500 * ONE, 1000 * ONE, 2000 * ONE, 3000 * ONE)
    assert offered(replace(mine, monograph=None), known_of(DROPS, {}))[-1] == 4000 * ONE


def test_it_ends_on_a_day_and_one_that_was_to_begin_later_does_not_begin():
    day = date(2026, 11, 23)
    for starts_on, first in (
        (None, None),
        (date(2026, 11, 1), date(2026, 11, 1)),
        (day, day),
        (date(2026, 12, 1), None),
    ):
        ended = Medicine("m", name="M", starts_on=starts_on).ending(day)
        assert (ended.starts_on, ended.ends_on) == (first, day)
