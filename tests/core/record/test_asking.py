"""What a check-in asks first: what came lately or is watched, three to five, in the person's own order."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.core.medicine.monograph import DATA, read_monograph
from journal.core.record.asking import (
    FEWEST_FIRST,
    MOST_FIRST,
    Asking,
    Lately,
    Watch,
    asked_benefits,
    asked_effects,
    choices,
    offered_effects,
    read_asking,
    split_first,
)
from journal.core.record.symptoms import Symptom, Symptoms, own_key
from tests.medicines import asking_few

CLONAZEPAM = read_monograph(DATA / "clonazepam.toml")
TODAY = date(2026, 11, 23)
LIST = list(CLONAZEPAM.rating_names)
ITCH, RASH = own_key("Itch"), own_key("Rash")


def symptoms(*known: Symptom) -> Symptoms:
    return Symptoms({s.key: s.name for s in known}, {s.key: s.state for s in known})


def first(lately=(), watched=(), order=(), own=None):
    rows = asked_effects(CLONAZEPAM, own or symptoms(), Asking(tuple(order), tuple(watched)))
    known = {key: Lately(bothered, worst, worst) for key, bothered, worst in lately}
    asked, rest = split_first(rows, known)
    assert sorted(row.key for row in (*asked, *rest)) == sorted(row.key for row in rows)
    return [row.key for row in asked]


def test_with_nothing_known_the_first_three_of_the_list_are_asked_first():
    assert first() == LIST[:3]


def test_what_came_lately_is_asked_first_in_the_order_of_the_list():
    assert first([("mood_irritable", 1, 1), ("memory", 9, 4), ("saliva", 2, 2)]) == [
        "memory",
        "saliva",
        "mood_irritable",
    ]


def test_what_was_always_none_does_not_come_first():
    assert first([("mood_low", 0, 0), ("memory", 1, 1)]) == ["drowsiness", "fatigue", "memory"]


def test_fewer_than_three_are_filled_up_from_the_top():
    assert first([("appetite", 2, 1)]) == ["drowsiness", "fatigue", "appetite"]
    assert first(watched=["mood_low"]) == ["drowsiness", "fatigue", "mood_low"]


def test_of_more_than_five_those_come_first_that_came_most_often():
    came = [(key, 9 - number, 1) for number, key in enumerate(LIST)]
    assert first(came) == LIST[:5]
    assert first([(key, bothered + 1, 1) for bothered, key in enumerate(LIST)]) == LIST[5:]


def test_of_those_that_came_as_often_the_worst_comes_first_and_then_the_higher_one():
    as_often = [(key, 2, 1) for key in LIST[:6]] + [("mood_low", 2, 4)]
    assert first(as_often) == [*LIST[:4], "mood_low"]


def test_what_is_watched_comes_before_what_came_more_often():
    often = [(key, 30, 4) for key in LIST[:5]]
    assert first(often, watched=["mood_low"]) == [*LIST[:4], "mood_low"]
    assert first(often, watched=LIST[4:]) == LIST[4:9]  # more watched than there is room for: the higher ones


def test_the_order_is_the_persons_own():
    assert first(order=["mood_low", "saliva"]) == ["mood_low", "saliva", "drowsiness"]
    rows = asked_effects(CLONAZEPAM, symptoms(), Asking(order=("mood_low", "gone", "saliva")))
    assert [row.key for row in rows] == ["mood_low", "saliva", *(k for k in LIST if k not in {"mood_low", "saliva"})]


def test_own_symptoms_stand_below_the_list_and_come_first_as_all_others_do():
    own = symptoms(Symptom(ITCH, "Itch"))
    rows = asked_effects(CLONAZEPAM, own, Asking())
    assert (rows[-1].key, rows[-1].name, rows[-1].question, rows[-1].own) == (ITCH, "Itch", "Not on the list", True)
    assert first([(ITCH, 1, 1)], own=own) == ["drowsiness", "fatigue", ITCH]
    assert first(watched=[ITCH], own=own)[-1] == ITCH
    assert first(order=[ITCH], own=own)[0] == ITCH


def test_a_hidden_symptom_is_not_asked_for_though_it_is_watched():
    own = symptoms(Symptom(ITCH, "Itch", hidden=True))
    assert ITCH not in first([(ITCH, 5, 4)], watched=[ITCH], order=[ITCH], own=own)
    rows = asked_effects(CLONAZEPAM, own, Asking(watched=(ITCH,)), also=[ITCH])
    assert [row.key for row in rows if row.watched] == [ITCH]  # a form holds an answer to it


def test_what_was_merged_is_watched_where_it_went():
    own = symptoms(Symptom(ITCH, "Itch", merged_into=RASH), Symptom(RASH, "Rash"))
    rows = asked_effects(CLONAZEPAM, own, Asking(watched=(ITCH,)))
    assert [row.key for row in rows if row.watched] == [RASH]
    assert [row.key for row in rows].count(RASH) == 1
    asking = Asking(watched=(ITCH, "memory"))
    assert asking.watching(RASH, False, own, TODAY).watched == ("memory",)
    assert asking.watching(RASH, True, own, TODAY).watched == ("memory", RASH)


def test_what_was_removed_is_not_asked_for():
    own = symptoms(Symptom(ITCH, "Itch", removed=True))
    assert ITCH not in [row.key for row in asked_effects(CLONAZEPAM, own, Asking(watched=(ITCH,)))]


def test_and_right_now_is_asked_for_drowsiness_and_for_what_is_watched():
    own = symptoms(Symptom(ITCH, "Itch"))
    rows = asked_effects(CLONAZEPAM, own, Asking(watched=(ITCH, "memory")))
    assert [row.key for row in rows if row.asks_now] == ["drowsiness", "memory", ITCH]


@pytest.mark.parametrize(
    ("move", "order"),
    [
        ({"before": "a"}, "cabd"),
        ({"before": "b"}, "acbd"),
        ({"after": "d"}, "abdc"),
        ({"after": "b"}, "abcd"),
    ],
)
def test_a_move_puts_an_effect_beside_another_one_and_twice_is_once(move, order):
    moved = Asking(("a", "b", "c", "d", "gone")).moving("c", "abcd", **move)
    assert moved.order == (*order, "gone")
    assert moved.moving("c", order, **move) == moved


def test_what_is_stored_is_read_as_it_was():
    asking = Asking(("b", "a"), ("a",))
    assert read_asking(asking.values) == asking
    assert read_asking(None) == read_asking({}) == Asking()


KEYS = st.sampled_from([*LIST, ITCH, RASH, "gone"])
COUNTS = st.dictionaries(KEYS, st.builds(Lately, st.integers(0, 40), st.integers(0, 4), st.integers(0, 4)))


@given(COUNTS, st.lists(KEYS, unique=True), st.lists(KEYS, unique=True), st.booleans())
def test_whatever_is_known_every_row_is_asked_once_three_to_five_of_them_first(lately, watched, order, hidden):
    own = symptoms(Symptom(ITCH, "Itch", hidden=hidden), Symptom(RASH, "Rash"))
    rows = asked_effects(CLONAZEPAM, own, Asking(tuple(order), tuple(watched)))
    asked, rest = split_first(rows, lately)
    keys = [row.key for row in rows]
    assert sorted(keys) == sorted({*LIST, *own.rateable})
    assert FEWEST_FIRST <= len(asked) <= MOST_FIRST
    place = {key: number for number, key in enumerate(keys)}
    for part in (asked, rest):
        assert [place[row.key] for row in part] == sorted(place[row.key] for row in part)
    left_out = [row for row in rest if row.watched]
    assert not left_out or all(row.watched for row in asked)
    came = [row for row in rest if row.key in lately and lately[row.key].bothered]
    assert not came or len(asked) == MOST_FIRST


# Since when something is watched


def test_what_is_watched_counts_from_the_day_after_it_was_chosen():
    asking = Asking().watching("memory", True, symptoms(), TODAY)
    assert asking.watches == (Watch("memory", TODAY),)
    assert asking.watched_before(TODAY, symptoms()) == ()
    assert asking.watched_before(TODAY + timedelta(days=1), symptoms()) == ("memory",)


def test_choosing_it_again_moves_nothing():
    asking = Asking().watching("memory", True, symptoms(), TODAY)
    later = TODAY + timedelta(days=9)
    assert asking.watching("memory", True, symptoms(), later) == asking


def test_what_was_watched_stays_known_when_it_is_watched_no_more():
    """Or whoever does not like what was found could choose again."""
    later = TODAY + timedelta(days=9)
    asking = Asking().watching("memory", True, symptoms(), TODAY).watching("memory", False, symptoms(), later)
    assert asking.watched == ()
    assert asking.watched_before(later, symptoms()) == ("memory",)
    assert asking.watched_before(later + timedelta(days=1), symptoms()) == ()
    assert asking.watching("memory", True, symptoms(), later).watches[-1] == Watch("memory", later)


def test_what_is_chosen_and_left_on_one_day_was_never_watched():
    asking = Asking().watching("memory", True, symptoms(), TODAY).watching("memory", False, symptoms(), TODAY)
    assert asking == Asking()


def test_a_symptom_that_was_merged_is_watched_under_its_present_name():
    own = symptoms(Symptom(ITCH, "Itch", merged_into=RASH), Symptom(RASH, "Rash"))
    asking = Asking(watches=(Watch(ITCH, TODAY), Watch(RASH, TODAY)))
    assert asking.watched_before(TODAY + timedelta(days=1), own) == (RASH,)
    assert asking.watching(RASH, True, own, TODAY).watches == asking.watches
    ended = asking.watching(RASH, False, own, TODAY + timedelta(days=2))
    assert {each.last_on for each in ended.watches} == {TODAY + timedelta(days=2)}


def test_it_is_stored_with_its_days():
    later = TODAY + timedelta(days=9)
    asking = Asking(watched=("memory",), watches=(Watch("saliva", TODAY, later), Watch("memory", later)))
    assert asking.values["watches"] == [
        {"effect": "saliva", "first_on": "2026-11-23", "last_on": "2026-12-02"},
        {"effect": "memory", "first_on": "2026-12-02", "last_on": None},
    ]
    assert read_asking(asking.values) == asking


# --- a list that asks for a few by itself ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def few(tmp_path_factory):
    return asking_few(tmp_path_factory.mktemp("few"))


def keys(rows):
    return [row.key for row in rows]


def came(**bothered):
    return {key: Lately(times, times, times) for key, times in bothered.items()}


def test_a_list_that_names_a_few_asks_for_those_and_offers_the_rest(few):
    asked = asked_effects(few, symptoms(), Asking())
    assert keys(asked) == ["drowsiness", "dizziness", "memory"]
    assert keys(offered_effects(few, asked)) == [key for key in LIST if key not in keys(asked)]


@pytest.mark.parametrize(
    ("asking", "also", "lately"),
    [
        (Asking(chosen=("saliva",)), (), {}),
        (Asking(watched=("saliva",)), (), {}),
        (Asking(), ("saliva",), {}),
        (Asking(), (), came(saliva=1)),
    ],
    ids=["chosen", "watched", "answered in the form", "came lately"],
)
def test_what_is_offered_is_asked_for_once_it_matters(few, asking, also, lately):
    asked = asked_effects(few, symptoms(), asking, also, lately)
    assert keys(asked) == ["drowsiness", "dizziness", "memory", "saliva"]
    assert "saliva" not in keys(offered_effects(few, asked))


def test_what_was_always_none_is_only_offered(few):
    assert keys(asked_effects(few, symptoms(), Asking(), lately=came(saliva=0))) == [
        "drowsiness",
        "dizziness",
        "memory",
    ]


def test_what_is_delicate_is_asked_of_nobody_who_did_not_choose_it(few):
    """Not when it came, not among what is offered; only where it was chosen, or a form has an answer to it."""
    asked = asked_effects(few, symptoms(), Asking(), lately=came(desire=9))
    assert "desire" not in keys(asked)
    assert "desire" not in keys(offered_effects(few, asked))
    assert "desire" in keys(asked_effects(few, symptoms(), Asking(chosen=("desire",))))
    assert "desire" in keys(asked_effects(few, symptoms(), Asking(), also=["desire"]))


def test_what_no_list_asks_for_by_itself_can_be_chosen_and_left_again(few):
    asking = Asking().choosing("saliva", True).choosing("saliva", True).choosing("desire", True)
    assert asking.chosen == ("saliva", "desire")
    assert {each.key: chosen for each, chosen in choices(few, asking)} == {
        **dict.fromkeys(["fatigue", "coordination", "weakness", "appetite", "mood_irritable", "mood_low"], False),
        "saliva": True,
        "desire": True,
    }
    assert asking.choosing("saliva", False).chosen == ("desire",)
    assert choices(CLONAZEPAM, asking) == (), "a list without a choice asks for everything"


def test_what_was_chosen_is_stored_and_what_nobody_chose_is_left_out():
    assert "chosen" not in Asking().values
    asking = Asking(order=("memory",), chosen=("saliva", "desire"))
    assert read_asking(asking.values) == asking
    assert read_asking({"order": ["memory"], "watched": []}).chosen == ()


# --- what medicines are for ----------------------------------------------------------------------------------------


def test_what_a_medicine_is_for_is_asked_of_who_chose_it():
    asking = Asking().asking_benefit("worry", True)
    assert asked_benefits(CLONAZEPAM, Asking()) == ()
    assert [each.key for each in asked_benefits(CLONAZEPAM, asking)] == ["worry"]
    assert asking.asking_benefit("worry", True) == asking
    assert asking.asking_benefit("worry", False) == Asking()
    assert asked_benefits(CLONAZEPAM, Asking(benefits=("pain",))) == ()  # of a medicine that is not taken any more


def test_the_choice_is_stored_and_what_was_stored_before_has_none():
    asking = Asking(benefits=("worry", "pain"))
    assert read_asking(asking.values) == asking
    assert "benefits" not in Asking().values
    assert read_asking({"order": []}).benefits == ()
