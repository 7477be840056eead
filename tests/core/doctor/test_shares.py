"""Links to the report, as values: what a form may ask for, what a link still is, and whom somebody reads of."""

from datetime import UTC, date, datetime, timedelta

import pytest

from journal.core.accounts.accounts import Patient, Settings
from journal.core.doctor.shares import (
    MOST_VIEWS,
    Choice,
    Share,
    Terms,
    as_seen,
    is_id,
    is_of_all,
    note_words,
    read_choice,
    read_pin,
    read_terms,
)
from journal.core.medicine.medicines import Medicine
from journal.core.record.symptoms import Symptoms
from journal.core.values.errors import InvalidEntry
from journal.core.values.periods import Period

NOW = datetime(2026, 11, 23, 11, tzinfo=UTC)
NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 23))
MEDICINES = (
    Medicine("clonazepam", monograph="clonazepam"),
    Medicine("keppra", "Ann's keppra", "levetiracetam"),
    Medicine("mine", "Secret drops", unit="drops"),
)
ANN = Patient("ann", "Ann", Settings("Europe/Berlin"), MEDICINES, 3, Symptoms({"own_1": "Shame"}))


def test_a_form_left_as_it_is_opens_for_two_weeks_without_a_pin() -> None:
    assert read_terms({}) == Terms("", 14, MOST_VIEWS, "")
    typed = {"share_name": " Dr  Weber ", "days": "90", "views": "\u0663", "pin": "481 592"}
    assert read_terms(typed) == Terms("Dr Weber", 90, 3, "481592")


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        *(("days", typed) for typed in ("0", "91", "-1", "two", "1.5", "9" * 20)),
        *(("views", typed) for typed in ("0", "1001", "many")),
        *(("pin", typed) for typed in ("12345", "1" * 13, "12345a", "111111", "123456", "987654", "²²²²²²")),
        *(("share_name", typed) for typed in ("x" * 61, "a\u0000b")),
    ],
)
def test_what_cannot_be_is_a_sentence_at_its_field(field: str, typed: str) -> None:
    with pytest.raises(InvalidEntry) as refused:
        read_terms({field: typed})
    assert list(refused.value.errors) == [field]


def test_each_field_that_is_wrong_has_its_own_sentence() -> None:
    with pytest.raises(InvalidEntry) as refused:
        read_terms({"days": "0", "views": "0", "pin": "0"})
    assert list(refused.value.errors) == ["days", "views", "pin"]


def test_a_pin_is_the_same_however_it_is_typed() -> None:
    assert read_pin(" 48 15 92 ") == read_pin("\u0664\u0668\u0661\u0665\u0669\u0662") == "481592"
    assert len(read_pin("1" * 10_000)) == 100


def test_nothing_is_chosen_that_was_not_ticked() -> None:
    charts = ("severity", "doses")
    assert read_choice({}, NOVEMBER, MEDICINES, charts) == Choice(
        date(2026, 11, 1), date(2026, 11, 23), ("clonazepam",)
    )
    fields = {
        "medicine": "mine",
        "with-keppra": "yes",
        "with-mine": "yes",
        "with-others": "yes",
        "with-clonazepam": "no",
    }
    ticks = {"chart-doses": "yes", "chart-secret": "yes", "show_name": "yes", "show_notes": "yes", "show_typed": "yes"}
    chosen = read_choice(fields | ticks, NOVEMBER, MEDICINES, charts)
    assert (chosen.medicines, chosen.charts) == (("mine", "keppra"), ("doses",))
    assert (chosen.with_name, chosen.with_notes, chosen.with_typed) == (True, True, True)
    assert chosen.period == NOVEMBER


def test_a_medicine_of_nobody_is_refused() -> None:
    with pytest.raises(InvalidEntry):
        read_choice({"medicine": "another's"}, NOVEMBER, MEDICINES, ())


def test_a_link_is_live_until_it_is_used_up_over_or_ended() -> None:
    choice = Choice(date(2026, 11, 1), date(2026, 11, 23), ("clonazepam",))
    day = timedelta(days=1)

    def state(views: int = 0, lasts: timedelta = day, ended_at: datetime | None = None) -> str:
        return Share("s", "ann", choice, "", False, NOW - day, NOW + lasts, 3, views, ended_at).state(NOW)

    assert [state(2), state(3), state(0, timedelta(0)), state(3, -day)] == ["live", "used_up", "expired", "expired"]
    assert state(3, -day, NOW) == "ended"


def test_an_id_is_what_we_make() -> None:
    assert is_id("a" * 20 + "-_")
    assert not any(map(is_id, ("", "a" * 21, "a" * 23, "ä" * 22, "a" * 22 + "\n")))


def test_who_looks_reads_of_nothing_that_was_not_chosen() -> None:
    choice = Choice(date(2026, 11, 1), date(2026, 11, 23), ("keppra", "mine"))
    seen = as_seen(ANN, choice)
    assert seen is not None
    assert seen.name == "Name not shown"
    assert [(each.id, each.name) for each in seen.medicines] == [("keppra", None), ("mine", "Medicine 2")]
    assert dict(seen.own_symptoms) == {}
    for word in ("Ann", "Secret", "Shame"):
        assert word not in repr(seen.name) + repr(seen.medicines) + repr(dict(seen.own_symptoms))


def test_who_looks_reads_what_was_chosen() -> None:
    ids = ("mine", "clonazepam", "gone")
    seen = as_seen(ANN, Choice(date(2026, 11, 1), date(2026, 11, 23), ids, with_name=True, with_typed=True))
    assert seen is not None
    assert (seen.name, [each.name for each in seen.medicines]) == ("Ann", ["Secret drops", None])
    assert dict(seen.own_symptoms) == {"own_1": "Shame"}


def test_of_medicines_that_are_gone_nothing_is_seen() -> None:
    assert as_seen(ANN, Choice(date(2026, 11, 1), date(2026, 11, 23), ("gone",))) is None


def test_a_medicine_begun_since_makes_it_a_choice_of_some() -> None:
    choice = Choice(date(2026, 11, 1), date(2026, 11, 23), ("mine", "clonazepam", "keppra"))
    assert is_of_all(ANN, choice)
    assert not is_of_all(ANN, Choice(date(2026, 11, 1), date(2026, 11, 23), ("mine", "clonazepam")))


def test_a_note_says_what_it_was_written_to() -> None:
    assert [note_words("dose", "Keppra"), note_words("quiet", "")] == ["Dose of Keppra", "Quiet days"]
