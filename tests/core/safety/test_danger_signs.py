"""Danger signs of a check-in: an emergency with strong drowsiness; very strong drowsiness alone is for today."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from journal.core.medicine.monograph import DATA, Monograph, read_monograph
from journal.core.medicine.thresholds import Thresholds
from journal.core.record.checkins import CheckIn, Rated
from journal.core.safety import danger_signs, very_drowsy
from journal.core.safety.check import find, notices
from journal.core.safety.rules import Context, Finding, Speaking
from journal.core.values.clock import moment

NOW = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
HERE = moment(NOW, "Europe/Berlin")
CLONAZEPAM = read_monograph(DATA / "clonazepam.toml")
EXAMPLAMINE = read_monograph(Path(__file__).parents[2] / "data" / "examplamine.toml")
CALL = (
    "Very sleepy and confused, or hard to wake, or the breathing is slow or shallow: this can be too much of the "
    "medicine. Call the emergency number now, or ask somebody to call."
)


def check_in(*signs: str, answer: str = "rated", **ratings: int) -> CheckIn:
    rated = tuple(Rated(effect=effect, severity=severity) for effect, severity in ratings.items())
    values = {"moment": HERE, "day_on": HERE.on, "ratings": rated, "signs": signs, "answer": answer}
    return CheckIn.model_validate(values)


def found(detail: CheckIn, monograph: Monograph = CLONAZEPAM) -> list[tuple[str, str]]:
    return [(each.rule.key, each.finding.level) for each in find(detail, Context(monograph, NOW, "Europe/Berlin"))]


EMERGENCY, TODAY = [("danger_signs", "emergency")], [("very_drowsy", "urgent")]
DRIVING = [("driving", "caution")]


@pytest.mark.parametrize("sign", ["confused", "hard_to_wake"])
@pytest.mark.parametrize("severity", [3, 4])
def test_strong_drowsiness_with_a_sign_is_an_emergency(sign: str, severity: int) -> None:
    assert found(check_in(sign, drowsiness=severity)) == EMERGENCY


def test_very_strong_drowsiness_alone_is_for_today_and_just_below_it_driving_alone_is_asked_about() -> None:
    assert found(check_in(drowsiness=4)) == TODAY + DRIVING
    assert found(check_in(drowsiness=3)) == DRIVING
    assert found(check_in(fatigue=4)) == []


def test_a_sign_is_silent_where_drowsiness_was_answered_below_its_threshold() -> None:
    assert found(check_in("confused", drowsiness=2)) == []
    assert found(check_in("confused", drowsiness=0)) == []


def test_an_answer_that_is_not_there_is_not_none() -> None:
    assert found(check_in("hard_to_wake")) == EMERGENCY
    assert found(check_in("hard_to_wake", answer="too_sleepy")) == EMERGENCY


def test_without_a_threshold_or_an_alert_in_the_file_it_stays_silent() -> None:
    bare = CLONAZEPAM.model_copy(update={"thresholds": Thresholds(), "alerts": ()})
    assert found(check_in("confused", drowsiness=4), bare) == []
    assert very_drowsy.find(None, Context(CLONAZEPAM, NOW, "UTC")) is None
    assert danger_signs.find(None, Context(CLONAZEPAM, NOW, "UTC")) is None


def test_an_alert_of_any_medicine_speaks_with_its_own_level_and_text() -> None:
    assert found(check_in("rash"), EXAMPLAMINE) == [("danger_signs", "urgent")]
    assert found(check_in("rash", tingling=0), EXAMPLAMINE) == [("danger_signs", "urgent")]
    (notice,) = notices(find(check_in("rash"), Context(EXAMPLAMINE, NOW, "UTC")), Speaking(EXAMPLAMINE))
    assert notice.sentences == ("A rash matters in the tests. Ask nobody.", "Ticked: rash.")


def test_two_signs_with_one_text_say_it_once() -> None:
    detail = check_in("confused", "hard_to_wake", drowsiness=3)
    (notice,) = notices(find(detail, Context(CLONAZEPAM, NOW, "UTC")), Speaking(CLONAZEPAM))
    assert notice.level == "emergency"
    assert notice.sentences == (CALL, "Ticked: confused, hard to wake or slow breathing.")
    assert notice.heading == "too-much"


def test_an_alert_that_is_in_no_file_any_more_still_has_words() -> None:
    finding = Finding("emergency", {"signs": "confused gone"})
    notice = danger_signs.words(finding, Speaking(replace_alerts()))
    assert notice.sentences == ("Ticked: confused, gone.",)
    assert notice.link


def replace_alerts() -> Monograph:
    return CLONAZEPAM.model_copy(update={"alerts": ()})


def test_what_is_said_of_drowsiness_says_whom_to_call_and_when() -> None:
    notice, _driving = notices(find(check_in(drowsiness=4), Context(CLONAZEPAM, NOW, "UTC")), Speaking(CLONAZEPAM))
    assert notice.sentences == ("You were very sleepy. Call your prescriber or an out-of-hours service today.",)
    assert (notice.level, notice.heading) == ("urgent", "too-much")


LED = [("self_harm", "urgent", "self-harm"), ("allergy", "emergency", "top"), ("confused", "emergency", "too-much")]


@pytest.mark.parametrize(
    ("signs", "heading", "link"),
    [
        (("self_harm",), "self-harm", "If you think of harming yourself: where to get help"),
        (("allergy",), "", "Emergency: whom to call, and what to do"),
        (("self_harm", "confused"), "too-much", danger_signs.LINKS["too-much"]),
        (("gone",), "too-much", danger_signs.LINKS["too-much"]),
    ],
)
def test_the_link_leads_to_what_helps_with_the_worst_sign(signs: tuple[str, ...], heading: str, link: str) -> None:
    confused = CLONAZEPAM.alerts[0]
    alerts = tuple(
        confused.model_copy(update={"key": key, "level": level, "leads_to": leads_to}) for key, level, leads_to in LED
    )
    known = CLONAZEPAM.model_copy(update={"alerts": alerts})
    said = danger_signs.words(Finding("urgent", {"signs": " ".join(signs)}), Speaking(known))
    assert (said.heading, said.link) == (heading, link)
