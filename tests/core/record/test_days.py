"""The form of a day: what is left out stays unknown, and a day to come, or one that is none, is refused."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from journal.core.medicine.monograph import read_monograph
from journal.core.record.days import (
    ANSWERS,
    LOOKS,
    QUESTIONS,
    Day,
    day_id,
    from_answers,
    look_word,
    moment_of,
    read_day,
    read_on,
)
from journal.core.record.forms import LONGEST_NOTE, FormContext
from journal.core.record.sleep import read_sleep, sleep_words
from journal.core.values.clock import moment
from journal.core.values.errors import InvalidEntry

EXAMPLAMINE = read_monograph(Path(__file__).parents[2] / "data" / "examplamine.toml")
NOW = datetime(2026, 11, 24, 19, 5, 30, tzinfo=UTC)  # 20:05 in Berlin
BERLIN = "Europe/Berlin"
TODAY = date(2026, 11, 24)


def here(now: datetime = NOW, zone: str = BERLIN, day_starts: time = time(4)) -> FormContext:
    return FormContext(now, zone, day_starts, EXAMPLAMINE)


def read(form_context: FormContext | None = None, **fields: str) -> Day:
    return read_day({"on": "2026-11-24", **fields}, form_context or here())


def refused(form_context: FormContext | None = None, **fields: str) -> dict[str, str]:
    with pytest.raises(InvalidEntry) as error:
        read(form_context, **fields)
    return dict(error.value.errors)


def test_every_question_of_a_day_is_read() -> None:
    day = read(drove="yes", fell="no", missed="yes", alcohol="no", sedative="yes", sleep="7.5", undone="0", note=" x ")
    assert day.answers == {
        "drove": 1, "fell": 0, "missed": 1, "alcohol": 0, "sedative": 1, "sleep": 15, "undone": 0,
    }  # fmt: skip
    assert (day.day_on, day.note, day.moment) == (TODAY, "x", moment(NOW, BERLIN))
    assert day.look == (None, 0, None)
    assert list(day.typed_names) == []


def test_what_is_left_out_is_unknown_and_never_no() -> None:
    day = read(fell="no")
    assert day.fell is False
    assert (day.drove, day.missed, day.sleep, day.living) == (None, None, None, None)
    assert day.answers == {"fell": 0}


def test_a_note_alone_is_something_and_nothing_at_all_is_refused() -> None:
    assert read(note="a long walk").answers == {}
    assert refused() == {"answers": "Nothing is answered yet. Answer one question at least, or go back."}


def test_a_no_alone_and_a_night_without_sleep_are_answers() -> None:
    assert read(drove="no").answers == {"drove": 0}
    assert read(sleep="0").answers == {"sleep": 0}
    assert read(hard_days="0").answers == {"hard_days": 0}


def test_an_answer_that_is_none_is_refused_beside_its_question() -> None:
    assert refused(fell="perhaps", living="5") == {
        "fell": "Choose yes or no, or leave it out.",
        "living": "Choose one of the five answers, or leave it out.",
    }


def test_a_text_of_ten_thousand_signs_is_refused_with_its_length() -> None:
    assert len(read(note="x" * LONGEST_NOTE).note) == LONGEST_NOTE
    assert refused(note="x" * 10_000) == {"note": "The text is 10,000 characters long; there is room for 5,000."}


@pytest.mark.parametrize(
    ("typed", "half_hours"),
    [("7", 14), ("7.5", 15), ("7,5", 15), ("7½", 15), ("½", 1), ("7:30", 15), ("7 h 30 min", 15), ("7h00", 14),
     ("0", 0), ("24", 48), ("7.0", 14), (" 8 ", 16), ("٧", 14), ("", None)],
)  # fmt: skip
def test_sleep_is_kept_in_half_hours(typed: str, half_hours: int | None) -> None:
    assert read_sleep(typed) == half_hours


@pytest.mark.parametrize(
    "typed", ["25", "24.5", "24:30", "7.25", "7.55", "7.5½", "-1", "seven", ".", "7:15", "1e1", "∞"]
)
def test_sleep_of_25_hours_and_what_is_no_half_hour_is_not_rounded(typed: str) -> None:
    assert refused(sleep=typed) == {
        "sleep": "Write the hours you slept, from 0 to 24, in half hours: for example 7 or 7.5."
    }


def test_sleep_is_said_in_hours_and_minutes() -> None:
    assert [sleep_words(n).replace("\u00a0", " ") for n in (0, 1, 14, 15)] == ["0 h", "0 h 30 min", "7 h", "7 h 30 min"]


@pytest.mark.parametrize(
    ("on", "words"),
    [
        ("2026-11-25", "25 November 2026 is still to come."),
        ("0001-01-01", "The year must be between 1900 and now."),
        ("2025-02-29", "There is no such day. Write the date as year-month-day, for example 2026-02-28."),
        ("", "There is no such day. Write the date as year-month-day, for example 2026-02-28."),
    ],
)
def test_a_day_to_come_or_that_is_none_is_refused_with_a_sentence(on: str, words: str) -> None:
    assert refused(on=on, fell="no") == {"on": words}


def test_the_29_february_is_a_day() -> None:
    at = datetime(2028, 3, 1, 12, tzinfo=UTC)
    assert read(here(at), on="2028-02-29", fell="no").day_on == date(2028, 2, 29)


def test_an_earlier_day_is_lived_at_its_last_minute_so_that_it_is_late() -> None:
    day = read(on="2026-11-23", drove="yes")
    assert f"{day.moment.local:%Y-%m-%d %H:%M}" == "2026-11-23 23:59"
    assert day.moment.on == day.day_on


def test_after_midnight_both_days_are_answered_now_until_the_day_begins() -> None:
    night = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)  # 00:30 of the 25th
    for on in ("2026-11-24", "2026-11-25"):
        assert read(here(night), on=on, fell="no").moment == moment(night, BERLIN)
    morning = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)  # 04:00: the day has begun
    assert f"{read(here(morning), on='2026-11-24', fell='no').moment.local:%H:%M}" == "23:59"
    assert refused(here(night), on="2026-11-26", fell="no").keys() == {"on"}


@pytest.mark.parametrize("on", ["2026-03-29", "2026-10-25"])
def test_both_nights_on_which_the_clock_changes_are_one_day_each(on: str) -> None:
    after = datetime.fromisoformat(on).replace(tzinfo=UTC) + timedelta(days=2)
    day = read(here(after), on=on, sleep="9")
    assert (day.day_on.isoformat(), f"{day.moment.local:%Y-%m-%d %H:%M}") == (on, f"{on} 23:59")


def test_a_last_minute_that_came_twice_is_the_second_one() -> None:
    lived = moment_of(date(2025, 11, 1), here(NOW, "America/Havana"), NOW)  # the clock went back from 01:00 to 00:00
    assert lived.on == date(2025, 11, 1)
    lived = moment_of(date(2018, 2, 17), here(NOW, "America/Sao_Paulo"), NOW)  # back from 24:00 to 23:00
    assert (lived.on, lived.offset_minutes) == (date(2018, 2, 17), -180)


def test_a_form_that_was_laid_aside_keeps_the_moment_it_was_sent_at() -> None:
    sent = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
    assert read(fell="no", sent_at=sent.isoformat()).moment.at == sent


def test_a_day_has_one_id_whoever_answers_it() -> None:
    assert day_id(TODAY) == day_id(date(2026, 11, 24))
    assert day_id(TODAY) != day_id(date(2026, 11, 25))
    assert read_on("2026-11-24", here()) == TODAY


def test_every_answer_has_a_question_and_a_word_of_its_own() -> None:
    asked = [question.key for question in QUESTIONS] + ["sleep"] + [question.key for question in LOOKS]
    assert list(ANSWERS) == asked
    for question in LOOKS:
        assert len({look_word(question, n) for n in range(5)}) == 5


@given(st.integers(min_value=0, max_value=48))
def test_every_half_hour_is_written_and_read_back(half_hours: int) -> None:
    assert read_sleep(f"{half_hours // 2}.{'5' if half_hours % 2 else '0'}") == half_hours
    assert read_sleep(f"{half_hours // 2}:{'30' if half_hours % 2 else '00'}") == half_hours


# --- what a medicine is for ----------------------------------------------------------------------------------------


def test_what_a_medicine_is_for_is_read_and_left_out_it_is_unknown() -> None:
    assert read(**{"benefit-itching": "0"}).benefits == {"itching": 0}  # none, and no empty form
    day = read(**{"benefit-itching": "4"}, fell="yes")
    assert day.answers == {"fell": 1, "benefit-itching": 4}
    assert from_answers(day.answers) == {"fell": 1, "benefits": {"itching": 4}}
    assert read(**{"benefit-itching": ""}, fell="yes").benefits == {}
    assert "answers" in refused(**{"benefit-itching": ""})


def test_an_answer_to_what_no_medicine_is_for_or_that_is_none_is_refused() -> None:
    list_ = "One of the answers belongs to nothing on this list. Load the page again."
    assert refused(**{"benefit-pain": "2"}) == {"answers": list_}
    assert refused(**{"benefit-itching": "5"}) == {
        "benefit-itching": "Choose one of the five answers, or leave it out."
    }
    with pytest.raises(ValidationError):
        Day(moment=moment(NOW, BERLIN), day_on=TODAY, benefits={"itching": 5})


def test_a_day_without_such_answers_reads_as_it_did_before_they_were_asked_for() -> None:
    """The versions of entries that are stored already have no such field."""
    assert "benefits" not in read(fell="yes").model_dump(mode="json")
    day = read(**{"benefit-itching": "1"})
    assert Day.model_validate(day.model_dump()) == day
    assert Day.model_validate(read(fell="no").model_dump()).benefits == {}
