"""What may be typed as a code: as an app shows it, as it stands on paper, as a tired person types it."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.core.accounts.pass_phrases import words
from journal.core.accounts.second_factors import CODE_LENGTH, LETTERS, grouped, read_code, read_digits
from journal.core.values.errors import InvalidEntry

RECOVERY = "ABCD0123EFGH4567"


@pytest.mark.parametrize("typed", ["123456", "123 456", " 123-456 ", "１２３４５６", "12 34 56\n", "I23456"])
def test_six_digits(typed: str) -> None:
    assert read_code(typed).code == read_digits(typed) == "123456"
    assert not read_code(typed).is_recovery


@pytest.mark.parametrize(
    "typed",
    ["ABCD 0123 EFGH 4567", "abcd-0123-efgh-4567", "abcdo123efgh4567", "ABCD OI23 EFGH 4567", "abcd.ol23.efgh.4567"],
)
def test_a_recovery_code(typed: str) -> None:
    assert read_code(typed).code == RECOVERY
    assert read_code(typed).is_recovery


@pytest.mark.parametrize(
    "typed", ["", " ", "12345", "1234567", "abcdef", "ABCD 0123 EFGH 456U", "½23456", "x" * 10_000, "١٢٣٤٥٦"]
)
def test_anything_else_is_refused_with_a_sentence_that_does_not_repeat_it(typed: str) -> None:
    for read in (read_code, read_digits):
        with pytest.raises(InvalidEntry) as caught:
            read(typed)
        assert caught.value.errors["code"].startswith("Type the six digits")


def test_setting_up_takes_the_digits_of_the_app_alone() -> None:
    with pytest.raises(InvalidEntry):
        read_digits(RECOVERY)


@given(st.text(LETTERS, min_size=CODE_LENGTH, max_size=CODE_LENGTH))
def test_what_is_printed_can_be_typed(code: str) -> None:
    assert read_code(grouped(code)).code == code
    assert read_code(grouped(code).lower().replace(" ", "-")).code == code


@given(st.text())
def test_no_text_breaks_the_reading(text: str) -> None:
    with suppress(InvalidEntry):
        assert len(read_code(text).code) in {6, CODE_LENGTH}


def test_secrets_are_written_in_groups_of_four() -> None:
    assert grouped("ABCDEFGHIJ") == "ABCD EFGH IJ"


def test_pass_phrases_are_made_of_enough_plain_words() -> None:
    assert len(words()) == len(set(words())) >= 1024
    assert all(word.isascii() and word.isalpha() and word.islower() and 3 <= len(word) <= 8 for word in words())
