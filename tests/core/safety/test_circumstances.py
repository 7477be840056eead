"""Pregnancy or breastfeeding noted: what the monograph says of it is told, and whom to ask; else nothing."""

from datetime import date

import pytest

from journal.core.medicine.circumstances import Circumstances
from journal.core.medicine.monograph import DATA, Monograph, read_monograph
from journal.core.record.checkins import CheckIn
from journal.core.safety import check, circumstances
from journal.core.safety.rules import Context, Finding, Speaking
from journal.core.values.clock import moment
from tests.acting import NOW

CLONAZEPAM = read_monograph(DATA / "clonazepam.toml")
SILENT = CLONAZEPAM.model_copy(update={"precautions": ()})
PREGNANT = Circumstances(pregnant_since=date(2026, 3, 1))
ASK = "Ask your prescriber or pharmacist before you change anything. Do not stop suddenly."


def found(noted: Circumstances, known: Monograph = CLONAZEPAM) -> list[Finding]:
    context = Context(known, NOW, "Europe/Berlin", circumstances=noted)
    return [each.finding for each in check.find(None, context)]


@pytest.mark.parametrize("name", ["pregnant_since", "breastfeeding_since"])
def test_each_of_them_is_told_of_a_medicine_with_such_a_text(name: str) -> None:
    noted = Circumstances(**{name: date(2026, 3, 1)})
    assert found(noted) == [Finding("caution", {"of": "clonazepam", name: "2026-03-01"})]


def test_nothing_noted_and_a_monograph_without_the_text_are_silent() -> None:
    assert found(Circumstances()) == []
    assert found(PREGNANT, SILENT) == []


def test_no_entry_is_spoken_of() -> None:
    at = moment(NOW, "Europe/Berlin")
    sleepy = CheckIn(moment=at, day_on=at.on, answer="too_sleepy")
    context = Context(CLONAZEPAM, NOW, "Europe/Berlin", circumstances=PREGNANT)
    assert check.find(sleepy, context) == ()
    assert circumstances.find(sleepy, context) is None


def test_the_words_quote_the_monograph_behind_a_cover_that_names_nothing() -> None:
    finding = Finding(
        "caution", {"of": "clonazepam", "pregnant_since": "2026-03-01", "breastfeeding_since": "2026-02-01"}
    )
    said = circumstances.words(finding, Speaking(CLONAZEPAM))
    (text,) = circumstances.told_by(CLONAZEPAM)
    assert said.sentences == (
        "You noted: pregnant since 1 March 2026.",
        "You noted: breastfeeding since 1 February 2026.",
        f"The description of clonazepam says: “{text}”",
        ASK,
    )
    assert said.cover == "Clonazepam: a note for you alone"
    assert check.private() == {"circumstances"}


def test_of_a_monograph_that_is_gone_it_says_what_was_noted_and_whom_to_ask() -> None:
    said = circumstances.words(Finding("caution", {"of": "gone", "pregnant_since": "2026-03-01"}), Speaking(CLONAZEPAM))
    assert said.sentences == ("You noted: pregnant since 1 March 2026.", ASK)
    assert said.cover == "A note for you alone"
