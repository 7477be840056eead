"""What every form shares: the moment, the note, the id; read so that nothing typed is lost or guessed."""

import uuid
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.core.exchange.exports import TABLES
from journal.core.medicine.monograph import read_monograph
from journal.core.record.doses import Dose
from journal.core.record.entries import KINDS, Detail, Entry, Kind
from journal.core.record.forms import (
    LONGEST_NOTE,
    FormContext,
    fingerprint,
    read_id,
    read_severity,
    read_text,
    read_time,
    read_when,
)
from journal.core.values.clock import local_moment, moment
from journal.core.values.errors import InvalidEntry, NotFound

EXAMPLAMINE = read_monograph(Path(__file__).parents[2] / "data" / "examplamine.toml")
NOW = datetime(2026, 10, 25, 12, 0, tzinfo=UTC)  # the clock went back in Berlin last night
FORM_CONTEXT = FormContext(NOW, "Europe/Berlin", time(4), EXAMPLAMINE)


def wall(text):
    """A wall time as a clock shows it: without a zone."""
    return datetime.fromisoformat(text)


def when(**fields):
    errors = {}
    return read_when(fields, FORM_CONTEXT, errors), errors


@pytest.mark.parametrize("fields", [{}, {"when": "now"}, {"when": "now", "on": "2020-01-01", "at": "08:00"}])
def test_now_is_the_moment_the_form_arrived(fields):
    assert when(**fields) == (moment(NOW, "Europe/Berlin"), {})


def test_earlier_is_a_day_and_a_time_of_the_persons_own_clock():
    found, errors = when(when="earlier", on="2026-10-24", at="20:05")
    assert errors == {}
    assert found == local_moment(wall("2026-10-24 20:05"), "Europe/Berlin")


def test_a_day_or_time_alone_is_not_read_as_now():
    assert when(on="2026-10-24") == (None, {"at": "Write the time as hours and minutes, for example 08:05 or 8:05 pm."})
    assert when(at="08:00")[1].keys() == {"on"}


@pytest.mark.parametrize("on", ["2025-10-24", "2025-10-25"])
def test_a_day_up_to_a_year_back_is_taken_as_it_is(on):
    found, errors = when(on=on, at="08:00")
    assert errors == {}
    assert found.on.isoformat() == on


@pytest.mark.parametrize(("on", "words"), [("2025-10-23", "23 October 2025"), ("1926-10-24", "24 October 1926")])
def test_a_day_more_than_a_year_back_is_asked_about_once(on, words):
    asked = {
        "day_confirmed": f"{words} is more than a year ago. If you mean that day, tick “Yes, that day” and save again."
    }
    assert when(on=on, at="08:00") == (None, asked)
    found, errors = when(on=on, at="08:00", day_confirmed=on)
    assert errors == {}
    assert found.on.isoformat() == on
    for other in ("yes", "2025-10-22", ""):  # another day is another question
        assert when(on=on, at="08:00", day_confirmed=other) == (None, asked)


def test_a_day_that_is_confirmed_must_still_be_one():
    assert when(on="2027-10-24", at="08:00", day_confirmed="2027-10-24")[1].keys() == {"on"}
    assert when(on="1899-10-24", at="08:00", day_confirmed="1899-10-24")[1].keys() == {"on"}


def test_an_entry_may_be_made_for_another_zone_one_was_in():
    found, _ = when(on="2026-10-24", at="08:00", zone="Pacific/Honolulu")
    assert (found.zone, found.at) == ("Pacific/Honolulu", datetime(2026, 10, 24, 18, 0, tzinfo=UTC))
    assert when(on="2026-10-24", at="08:00", zone="Mars/Olympus")[1].keys() == {"zone"}


def test_the_night_with_two_half_past_twos():
    assert when(on="2026-10-25", at="02:30")[1].keys() == {"second"}
    first, _ = when(on="2026-10-25", at="02:30", second="no")
    second, _ = when(on="2026-10-25", at="02:30", second="yes")
    assert first is None  # the field says "first" or "second"; anything else is asked again
    assert second is None
    first, _ = when(on="2026-10-25", at="02:30", second="first")
    second, _ = when(on="2026-10-25", at="02:30", second="second")
    assert second.at - first.at == timedelta(hours=1)


def test_the_night_without_half_past_two():
    found, errors = when(on="2026-03-29", at="02:30")
    assert found is None
    assert "Choose 01:59 or earlier, or 03:00 or later." in errors["at"]


def test_the_future_is_refused_but_a_clock_may_be_five_minutes_fast():
    assert when(on="2026-10-25", at="13:05")[0] is not None
    assert when(on="2026-10-25", at="13:06") == (
        None,
        {"at": "This is in the future. Enter it when it has happened."},
    )


@pytest.mark.parametrize("on", ["0001-01-01", "9999-12-31", "2026-02-29", "", "\x00"])
def test_days_that_are_none_are_refused_beside_their_field(on):
    assert when(when="earlier", on=on, at="08:00")[1].keys() == {"on"}


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("08:05", time(8, 5)),
        ("8:05", time(8, 5)),
        (" 00:00 ", time()),
        ("23:59:59", time(23, 59)),
        ("08:05:30.5", time(8, 5)),
        ("8:05 pm", time(20, 5)),
        ("8:05\u00a0PM", time(20, 5)),
        ("8.05pm", time(20, 5)),
        ("08:05 a.m.", time(8, 5)),
        ("8 am", time(8)),
        ("12:30 am", time(0, 30)),
        ("12 pm", time(12)),
        ("12:59 p. m.", time(12, 59)),
        ("٠٨:٠٥", time(8, 5)),
        ("۲۰:۰۵", time(20, 5)),
        ("０８：０５", time(8, 5)),
        ("８：０５ｐｍ", time(20, 5)),
    ],
)
def test_times_are_read_to_the_minute(text, at):
    assert read_time(text) == at


@pytest.mark.parametrize(
    "text",
    [
        "",
        "8",
        "24:00",
        "08:60",
        "08:05+02:00",
        "08:05Z",
        "0805",
        "08:05\x00",
        "13:05 pm",
        "0:05 am",
        "8:5 pm",
        "8:60 am",
        "pm",
        "8 p",
        "٨",
    ],
)
def test_what_is_no_time_is_refused(text):
    with pytest.raises(ValueError, match="Write the time as hours and minutes"):
        read_time(text)


def test_a_note_keeps_its_lines_and_its_direction_of_writing():
    errors = {}
    note = "  שלום, כאב ראש\r\nצהריים 😴\u202e "
    assert read_text({"note": note}, "note", LONGEST_NOTE, errors) == "שלום, כאב ראש\nצהריים 😴\u202e"
    assert read_text({}, "note", LONGEST_NOTE, errors) == ""
    assert errors == {}


def test_a_note_of_twenty_thousand_characters_is_answered_and_given_back():
    errors = {}
    assert len(read_text({"note": "x" * 20_000}, "note", LONGEST_NOTE, errors)) == 20_000
    assert errors == {"note": "The text is 20,000 characters long; there is room for 5,000."}
    assert read_text({"note": "x" * 5000}, "note", LONGEST_NOTE, {}) == "x" * 5000


@pytest.mark.parametrize("text", ["a\x00b", "half of an emoji: \ud83d"])
def test_what_no_database_stores_is_refused(text):
    errors = {}
    read_text({"note": text}, "note", LONGEST_NOTE, errors)
    assert errors == {"note": "The text holds a character that cannot be stored. Remove it, or type the text again."}


def test_severities_are_five_and_unanswered_is_none_of_them():
    assert [read_severity(text) for text in ("", "0", "1", "2", "3", "4")] == [None, 0, 1, 2, 3, 4]
    for text in ("5", "-1", "00", "none", "٣"):
        with pytest.raises(ValueError, match="Choose one of the five answers"):
            read_severity(text)


def entry(recorded_after=timedelta(), **values):
    at = moment(NOW, "Europe/Berlin")
    dose = Dose(moment=at, status="taken", amount=5_000_000, form="capsule", medicine_id="examplamine")
    return Entry("id", at, at.on, NOW + recorded_after, 1, dose, **values)


def test_an_entry_knows_its_kind_and_whether_it_came_late():
    assert entry().kind == "dose"
    assert entry(timedelta(minutes=15)).entered_later is None
    assert entry(timedelta(hours=3)).entered_later == timedelta(hours=3)
    assert not entry().deleted
    assert entry(edited_at=NOW).edited


def test_the_same_submission_has_the_same_fingerprint_whatever_the_token():
    sent = {"csrf_token": "a", "amount": "0.5", "note": "\x00\ud83d", "id": "1"}
    again = {
        "note": "\x00\ud83d",
        "amount": "0.5",
        "csrf_token": "b",
        "confirmed": "yes",
        "day_confirmed": "2025-01-01",
        "id": "1",
    }
    assert fingerprint(sent) == fingerprint(again)
    assert fingerprint(sent) != fingerprint({**sent, "amount": "5"})


def test_an_id_is_a_uuid_in_its_usual_spelling():
    good = str(uuid.UUID(int=7))
    assert read_id({"id": good}) == good
    for bad in ("", "7", good.upper().replace("0", "A"), "{" + good + "}", good + "\x00"):
        with pytest.raises(InvalidEntry, match="This page was not complete"):
            read_id({"id": bad})
    with pytest.raises(InvalidEntry):
        read_id({})


def test_what_is_not_there_and_what_is_somebody_elses_sound_alike():
    assert str(NotFound()) == "There is nothing at this address."


@given(st.dictionaries(st.sampled_from(["when", "on", "at", "zone", "second"]), st.text(max_size=20)))
def test_whatever_is_typed_as_a_moment_gives_a_moment_or_a_sentence(fields):
    found, errors = when(**fields)
    assert (found is None) == bool(errors)
    assert all(sentence.endswith((".", "?")) for sentence in errors.values())


@given(st.text(max_size=100))
def test_a_text_that_is_accepted_can_be_stored_and_read_twice(text):
    errors = {}
    read = read_text({"note": text}, "note", 100, errors)
    if not errors:
        assert read_text({"note": read.encode().decode()}, "note", 100, {}) == read


# Every kind


def test_every_kind_is_told_to_whoever_needs_to_know() -> None:
    assert set(get_args(Kind)) == set(KINDS) == set(TABLES)
    assert {each.model for each in KINDS.values()} == set(get_args(Detail))
    assert [each.model.kind for each in KINDS.values()] == list(KINDS)
    for each in KINDS.values():
        own = each.model.model_fields.keys() - {"moment", "day_on", "ratings", "note"}
        assert each.model.field_names.keys() == own, "a page that compares two versions names every field"
