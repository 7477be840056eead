"""Two medicines on a short list: told when one is added, and on the day it is taken beside what is planned."""

from datetime import UTC, date, datetime

from journal.core.medicine.medicines import Medicine, of_monograph
from journal.core.medicine.monograph import DATA, read_monograph
from journal.core.medicine.together import Together, pairs
from journal.core.record.doses import Dose
from journal.core.safety import interaction
from journal.core.safety.rules import Context, Finding, Speaking
from journal.core.values.clock import moment
from tests.core.plan.plans import as_plan, at, saved
from tests.core.plan.plans import dose as lived_dose

CLONAZEPAM = read_monograph(DATA / "clonazepam.toml")
ZONE = "Europe/Berlin"
CODEINE = {"group": "opioid", "listed": "codeine", "of": "clonazepam"}


def together(name: str = "Co-codamol") -> tuple[Together, ...]:
    taken = [of_monograph("clonazepam"), Medicine("c", name)]
    return pairs(taken, {"clonazepam": CLONAZEPAM}, date(2026, 3, 10))


def found(
    text: str, *before: str, plan: str = "", status: str = "taken", of: tuple[Together, ...] | None = None
) -> Finding | None:
    values = {"moment": moment(at(text), ZONE), "status": status, "amount": 1, "form": "", "medicine_id": "c"}
    plans = as_plan([saved(plan)] if plan else [])
    doses = [lived_dose(each) for each in before]
    beside = together() if of is None else of
    return interaction.find(
        Dose.model_validate(values), Context(CLONAZEPAM, at("31 12:00"), ZONE, plans, doses, pairs=beside)
    )


def test_the_first_dose_of_a_day_is_told_and_no_other_one() -> None:
    assert found("10 08:00") == Finding("urgent", CODEINE)
    assert found("10 20:00", "10 08:00") is None
    assert found("11 08:00", "10 20:00") == Finding("urgent", CODEINE)
    assert found("11 00:30", "10 23:30") == Finding("urgent", CODEINE), "another day has begun"


def test_what_has_planned_times_is_told_of_when_it_is_added_and_not_each_day() -> None:
    assert found("10 08:00", plan="08:00") is None


def test_what_is_skipped_or_on_no_list_is_silent() -> None:
    assert found("10 08:00", status="skipped") is None
    assert found("10 08:00", of=together("Ibuprofen")) is None
    assert interaction.find(None, Context(CLONAZEPAM, datetime(2026, 3, 1, tzinfo=UTC), ZONE)) is None


def test_the_words_name_both_whom_to_ask_and_what_the_monograph_says() -> None:
    notice = interaction.words(Finding("urgent", CODEINE), Speaking(CLONAZEPAM))
    assert notice.sentences == (
        "Codeine and Clonazepam can act together. Ask your pharmacist.",
        CLONAZEPAM.told_of("opioid"),
    )
    assert (notice.level, notice.heading) == ("urgent", "too-much")
    quiet = interaction.words(Finding("note", CODEINE | {"group": "gone"}), Speaking(CLONAZEPAM))
    assert (quiet.sentences, quiet.link) == (notice.sentences[:1], "")


def test_a_monograph_that_is_gone_leaves_the_words_there_are() -> None:
    elsewhere = CLONAZEPAM.model_copy(update={"key": "other"})
    assert interaction.words(Finding("urgent", CODEINE), Speaking(elsewhere)).sentences == (
        "Codeine can act together with another medicine you take. Ask your pharmacist.",
    )
    known = interaction.words(Finding("urgent", CODEINE), Speaking(elsewhere, others={"clonazepam": CLONAZEPAM}))
    assert known.sentences[0] == "Codeine and Clonazepam can act together. Ask your pharmacist."
