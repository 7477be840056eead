"""Access grants as values: which state one is in, on which days it holds, and how a code may be typed."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from journal.core.accounts.grants import CODE_LASTS, Caring, Grant, Terms, read_code, read_terms
from journal.core.values.errors import InvalidEntry

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
TODAY = NOW.date()
DAY = timedelta(days=1)
WAITING = Grant("g", "ann", Terms("Ben"), NOW - DAY, NOW - DAY + CODE_LASTS + timedelta(seconds=1))
ACCEPTED = replace(WAITING, other_id="ben", accepted_at=NOW)


@pytest.mark.parametrize(
    ("grant", "state"),
    [
        (WAITING, "waiting"),
        (replace(WAITING, code_expires_at=NOW), "expired"),
        (replace(WAITING, ended_at=NOW), "ended"),
        (ACCEPTED, "holds"),
        (replace(ACCEPTED, code_expires_at=NOW - DAY), "holds"),
        (replace(ACCEPTED, terms=Terms("Ben", starts_on=TODAY, ends_on=TODAY)), "holds"),
        (replace(ACCEPTED, terms=Terms("Ben", starts_on=TODAY + DAY)), "to_come"),
        (replace(ACCEPTED, terms=Terms("Ben", ends_on=TODAY - DAY)), "over"),
        (replace(ACCEPTED, ended_at=NOW), "ended"),
    ],
)
def test_a_grant_is_in_one_state(grant: Grant, state: str) -> None:
    assert grant.state(NOW, TODAY) == state


def test_a_grant_holds_from_its_first_day_to_its_last() -> None:
    terms = Terms("Ben", starts_on=date(2026, 11, 22), ends_on=date(2026, 11, 24))
    assert [terms.holds(date(2026, 11, day)) for day in (21, 22, 24, 25)] == [False, True, True, False]
    assert Terms("Ben").holds(date.max)


@pytest.mark.parametrize(
    ("grant", "whole"),
    [
        (ACCEPTED, True),
        (replace(ACCEPTED, terms=Terms("Ben", starts_on=TODAY)), True),
        (replace(ACCEPTED, terms=Terms("Ben", starts_on=TODAY + DAY)), False),
        (replace(ACCEPTED, terms=Terms("Ben", ends_on=date.max)), False),
        (replace(ACCEPTED, terms=Terms("Ben", ("clonazepam",))), False),
        (replace(ACCEPTED, terms=Terms("Ben", kind="observe")), False),
        (replace(ACCEPTED, ended_at=NOW), False),
        (WAITING, False),
    ],
)
def test_who_cares_in_full_has_accepted_all_medicines_from_today_without_a_last_day(grant: Grant, whole: bool) -> None:
    assert grant.is_full_care(TODAY) is whole


def test_a_carer_is_for_all_medicines_or_for_some() -> None:
    assert Caring("g", "ann", None, "UTC").is_of_all
    assert not Caring("g", "ann", frozenset(), "UTC").is_of_all


@pytest.mark.parametrize(
    "typed", ["482109375516", " 4821 0937 5516", "4821-0937-5516", "4821.0937–5516", "٤٨٢١٠٩٣٧٥٥١٦"]
)
def test_a_code_is_read_however_it_is_typed(typed: str) -> None:
    assert read_code(typed) == "482109375516"


@pytest.mark.parametrize("typed", ["", "48210937551", "4821093755166", "48210937551x", "½" * 12, "1" * 10_000])
def test_what_is_no_code_is_refused(typed: str) -> None:
    with pytest.raises(InvalidEntry, match="Type the 12 digits"):
        read_code(typed)


def test_terms_are_read_and_medicines_only_where_some_were_chosen() -> None:
    fields = {"grant_name": " my  aunt ", "medicine-a": "yes", "medicine-x": "yes", "starts_on": "2026-11-24"}
    assert read_terms(fields, ["a", "b"], TODAY) == Terms("my aunt", None, date(2026, 11, 24), None)
    assert read_terms(fields | {"which": "some"}, ["a", "b"], TODAY).medicines == ("a",)


def test_a_last_day_that_was_there_already_may_be_over() -> None:
    fields, over = {"grant_name": "Ben", "ends_on": "2026-11-01"}, Terms("Ben", ends_on=date(2026, 11, 1))
    assert read_terms(fields, [], TODAY, over) == over
    with pytest.raises(InvalidEntry, match="This day is over"):
        read_terms(fields, [], TODAY, Terms("Ben"))
