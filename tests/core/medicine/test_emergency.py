"""Whom to call: what the three settings may say, how a phone dials it, and what is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.core.medicine.emergency import Numbers, PhoneLine, read_numbers
from journal.core.values.errors import CannotStart


def test_without_settings_112_is_shown_and_known_to_be_nobodys_choice() -> None:
    for nothing in (None, "", "  "):
        assert read_numbers(nothing, nothing, nothing) == Numbers(PhoneLine("112"), None, None, is_set=False)
    assert read_numbers("112", None, None).is_set


@pytest.mark.parametrize(
    ("text", "number", "dialled"),
    [
        ("911", "911", "911"),
        (" 000 ", "000", "000"),
        ("15", "15", "15"),
        ("1 1 2", "1 1 2", "112"),
        ("+41 (0)44 251 51 51", "+41 (0)44 251 51 51", "+41442515151"),
        ("(0)44 251-51.51", "(0)44 251-51.51", "0442515151"),
        ("１１２", "112", "112"),
        ("1\u2011800\u00a0222\u20131222", "1-800 222-1222", "18002221222"),
    ],
)
def test_the_emergency_number_as_written_and_as_dialled(text: str, number: str, dialled: str) -> None:
    line = read_numbers(text, None, None).emergency
    assert (line.number, line.dialled, line.name) == (number, dialled, "")


@pytest.mark.parametrize(
    ("text", "name", "number"),
    [
        ("Poison line 19240", "Poison line", "19240"),
        ("Poison line: 030 19240", "Poison line", "030 19240"),
        ("Tox Info Suisse, 145", "Tox Info Suisse", "145"),
        ("988 Suicide & Crisis Lifeline 988", "988 Suicide & Crisis Lifeline", "988"),
        ("988 Suicide & Crisis Lifeline", "Suicide & Crisis Lifeline", "988"),
        ("Samaritans – 116 123", "Samaritans", "116 123"),
        ("Poison Control +1 (800) 222-1222", "Poison Control", "+1 (800) 222-1222"),
        ("Giftnotruf <b>München</b> 089 19240", "Giftnotruf <b>München</b>", "089 19240"),
        ("19240", "Poison line", "19240"),
    ],
)
def test_a_name_and_a_number_in_one_setting(text: str, name: str, number: str) -> None:
    assert read_numbers(None, text, None).poison == PhoneLine(number, name)
    if text != "19240":
        assert read_numbers(None, None, text).crisis == PhoneLine(number, name)


def test_a_number_alone_gets_the_name_of_its_setting() -> None:
    numbers = read_numbers(None, None, "116 123")
    assert numbers.crisis == PhoneLine("116 123", "Crisis line")
    assert numbers.poison is None


@pytest.mark.parametrize("text", ["call 112", "112!", "1", "+", "tel:112", "112;999", "1" * 16, "-", "٢"])
def test_an_emergency_number_nobody_can_dial_is_refused(text: str) -> None:
    with pytest.raises(CannotStart, match=r"^JOURNAL_EMERGENCY_NUMBER must be the number alone.*NUMBER=112\.$"):
        read_numbers(text, None, None)


@pytest.mark.parametrize(
    "text",
    [
        "ask the pharmacist",
        "24 hour line",
        "line 12",
        "1-800-FLOWERS",
        "!! 19240",
        f"{'x' * 61} 19240",
        f"line {'1' * 16}",
        "line \x07 19240",
        "line \u202e 19240",
    ],
)
def test_a_line_without_name_or_number_is_refused(text: str) -> None:
    with pytest.raises(CannotStart, match=r'^JOURNAL_POISON_NUMBER must be .*JOURNAL_POISON_NUMBER="Poison line 5'):
        read_numbers(None, text, None)
    with pytest.raises(CannotStart, match=r'^JOURNAL_CRISIS_NUMBER must be .*JOURNAL_CRISIS_NUMBER="Crisis line 5'):
        read_numbers(None, None, text)


@given(st.text(), st.text())
def test_whatever_is_taken_is_a_number_a_phone_dials(one: str, other: str) -> None:
    try:
        numbers = read_numbers(one, other, other)
    except CannotStart:
        return
    for line in (numbers.emergency, numbers.poison, numbers.crisis):
        if line:
            assert line.dialled.removeprefix("+").isascii()
            assert line.dialled.removeprefix("+").isdigit()
            assert line.number.isprintable()
            assert line.name.isprintable()
