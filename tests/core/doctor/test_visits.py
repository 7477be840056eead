"""A visit's form is read, field by field; which visit is next and which is over."""

from datetime import UTC, date, datetime, time

import pytest

from journal.core.doctor.visits import Appointment, Visit, coming_first, from_values, read_visit
from journal.core.values.errors import InvalidEntry

TODAY = date(2026, 11, 23)
WHOLE = {
    "on": "2026-11-23",
    "at": "9:30 am",
    "person": "  Dr\n Amsel ",
    "place": "Clinic",
    "changed": " Less sleepy.\r\nMore tearful. ",
    "bothers": "The low days",
    "to_ask": "Can December wait?",
    "decided": "Wait until January.",
}


def test_everything_a_form_says_is_kept_and_found() -> None:
    said = read_visit(WHOLE, TODAY)
    assert said == Appointment(
        TODAY,
        time(9, 30),
        "Dr Amsel",
        "Clinic",
        "Less sleepy.\nMore tearful.",
        "The low days",
        "Can December wait?",
        "Wait until January.",
    )
    assert said.has_lines
    assert "dr amsel" in said.search_text
    assert "january" in said.search_text
    assert from_values(said.values) == said


@pytest.mark.parametrize("form", [{"on": "2026-12-24"}, {"to_ask": "?"}, {"person": "Dr Amsel"}], ids=str)
def test_one_field_is_enough_and_a_day_need_not_be_known(form: dict[str, str]) -> None:
    said = read_visit(form, TODAY)
    assert (said.day_on is None) == ("on" not in form)
    assert from_values(said.values) == said


@pytest.mark.parametrize(
    ("form", "field", "words"),
    [
        ({}, "on", "Nothing is written yet"),
        ({"person": "\u200b"}, "on", "Nothing is written yet"),
        ({"on": "2026-02-30"}, "on", "no such day"),
        ({"on": "2029-01-01"}, "on", "more than two years ahead"),
        ({"on": "2026-12-24", "at": "25:00"}, "at", "hours and minutes"),
        ({"at": "08:00"}, "on", "Write the day too"),
        ({"on": "2026-11-24", "decided": "x"}, "on", "write the day on which it was"),
        ({"decided": "x"}, "on", "write the day on which it was"),
        ({"on": "2026-11-23", "person": "x" * 81}, "person", "room for 80"),
        ({"on": "2026-11-23", "changed": "x" * 161}, "changed", "room for 160"),
        ({"on": "2026-11-23", "decided": "x" * 2001}, "decided", "room for 2,000"),
    ],
)
def test_what_cannot_be_is_told_beside_its_field(form: dict[str, str], field: str, words: str) -> None:
    with pytest.raises(InvalidEntry) as refused:
        read_visit(form, TODAY)
    assert list(refused.value.errors) == [field]
    assert words in refused.value.errors[field]


def test_a_visit_is_to_come_until_its_day_is_over() -> None:
    def visit(visit_id: str, day_on: date | None, at: time | None = None) -> Visit:
        return Visit(visit_id, Appointment(day_on, at), 1, datetime(2026, 11, 1, tzinfo=UTC))

    last, before = visit("last", date(2026, 11, 22)), visit("before", date(2026, 9, 1))
    noon, morning = visit("noon", TODAY, time(12)), visit("morning", TODAY, time(8))
    later, unknown = visit("later", date(2026, 12, 1)), visit("unknown", None)
    coming, past = coming_first([unknown, before, later, noon, last, morning], TODAY)
    assert coming == [morning, noon, later, unknown]
    assert past == [last, before]
    assert [each.can_decide(TODAY) for each in (last, noon, later, unknown)] == [True, True, False, False]
    assert not unknown.is_over(TODAY)
    assert not Appointment(TODAY).has_lines
