"""What stopping a medicine can do differs from one to the next: the rules about too little say it in its own words."""

from dataclasses import replace

from journal.core.medicine.parts import Stopping
from journal.core.safety import drop, gap
from journal.core.safety.rules import Finding
from tests.core.safety.lived import CLONAZEPAM, SPEAKING

WORDS = "You can feel dizzy and sleep badly for some days."
KNOWN = replace(SPEAKING, monograph=CLONAZEPAM.model_copy(update={"stopping": Stopping(about=WORDS)}))
CALL = "Do not stop suddenly: call your prescriber."
FELL = Finding("caution", {"total": 1, "usual": 4, "days": 2, "first_on": "2026-03-15", "last_on": "2026-03-16"})


def test_a_gap_and_a_drop_say_whom_to_call_and_then_what_stopping_can_do() -> None:
    assert gap.words(Finding("caution"), KNOWN).sentences[-2:] == (CALL, WORDS)
    assert drop.words(FELL, KNOWN).sentences[-2:] == (CALL, WORDS)


def test_a_medicine_without_such_a_text_says_whom_to_call_alone() -> None:
    silent = replace(SPEAKING, monograph=CLONAZEPAM.model_copy(update={"stopping": None}))
    for said in (gap.words(Finding("caution"), silent), drop.words(FELL, silent)):
        assert said.sentences[-1] == CALL
        assert said.sentences[-2].endswith("log it now.")
