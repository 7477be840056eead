"""Check-ins: ten seconds, no typing; not answered is unknown and never "none"."""

import contextlib
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.core.medicine.monograph import read_monograph
from journal.core.record.checkins import (
    NOTHING_TO_REPEAT,
    CheckIn,
    Rated,
    read_check_in,
    repeatable,
    severities_right_now,
)
from journal.core.record.forms import FormContext
from journal.core.record.symptoms import Symptoms, own_key
from journal.core.values.clock import moment
from journal.core.values.errors import InvalidEntry

EXAMPLAMINE = read_monograph(Path(__file__).parents[2] / "data" / "examplamine.toml")
NOW = datetime(2026, 3, 1, 19, 0, tzinfo=UTC)
FORM_CONTEXT = FormContext(NOW, "Europe/Berlin", time(4), EXAMPLAMINE)
ITCH = own_key("Itching")


def read(last=None, own=None, **fields):
    return read_check_in(
        {name.replace("__", "-"): text for name, text in fields.items()}, FORM_CONTEXT, own or {}, last
    )


def refused(last=None, own=None, **fields):
    with pytest.raises(InvalidEntry) as error:
        read(last, own, **fields)
    return error.value.errors


def severities(check_in):
    return {rating.effect: rating.severity for rating in check_in.ratings}


def test_one_answer_is_a_check_in_and_the_rest_stays_unknown():
    check_in = read(rating__tingling="2", rating__numbness="")
    assert severities(check_in) == {"tingling": 2}
    assert (check_in.answer, check_in.mood, check_in.note, check_in.kind) == ("rated", None, "", "check_in")


def test_none_of_these_writes_real_zeros_for_what_was_left_out():
    check_in = read(quick="none", rating__tingling="3")
    assert severities(check_in) == {"tingling": 3, "numbness": 0, "thirst": 0, "sneezing": 0}


def test_none_of_these_covers_the_own_symptoms_that_the_page_asked_for_and_no_others():
    own = {ITCH: "Itching", own_key("Rash"): "Rash"}
    check_in = read(own=own, quick="none", **{f"rating__{ITCH}": ""})
    assert severities(check_in)[ITCH] == 0
    assert own_key("Rash") not in severities(check_in)
    assert ITCH not in severities(read(own=own, quick="none"))
    assert severities(read(own=own, quick="none", **{f"rating__{ITCH}": "3"}))[ITCH] == 3


def test_same_as_last_time_repeats_what_was_left_out_and_nothing_else():
    last = read(own={ITCH: "Itching"}, rating__tingling="1", rating__thirst="2", direction__thirst="less",
                **{f"rating__{ITCH}": "4"})  # fmt: skip
    check_in = read(last, quick="same", rating__tingling="3")
    assert severities(check_in) == {"tingling": 3, "thirst": 2, ITCH: 4}
    repeated = {rating.effect: rating for rating in check_in.ratings}
    assert repeated["thirst"].direction == "less"
    assert repeated[ITCH].symptom == "Itching"


@pytest.mark.parametrize("fields", [{}, {"rating__tingling": "2"}, {"note": "as ever"}])
def test_the_same_as_nothing_is_refused_whatever_else_is_answered(fields):
    assert refused(quick="same", **fields) == {"ratings": NOTHING_TO_REPEAT}


def test_the_same_as_nothing_is_not_asked_about_before_the_moment_is_known():
    assert refused(quick="same", when="earlier", on="2026-02-30", at="08:00").keys() == {"on"}


def test_too_sleepy_is_an_answer():
    check_in = read(quick="too_sleepy")
    assert (check_in.answer, check_in.ratings) == ("too_sleepy", ())


def test_an_empty_check_in_is_asked_about():
    assert refused() == {
        "ratings": "Nothing is answered yet. Choose at least one answer, or one of the three buttons on top."
    }


@pytest.mark.parametrize("fields", [{"mood": "1"}, {"note": "a bad night"}])
def test_a_mood_or_a_note_alone_is_enough(fields):
    assert read(**fields).ratings == ()


def test_a_direction_goes_with_the_answer_and_falls_away_with_none():
    assert read(rating__thirst="2", direction__thirst="more").ratings[0].direction == "more"
    assert read(rating__thirst="0", direction__thirst="more").ratings[0].direction == ""


def test_a_direction_without_a_severity_is_asked_about_and_not_lost():
    assert refused(direction__thirst="more", rating__tingling="1") == {"rating-thirst": "Say how strong it was."}


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"rating__thirst": "2", "direction__thirst": "sideways"}, "direction-thirst"),
        ({"rating__tingling": "2", "direction__tingling": "more"}, "direction-tingling"),
        ({"rating__tingling": "5"}, "rating-tingling"),
        ({"rating__tingling": "mild"}, "rating-tingling"),
        ({"rating__drowsiness": "1"}, "ratings"),
        ({"mood": "6"}, "mood"),
        ({"mood": "great"}, "mood"),
        ({"new_symptom": "Itching"}, "rating-new"),
        ({"rating__new": "2"}, "new_symptom"),
        ({"new_symptom": "x" * 61, "rating__new": "2"}, "new_symptom"),
        ({"new_symptom": "a\x00b", "rating__new": "2"}, "new_symptom"),
        ({"new_symptom": "Itching", "rating__new": "9"}, "rating-new"),
        ({"note": "x" * 20_000}, "note"),
        ({"quick": "none", "on": "2026-03-29", "at": "02:30"}, "at"),
    ],
)
def test_what_cannot_be_read_is_named_at_its_field(fields, field):
    assert refused(**fields).keys() == {field}


def test_a_new_symptom_is_rated_under_its_own_words():
    check_in = read(new_symptom="  Itching \n skin ", rating__new="2")
    assert check_in.ratings == (Rated(effect=own_key("itching skin"), severity=2, symptom="Itching skin"),)


def test_a_name_that_is_known_already_is_rated_there_and_the_worse_stands():
    own = {ITCH: "Itching"}
    check_in = read(own=own, new_symptom="ITCHING\u200b", rating__new="3", **{f"rating__{ITCH}": "1"})
    assert check_in.ratings == (Rated(effect=ITCH, severity=3, symptom="Itching"),)


@pytest.mark.parametrize("name", ["Tingling", " TINGLING\u200b "])
def test_an_effect_of_the_list_is_not_added_again(name):
    assert "on the list already" in refused(new_symptom=name, rating__new="1")["new_symptom"]


def test_the_same_words_are_the_same_symptom():
    assert own_key("Itching  skin") == own_key(" itching SKIN ")
    assert own_key("Müdigkeit") == own_key("mu\u0308digkeit")
    assert own_key("كهولة") != own_key("Itching")
    assert own_key("Itching").startswith("own_")


def test_a_symptom_written_before_is_rated_by_its_key():
    check_in = read(own={ITCH: "Itching"}, **{f"rating__{ITCH}": "1"})
    assert check_in.ratings == (Rated(effect=ITCH, severity=1, symptom="Itching"),)


@pytest.mark.parametrize(
    ("on", "at", "day_on"),
    [
        ("2026-03-01", "00:30", date(2026, 2, 28)),
        ("2024-03-01", "03:59", date(2024, 2, 29)),
        ("2026-03-01", "04:00", date(2026, 3, 1)),
    ],
)
def test_a_check_in_after_midnight_belongs_to_the_day_before(on, at, day_on):
    check_in = read(quick="none", when="earlier", on=on, at=at, day_confirmed=on)
    assert check_in.day_on == day_on


def test_the_moment_is_now_unless_said_otherwise():
    assert read(mood="3").moment == moment(NOW, "Europe/Berlin")


def test_right_now_stands_beside_the_worst_and_is_never_repeated():
    last = read(rating__tingling="3", now__tingling="1", rating__thirst="2")
    assert severities_right_now(last) == {"tingling": 1}
    again = read(last, quick="same", now__thirst="2")
    assert severities(again) == severities(last)
    assert severities_right_now(again) == {"thirst": 2}


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"now__tingling": "2", "rating__tingling": ""}, "rating-tingling"),
        ({"now__tingling": "2"}, "ratings"),
        ({"now__levitation": "2"}, "ratings"),
        ({"now__tingling": "2", "rating__tingling": "1"}, "now-tingling"),
        ({"now__tingling": "mild", "rating__tingling": "1"}, "now-tingling"),
        ({"now__tingling": "1", "quick": "none"}, "now-tingling"),
    ],
)
def test_right_now_without_a_worst_that_holds_it_is_asked_about(fields, field):
    assert refused(**fields).keys() == {field}


def test_what_was_recorded_before_right_now_was_asked_reads_and_is_written_as_it_was():
    rated = Rated(effect="tingling", severity=2)
    assert rated.model_dump() == {"effect": "tingling", "severity": 2, "direction": "", "symptom": ""}
    assert Rated.model_validate(rated.model_dump()) == rated
    known = Rated(effect="tingling", severity=2, now_severity=0)
    assert Rated.model_validate(known.model_dump()) == known


SEVERITIES = st.none() | st.integers(0, 4)


@given(st.dictionaries(st.sampled_from(list(EXAMPLAMINE.rating_names)), st.tuples(SEVERITIES, SEVERITIES)))
def test_right_now_is_what_was_answered_or_nothing_is_saved(given_answers):
    fields = {"mood": "3"}
    for effect, (worst, now) in given_answers.items():
        fields |= {f"rating-{effect}": "" if worst is None else str(worst)}
        fields |= {f"now-{effect}": "" if now is None else str(now)}
    fits = all(now is None or (worst is not None and now <= worst) for worst, now in given_answers.values())
    try:
        check_in = read_check_in(fields, FORM_CONTEXT, {}, None)
    except InvalidEntry:
        assert not fits
    else:
        assert fits
        answered = {effect: now for effect, (_worst, now) in given_answers.items() if now is not None}
        assert severities_right_now(check_in) == answered


answers = st.dictionaries(
    st.sampled_from(list(EXAMPLAMINE.rating_names)), st.sampled_from(["", "0", "1", "2", "3", "4"])
)


@given(answers, st.sampled_from(["", "none", "same", "too_sleepy"]), st.randoms(use_true_random=False))
def test_the_order_of_the_fields_does_not_matter(given_answers, quick, random):
    fields = {f"rating-{effect}": text for effect, text in given_answers.items()} | {"quick": quick, "mood": "3"}
    shuffled = list(fields.items())
    random.shuffle(shuffled)
    last = CheckIn(moment=moment(NOW, "UTC"), day_on=NOW.date(), ratings=(Rated(effect="thirst", severity=1),))
    one, other = (read_check_in(f, FORM_CONTEXT, {}, last) for f in (fields, dict(shuffled)))
    assert severities(one) == severities(other)
    said = {effect: int(text) for effect, text in given_answers.items() if text}
    assert said.items() <= severities(one).items()
    if quick in {"", "too_sleepy"}:
        assert severities(one) == said  # what nobody answered stays unknown


@given(
    st.dictionaries(
        st.sampled_from(
            [
                "rating-thirst",
                "direction-thirst",
                "now-thirst",
                "now-",
                "rating-",
                "rating-new",
                "new_symptom",
                "mood",
                "quick",
            ]
        )
        | st.text(max_size=8),
        st.text(max_size=8),
    )
)
def test_whatever_is_sent_gives_a_check_in_or_sentences(fields):
    with contextlib.suppress(InvalidEntry):
        check_in = read_check_in(fields, FORM_CONTEXT, {}, None)
        assert all(0 <= rating.severity <= 4 for rating in check_in.ratings)


def test_a_danger_sign_is_ticked_or_says_nothing():
    assert read(sign__rash="yes").signs == ("rash",)
    assert read(sign__rash="yes", rating__tingling="1").signs == ("rash",)
    assert read(sign__rash="", rating__tingling="1").signs == ()
    assert "signs" not in read(rating__tingling="1").model_dump(), "earlier versions of entries read as they did"
    assert read(sign__rash="yes").model_dump()["signs"] == ("rash",)


def test_a_sign_of_no_medicine_is_refused():
    assert refused(sign__itching="yes") == {
        "ratings": "One of the answers belongs to nothing on this list. Load the page again."
    }


@pytest.mark.parametrize("quick", ["none", "same", "too_sleepy"])
def test_no_shortcut_ticks_a_sign_and_what_is_ticked_stays(quick):
    last = CheckIn(
        moment=moment(NOW, "Europe/Berlin"),
        day_on=date(2026, 3, 1),
        ratings=(Rated(effect="tingling", severity=2),),
        signs=("rash",),
    )
    assert read(last, quick=quick).signs == ()
    assert read(last, quick=quick, sign__rash="yes").signs == ("rash",)
    assert repeatable(last, Symptoms()).signs == ()
