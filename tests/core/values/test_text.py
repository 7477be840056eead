"""Texts are the same when a person would say so."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.core.values.text import comparable, slug, with_ascii_digits


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Café", "cafe\u0301"),
        ("đau đầu", unicodedata.normalize("NFD", "ĐAU ĐẦU")),
        ("두통", unicodedata.normalize("NFD", "두통")),
        ("ångest", "Å\u034fNGEST"),
        ("STRASSE", "straße"),
        ("ΟΔΟΣ", "οδος"),
        ("can't sleep", "Can\u2019t  sleep"),
        ("can`t sleep", "can\u02bct\tsleep"),
        ("pins-and-needles", "pins\u2011and\u2010needles"),
        ("\u0149ame", "'name"),
        ("itch", "i\u200btch"),
        ("itch", "\u202eitch\u202c"),
        ("itch", "\ufeffitch\u00ad"),
        ("headache", "head\u2060ache\ufe0f"),
        ("two words", " two\n\u00a0words "),
    ],
)
def test_what_reads_the_same_is_the_same(one: str, other: str) -> None:
    assert comparable(one) == comparable(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("resume", "résumé"), ("itch", "itchy"), ("two words", "twowords"), ("pain 1", "pain 2"), ("ø", "o"), ("ي", "ى")],
)
def test_what_reads_otherwise_is_not(one: str, other: str) -> None:
    assert comparable(one) != comparable(other)


@pytest.mark.parametrize("text", ["", " ", "\u200b", "\u202e\u202c", "\u3164", "\ufe0f"])
def test_what_shows_nothing_is_nothing(text: str) -> None:
    assert comparable(text) == ""


@given(st.text())
def test_comparing_once_is_enough(text: str) -> None:
    assert comparable(comparable(text)) == comparable(text)
    assert comparable(unicodedata.normalize("NFD", text)) == comparable(unicodedata.normalize("NFC", text))


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("٠٫٥", "0.5"),
        ("۲۰:۰۵", "20:05"),
        ("２０２６－０２－２８", "2026-02-28"),
        ("\u200e१२\u202c", "12"),
        ("½²٬x", "½²٬x"),
    ],
)
def test_digits_of_every_script_are_digits_and_the_rest_stays(typed: str, read: str) -> None:
    assert with_ascii_digits(typed) == read


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Sodium valproate", "sodium-valproate"),
        ("Café 5 %", "cafe-5"),
        ("../..\\\x00", ""),
        ("قطرات", ""),
        ("A" * 60, "a" * 40),
        ("-" + "ab " * 30, "-".join(["ab"] * 13) + "-a"),
    ],
)
def test_a_name_becomes_a_piece_of_a_file_name(name: str, said: str) -> None:
    assert slug(name) == said
