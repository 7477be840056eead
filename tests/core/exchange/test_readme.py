"""README.txt of everything: in the language that is spoken, and with what is missing."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from journal.core.accounts.accounts import Settings
from journal.core.exchange.exports import TABLES, Account
from journal.core.exchange.readme import readme
from journal.core.values.languages import using
from tests.pseudo import PSEUDO, bare_words

AT = datetime(2026, 11, 23, 11, tzinfo=UTC)
ADA = Account("1", "Ada", AT, Settings(zone="UTC"), "examplamine")


@pytest.mark.parametrize("sign", [".", ","])
def test_every_word_of_it_is_a_message(sign: str) -> None:
    account = replace(ADA, settings=replace(ADA.settings, decimal_sign=sign))
    with using(PSEUDO):
        page = readme(account, "Examplamine", AT, ["charts/doses.svg"], ["Syrup"])
    keys = ('"amount_millionths"', '"doctor_marks"', '"asking"', '"own_symptom_states"', '"sha256sum -c SHA256SUMS"')
    states = "taken", "late", "skipped", "missed", "not_recorded", "open", "to_come", "missed", "not_recorded"
    marks = "other_amount", "one_more", "without_plan", "as_needed"
    said = [f'"{word}"' for word in (*states, *marks)]
    days = '"yes"', '"yes"', '"no"'
    came = '"told"', '"answered"', '"not_asked"'
    for name in ("Ada", "Examplamine", "UTC", *keys, *said, "charts/doses.svg", "Syrup", *days, *came):
        assert name in page
        page = page.replace(name, "", 1)
    for file in (
        "journal.json",
        *(table.file for table in TABLES.values()),
        "regimen.csv",
        "planned.csv",
        "alerts.csv",
        "visits.csv",
        "columns.csv",
        "charts/",
        "SHA256SUMS",
    ):
        assert f"\n{file} " in page
        page = page.replace(f"\n{file} ", "\n", 1)
    assert bare_words(page) == []


def test_it_names_the_medicines_without_charts_of_their_own() -> None:
    assert "No pictures of their own" not in readme(ADA, "Examplamine", AT)
    assert "No pictures of their own have: Gel and Syrup." in readme(ADA, "Examplamine", AT, (), ["Gel", "Syrup"])


def test_it_lists_what_could_not_be_drawn_and_is_silent_when_nothing_is_missing() -> None:
    assert "What is missing" not in readme(ADA, "Examplamine", AT)
    assert "\n\ncharts/doses.svg\n\n" in readme(ADA, "Examplamine", AT, ["charts/doses.svg"])
