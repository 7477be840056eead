"""What is told of driving, alcohol and another sedative: at the threshold, just below it, and silent."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from journal.core.medicine.monograph import DATA, Monograph, read_monograph
from journal.core.medicine.thresholds import Driving, Thresholds, Together
from journal.core.record.checkins import CheckIn, Rated
from journal.core.record.days import Day
from journal.core.record.doses import Dose
from journal.core.safety import alcohol, driving, drove, other_sedative, very_low_mood
from journal.core.safety.rules import Context, Finding, OfDay, Speaking
from journal.core.values.clock import moment

CLONAZEPAM, SERTRALINE = (read_monograph(DATA / f"{key}.toml") for key in ("clonazepam", "sertraline"))
NOW = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)
ON = date(2026, 11, 23)
LIVED = moment(NOW, "Europe/Berlin")
SILENT = CLONAZEPAM.model_copy(update={"thresholds": Thresholds()})
LABEL = "From the US label: do not drive or use machines until you know how clonazepam affects you."


def around(monograph: Monograph = CLONAZEPAM, **of_day: Any) -> Context:
    return Context(monograph, NOW, "Europe/Berlin", day=OfDay(**of_day))


def check_in(**ratings: int) -> CheckIn:
    rated = tuple(Rated(effect=effect, severity=severity) for effect, severity in ratings.items())
    return CheckIn(moment=LIVED, day_on=ON, ratings=rated)


def day(**answers: Any) -> Day:
    return Day(moment=LIVED, day_on=ON, **answers)


def dose(status: str = "taken") -> Dose:
    values = {"moment": LIVED, "status": status, "amount": 500_000, "form": "tablet", "medicine_id": "clonazepam"}
    return Dose.model_validate(values)


@pytest.mark.parametrize("effect", ["drowsiness", "dizziness", "coordination"])
def test_driving_is_asked_about_from_severe_on(effect: str) -> None:
    assert driving.find(check_in(**{effect: 3}), around()) == Finding("caution", {"rating": effect, "severity": 3})
    assert driving.find(check_in(**{effect: 2}), around()) is None


def test_driving_is_not_asked_about_for_other_ratings_nor_where_the_monograph_says_nothing() -> None:
    assert driving.find(check_in(memory=4), around()) is None
    assert driving.find(check_in(), around()) is None
    assert driving.find(day(drove=True), around()) is None
    assert driving.find(check_in(drowsiness=4), around(SILENT)) is None


def test_beside_a_danger_sign_driving_is_not_spoken_of() -> None:
    assert driving.find(check_in(drowsiness=4).model_copy(update={"signs": ("confused",)}), around()) is None


def test_the_worst_of_the_ratings_is_told_with_the_words_of_the_monograph() -> None:
    found = driving.find(check_in(drowsiness=3, dizziness=4), around())
    assert found is not None
    said = driving.words(found, Speaking(CLONAZEPAM))
    assert (said.level, said.sentences) == ("caution", ("Dizziness: very severe.", LABEL))
    assert driving.words(found, Speaking(SILENT.model_copy(update={"precautions": ()}))).sentences[1:] == ()


def test_a_day_driven_on_with_such_a_rating_is_told_as_a_fact() -> None:
    found = drove.find(day(drove=True), around(worst={"drowsiness": 3}))
    assert found == Finding("caution", {"rating": "drowsiness", "severity": 3})
    assert drove.words(found, Speaking(CLONAZEPAM)).sentences == (
        "You drove on a day on which drowsiness was rated severe.",
        LABEL,
    )


@pytest.mark.parametrize("answers", [{"drove": False}, {"drove": None, "fell": True}])
def test_a_day_not_driven_on_or_not_answered_is_silent(answers: dict[str, Any]) -> None:
    assert drove.find(day(**answers), around(worst={"drowsiness": 4})) is None


def test_a_day_driven_on_is_silent_below_the_threshold_and_without_ratings() -> None:
    assert drove.find(day(drove=True), around(worst={"drowsiness": 2, "memory": 4})) is None
    assert drove.find(day(drove=True), around()) is None
    assert drove.find(day(drove=True), around(SILENT, worst={"drowsiness": 4})) is None
    assert drove.find(check_in(drowsiness=4), around(worst={"drowsiness": 4})) is None


RULES = [(alcohol, "alcohol", "urgent"), (other_sedative, "sedative", "caution")]


@pytest.mark.parametrize(("rule", "question", "level"), RULES)
def test_both_on_one_day_are_told_by_their_level(rule: Any, question: str, level: str) -> None:
    found = rule.find(day(**{question: True}), around(taken=frozenset({"clonazepam"})))
    assert found == Finding(level)
    said = rule.words(found, Speaking(CLONAZEPAM))
    assert said.sentences[0].endswith("Clonazepam on one day can make you far too sleepy and slow your breathing.")
    assert (said.level, said.heading) == (level, "too-much")


@pytest.mark.parametrize(("rule", "question", "level"), RULES)
def test_one_of_the_two_alone_is_silent(rule: Any, question: str, level: str) -> None:
    taken = frozenset({"clonazepam"})
    for answer in (False, None):
        assert rule.find(day(**{question: answer, "fell": True}), around(taken=taken)) is None
    assert rule.find(day(**{question: True}), around()) is None
    assert rule.find(day(**{question: True}), around(taken=frozenset({"examplamine"}))) is None
    assert rule.find(day(**{question: True}), around(SILENT, taken=taken)) is None
    assert rule.find(check_in(drowsiness=4), around(taken=taken)) is None


@pytest.mark.parametrize(("rule", "question", "level"), RULES)
def test_the_first_dose_of_a_day_that_was_answered_so_is_told_and_no_further_one(
    rule: Any, question: str, level: str
) -> None:
    assert rule.find(dose(), around(answers={question: 1})) == Finding(level)
    assert rule.find(dose(), around(answers={question: 1}, taken=frozenset({"clonazepam"}))) is None
    assert rule.find(dose("skipped"), around(answers={question: 1})) is None
    assert rule.find(dose(), around(answers={question: 0})) is None
    assert rule.find(dose(), around()) is None


def test_of_several_medicines_the_one_it_adds_to_counts() -> None:
    together = Together(level="urgent", of=frozenset({"clonazepam"}))
    several = CLONAZEPAM.model_copy(update={"key": "first", "thresholds": Thresholds(alcohol=together)})
    assert alcohol.find(day(alcohol=True), around(several, taken=frozenset({"clonazepam"}))) == Finding("urgent")
    assert alcohol.find(day(alcohol=True), around(several, taken=frozenset({"first"}))) is None


def test_the_record_is_read_for_what_may_speak_alone() -> None:
    assert drove.looks(day(drove=True), CLONAZEPAM)
    assert not drove.looks(day(drove=False), CLONAZEPAM)
    assert not drove.looks(day(drove=True), SILENT)
    assert not drove.looks(check_in(drowsiness=4), CLONAZEPAM)
    assert alcohol.looks(day(alcohol=True), CLONAZEPAM)
    assert alcohol.looks(day(sedative=True), CLONAZEPAM)
    assert alcohol.looks(dose(), CLONAZEPAM)
    for silent in (day(fell=True), dose("skipped"), check_in(drowsiness=4)):
        assert not alcohol.looks(silent, CLONAZEPAM)
    assert not alcohol.looks(day(alcohol=True), SILENT)
    assert not alcohol.looks(dose(), SILENT)


def test_what_the_monograph_says_of_driving_is_its_own() -> None:
    limit = CLONAZEPAM.thresholds.driving
    assert limit == Driving(ratings=("drowsiness", "dizziness", "coordination"), severity=3)
    assert limit.worst({"dizziness": 3, "drowsiness": 3}) == ("drowsiness", 3)
    assert limit.worst({}) is None


def test_feeling_very_low_on_a_day_shows_the_way_to_help() -> None:
    """An answer to what the medicine is for, from the one on that the file gives."""
    found = very_low_mood.find(day(benefits={"feeling_low": 4, "worry": 0}), around(SERTRALINE))
    assert found == Finding("urgent", {"severity": 4})
    assert very_low_mood.find(day(benefits={"feeling_low": 3, "worry": 4}), around(SERTRALINE)) is None
    assert very_low_mood.find(day(benefits={"feeling_low": 4}), around(CLONAZEPAM)) is None
    assert very_low_mood.find(day(fell=True), around(SERTRALINE)) is None
