"""The draft of a report to a regulator: what the record knows, and blanks for what only the person knows."""

from datetime import date, timedelta

from journal.core.charts.dose_lines import Doses
from journal.core.charts.points import Of
from journal.core.charts.severity import severity_chart
from journal.core.doctor.reaction import BLANK, Reaction, draft, reaction
from journal.core.values.periods import Period
from tests.core.charts.test_points import DROWSY, NEVER_SAID, day, rated, step
from tests.core.charts.worst import worst

TODAY = day(59)
PERIOD = Period(day(0), TODAY)
STEPS = [step(day(0), day(29), 750_000), step(day(30), None, 500_000)]
TAKEN = [(day(n), 1_000_000) for n in range(2, 58)] + [(day(1), 0)]


def found(*severities, level=2, steps=STEPS, taken=TAKEN, others=None) -> Reaction:
    chart = severity_chart(PERIOD, [DROWSY], worst(rated(*severities)), Doses(steps), set(), TODAY)
    return reaction(chart, level, Of("Clonazepam"), steps, taken, others or {}, ["tablet"], TODAY)


def lines(known: Reaction) -> list[str]:
    return draft(known, TODAY).splitlines()


def test_it_began_on_the_first_day_at_that_level_with_the_dose_of_that_day():
    known = found(0, 1, 1, 2, 4, *[2] * 25, *[1] * 30)
    assert (known.began_on, known.amount) == (day(3), 1_500_000)
    assert found(0, 1, 1, 2, 4, level=3).began_on == day(4)
    assert (known.days_with, known.rated, known.worst, known.worst_on) == (59, 60, 4, day(4))
    assert known.doses == ((1_500_000, 2), (1_000_000, 1))


def test_the_draft_says_what_is_known():
    said = lines(found(0, 1, 1, 2, 4, *[2] * 25, *[1] * 30, others={"Ibuprofen": [(day(1), 400)]}))
    for line in (
        "Suspected side effect: Drowsiness",
        "It began on: 4 September 2026 (first rated moderate or worse)",
        "It was there on 59 of 60 rated days",
        "At its worst: very severe, last on 5 September 2026",
        "Suspected medicine: Clonazepam",
        "Form: tablet",
        "Planned now: 0.5\u00a0mg at 08:00 and 20:00",
        "Planned on the day it began: 1.5\u00a0mg a day",
        "First dose in this journal: 3 September 2026",
        "Last dose in this journal: 28 October 2026",
        "Usual rating at each planned dose, one after the other: "
        "moderate at 1.5\u00a0mg a day, mild at 1\u00a0mg a day",
        "Other medicines in the three months before: Ibuprofen",
    ):
        assert line in said


def test_what_only_the_person_knows_is_left_blank():
    blanks = [line.partition(":")[0] for line in lines(found(4)) if line.endswith(BLANK)]
    assert blanks == [
        "What happened, in my own words",
        "How it is now (gone, better, the same, worse)",
        "Was it serious (hospital, danger to life, lasting harm, an unborn child)",
        "What was done about it",
        "Maker and batch number",
        "Taken for",
        "Did it go when the dose was less or stopped",
        "Did it come back when it was taken again",
        "Initials",
        "Age, sex, weight",
        "Illnesses and allergies",
        "Who reports it, and how to be reached",
    ]


def test_a_record_that_knows_nothing_gives_blanks_and_no_numbers():
    known = found(steps=[], taken=[])
    said = lines(known)
    assert (known.began_on, known.worst, known.amount) == (None, None, None)
    assert f"It began on: {BLANK} (first rated moderate or worse)" in said
    assert f"First dose in this journal: {BLANK}" in said
    assert "Planned now: nothing" in said
    assert not any("rated days" in line or "At its worst" in line for line in said)
    assert "Other medicines in the three months before: none in this journal" in said


def test_other_medicines_count_for_three_months_before_and_not_after_it_began():
    began = {"Before": [(day(3) - timedelta(days=91), 1)], "Long before": [(day(3) - timedelta(days=92), 1)]}
    known = found(0, 0, 0, 2, others=began | {"After": [(day(4), 1)], "Skipped": [(day(2), 0)]})
    assert known.others == ("Before",)


def test_it_claims_nothing():
    said = draft(found(0, 1, 1, 2, 4), date(2026, 11, 28))
    assert not NEVER_SAID.search(said.replace("danger to life", ""))
    assert "It is a suspicion" in said
