"""When a form arrived for the first time, and what of it is content."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.core.record.forms import EARLIEST_AT, fingerprint, read_sent_at

NOW = datetime(2026, 11, 23, 11, 0, 30, tzinfo=UTC)


def test_a_form_that_was_laid_aside_says_when_it_was_first_sent() -> None:
    assert read_sent_at({"sent_at": "2026-11-23T07:00:00+00:00"}, NOW) == NOW - timedelta(hours=4, seconds=30)
    assert read_sent_at({"sent_at": "2026-11-23T08:00:00+01:00"}, NOW).isoformat() == "2026-11-23T07:00:00+00:00"
    assert read_sent_at({}, NOW) == NOW


@pytest.mark.parametrize(
    "made_up",
    ["", "now", "2026-11-23", "2026-11-23T07:00:00", "2026-11-23T11:00:31+00:00", "9999-12-31T23:59:59-23:59",
     "0001-01-01T00:00:00+23:59", "1899-12-31T23:59:59+00:00"],
)  # fmt: skip
def test_what_cannot_be_is_not_believed(made_up: str) -> None:
    assert read_sent_at({"sent_at": made_up}, NOW) == NOW


@given(st.one_of(st.text(max_size=40), st.datetimes(timezones=st.timezones()).map(datetime.isoformat)))
def test_whatever_it_says_it_is_an_instant_of_the_past(text: str) -> None:
    found = read_sent_at({"sent_at": text}, NOW)
    assert EARLIEST_AT <= found <= NOW
    assert found.tzinfo is UTC


def test_laying_a_form_aside_leaves_it_the_same_submission() -> None:
    fields = {"amount": "0.5", "when": "now"}
    assert fingerprint(fields) == fingerprint(fields | {"sent_at": NOW.isoformat(), "whose": "ab", "csrf_token": "x"})
    assert fingerprint(fields) != fingerprint(fields | {"note": "x"})
