"""Safety rules: what each asks and tells, at the very value of its threshold and just below, and when it is silent."""

import logging
import re
from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.core.medicine.monograph import DATA, read_monograph
from journal.core.medicine.thresholds import Thresholds
from journal.core.plan.schedules import AsNeeded
from journal.core.record.checkins import CheckIn, Rated
from journal.core.record.doses import Dose
from journal.core.record.entries import Detail, Kind
from journal.core.record.episodes import Episode
from journal.core.safety import (
    as_needed,
    day_total_plan,
    day_total_range,
    double_dose,
    drop,
    fast_step,
    gap,
    interaction,
    large_amount,
    very_low_mood,
)
from journal.core.safety.check import RULES, Unanswered, ask, askable, find, notices, of_the_record, questions, reading
from journal.core.safety.rules import Context, Finding, Notice, Question, Rule, Speaking
from journal.core.values.clock import moment
from tests.core.plan.plans import as_plan, at, change, paused, saved
from tests.core.plan.plans import dose as lived_dose

ROOT = Path(__file__).parents[3]
NOW = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
HERE = moment(NOW, "Europe/Berlin")
CLONAZEPAM = read_monograph(DATA / "clonazepam.toml")
EXAMPLAMINE = read_monograph(ROOT / "tests" / "data" / "examplamine.toml")
KNOWN = Context(CLONAZEPAM, NOW, "Europe/Berlin")
ELSEWHERE = Context(EXAMPLAMINE, NOW, "Europe/Berlin")
SPEAKING = Speaking(CLONAZEPAM)


def test_a_rule_about_check_ins_is_silent_about_the_record_as_it_stands() -> None:
    assert very_low_mood.RULE.find(None, Context(CLONAZEPAM, datetime(2026, 3, 1, tzinfo=UTC), "UTC")) is None


VERY_LOW_MOOD = very_low_mood.words(Finding("urgent"), SPEAKING)
GAP = gap.words(Finding("caution"), SPEAKING)
AS_NEEDED = as_needed.words(Finding("note", {"taken": 2_000_000, "most": 1_500_000, "least_hours": 4}), SPEAKING)
LONG_SEIZURE = Notice(
    "long_seizure", "emergency", (), "A seizure of 5 minutes or more: when to call, and what to do", "seizure"
)


def large(amount: int, known: Context | None = None, status: str = "taken") -> Notice:
    found = Finding("urgent" if status == "taken" else "note", {"amount": amount, "status": status})
    return large_amount.words(found, Speaking((known or KNOWN).monograph))


def large_in_tablets(amount: int) -> Notice:
    values: dict[str, int | str] = {"amount": amount, "status": "taken", "overdose_above": 20_000_000}
    return large_amount.words(Finding("urgent", values), SPEAKING)


LARGE_AMOUNT = large(40_000_000)
ABOVE_RANGE = day_total_range.words(
    Finding("note", {"total": 4_000_000, "above": 2_000_000, "of": "24_hours"}), SPEAKING
)
ABOVE_PLAN = day_total_plan.words(Finding("note", {"total": 1_500_000, "planned": 1_000_000}), SPEAKING)
DOUBLE = double_dose.words(
    Finding("caution", {"amount": 500_000, "at": 60_000_000, "last_amount": 500_000, "last_at": 0}), SPEAKING
)
DROP = drop.words(
    Finding("caution", {"total": 1, "usual": 4_000_000, "days": 2, "first_on": "2026-03-15", "last_on": "2026-03-16"}),
    SPEAKING,
)
FAST_STEP = fast_step.words(Finding("caution", {"before": 2_000_000, "after": 500_000, "days": 3}), SPEAKING)
EVERY = VERY_LOW_MOOD, LARGE_AMOUNT, LONG_SEIZURE, GAP, DROP, FAST_STEP, AS_NEEDED, ABOVE_RANGE, ABOVE_PLAN, DOUBLE


def told(detail: Detail | None, known: Context = KNOWN) -> tuple[Notice, ...]:
    return notices(find(detail, known), Speaking(known.monograph))


def asked(detail: Detail | None, known: Context = KNOWN) -> tuple[Question, ...]:
    return questions(find(detail, known), Speaking(known.monograph))


def ask_about(detail: Detail, known: Context, answered: Collection[str]) -> None:
    ask(find(detail, known), Speaking(known.monograph), answered)


def dose(amount: int, status: str = "taken") -> Dose:
    return Dose.model_validate(
        {"moment": HERE, "status": status, "amount": amount, "form": "tablet", "medicine_id": "m"}
    )


def check_in(mood: int | None = None, **ratings: int) -> CheckIn:
    rated = tuple(Rated(effect=effect, severity=severity) for effect, severity in ratings.items())
    return CheckIn(moment=HERE, day_on=HERE.on, ratings=rated, mood=mood)


def episode(what: str, minutes: int | None, severity: int | None = None) -> Episode:
    return Episode(moment=HERE, what=what, minutes=minutes, severity=severity)


@pytest.mark.parametrize(
    ("detail", "expected"),
    [
        (check_in(mood_low=4), (VERY_LOW_MOOD,)),
        (check_in(mood=1), (VERY_LOW_MOOD,)),
        (check_in(mood=1, mood_low=4), (VERY_LOW_MOOD,)),
        (check_in(mood=2, mood_low=3, drowsiness=2, mood_irritable=4), ()),
        (check_in(mood=5), ()),
        (check_in(), ()),
        (dose(4_000_001), (large(4_000_001),)),
        (dose(20_000_000), (large(20_000_000),)),
        (dose(20_000_001), (large_in_tablets(20_000_001),)),
        (dose(40_000_000), (large_in_tablets(40_000_000),)),
        (dose(4_000_000), (ABOVE_RANGE,)),
        (dose(2_000_000), ()),
        (dose(40_000_000, "skipped"), (large(40_000_000, status="skipped"),)),
        (dose(4_000_000, "skipped"), ()),
        (episode("seizure", 5), (LONG_SEIZURE,)),
        (episode("seizure", 1440), (LONG_SEIZURE,)),
        (episode("seizure", 4, 4), ()),
        (episode("seizure", None), ()),
        (episode("panic_attack", 60), ()),
    ],
    ids=str,
)
def test_a_rule_speaks_at_its_threshold_and_not_below(detail: Detail, expected: tuple[object, ...]) -> None:
    assert told(detail) == expected


def test_the_thresholds_are_the_monographs() -> None:
    assert [notice.rule for notice in told(dose(60_000_000), ELSEWHERE)] == ["day_total_range"]
    assert told(dose(EXAMPLAMINE.daily_range.high), ELSEWHERE) == ()
    assert told(dose(60_000_001), ELSEWHERE) == (large(60_000_001, ELSEWHERE),)
    earlier = CLONAZEPAM.thresholds.model_validate(
        {"low_mood": {"rating": "fatigue", "severity": 2}, "long_seizure": {"episode": "panic_attack", "minutes": 60}}
    )
    known = replace(KNOWN, monograph=CLONAZEPAM.model_copy(update={"thresholds": earlier}))
    assert told(check_in(fatigue=2), known) == (VERY_LOW_MOOD,)
    assert told(check_in(fatigue=1, mood_low=4), known) == ()
    assert [notice.link for notice in told(episode("panic_attack", 60), known)] == [
        "A seizure of 60 minutes or more: when to call, and what to do"
    ]


def test_a_rule_whose_threshold_is_left_out_stays_silent() -> None:
    silent = replace(KNOWN, monograph=CLONAZEPAM.model_copy(update={"thresholds": Thresholds()}))
    assert told(check_in(mood_low=4), silent) == ()
    assert told(episode("seizure", 60), silent) == ()
    assert told(None, replace(silent, plan=as_plan(PLAN), last_taken_at=at("1 08:00"), now=at("9 08:00"))) == ()
    assert told(check_in(mood=1), silent) == (VERY_LOW_MOOD,)  # the journal's own question


@pytest.mark.parametrize("status", ["taken", "skipped"])
def test_a_large_amount_is_asked_about_and_a_yes_to_its_key_lets_it_pass(status: str) -> None:
    (question,) = asked(dose(65_000_000, status), ELSEWHERE)
    assert (question.rule, question.asked, question.sentence, question.no, question.yes) == (
        "large_amount",
        "Is 65 mg the amount you took?",
        "65 mg is more than one dose of Examplamine usually is. If that is what you took, confirm it and save again.",
        "No, it was another amount",
        "Yes, this is the amount I took",
    )
    way_to_help = replace(large(65_000_000, ELSEWHERE), sentences=())
    assert question.notice == (way_to_help if status == "taken" else None)
    for answered in ((), ("gap",)):
        with pytest.raises(Unanswered) as caught:
            ask_about(dose(65_000_000, status), ELSEWHERE, answered)
        assert (caught.value.keys, str(caught.value)) == (("large_amount",), question.sentence)
    ask_about(dose(65_000_000, status), ELSEWHERE, ("large_amount",))
    ask_about(dose(60_000_000, status), ELSEWHERE, ())


def test_nothing_else_is_asked_about() -> None:
    assert asked(check_in(mood=1, mood_low=4)) == asked(episode("seizure", 60)) == ()
    assert find(None, KNOWN) == ()
    assert askable() == {"large_amount", "double_dose", "as_needed", "day_total_range"}
    kinds: tuple[Kind, ...] = ("dose", "check_in", "episode")
    of_doses = double_dose.RULE, as_needed.RULE, day_total_plan.RULE, day_total_range.RULE
    assert [reading(kind, CLONAZEPAM) for kind in kinds] == [(*of_doses, gap.RULE, drop.RULE, interaction.RULE), (), ()]
    assert reading("dose", EXAMPLAMINE) == (*of_doses, interaction.RULE), "it names no hours of a gap"
    assert of_the_record("dose") == {rule.key for rule in (*of_doses, gap.RULE, drop.RULE, interaction.RULE)}


def test_what_a_rule_says_is_calm_and_leads_to_help() -> None:
    for notice in EVERY:
        assert notice.heading in {"too-much", "twice", "seizure", "self-harm", "run-out"}
        assert notice.level in {"note", "caution", "urgent", "emergency"}
        assert "!" not in "".join((*notice.sentences, notice.link))
    assert GAP.sentences == (
        "If you took it and did not log it, log it now.",
        "Do not stop suddenly: call your prescriber.",
        "Seizures that do not end can follow. That can threaten life.",
    )


def test_every_rule_has_a_key_of_its_own_a_source_and_a_row_in_the_papers() -> None:
    keys = [rule.key for rule in RULES]
    assert keys == re.findall(r"^\| `(\w+)` \|", (ROOT / "docs" / "sources.md").read_text(), re.MULTILINE)
    assert len(set(keys)) == len(keys)
    assert all(rule.source and rule.version == 1 for rule in RULES)
    assert {notice.rule for notice in EVERY} <= set(keys)


PLAN = [saved()]  # 08:00 and 20:00 from the first of March on


def gap_of(now: str, *doses: str, plan: object = PLAN) -> tuple[Notice, ...]:
    """What is told at that instant after doses taken at those."""
    taken = [lived_dose(text) for text in doses]
    last_taken_at = max((found.at for found in taken), default=None)
    known = Context(CLONAZEPAM, at(now), "Europe/Berlin", as_plan(plan), taken, last_taken_at)  # type: ignore[arg-type]
    return tuple(notice for notice in told(None, known) if notice.rule == gap.KEY)


def test_the_gap_guard_speaks_after_36_hours_with_a_window_closed_empty() -> None:
    assert gap_of("11 20:00", "10 08:00") == (GAP,)
    assert gap_of("11 19:59", "10 08:00") == ()
    assert gap_of("29 08:00", "1 08:00") == (GAP,)  # however long ago


def test_the_gap_guard_needs_a_window_that_closed_empty_since_the_last_dose() -> None:
    """The dose of the ninth was missed, that of the tenth taken; then a pause until the evening of the twelfth."""
    ended = change([saved(times="08:00")], at("10 09:00"))
    paused = change(ended, at("11 09:00"), "20:00", starts=date(2026, 3, 12))
    assert gap_of("12 08:00", "8 08:00", "10 08:00", plan=paused) == ()
    assert gap_of("14 08:00", "8 08:00", "10 08:00", plan=paused) == (GAP,)


def test_the_gap_guard_speaks_without_any_plan_after_doses_on_five_of_the_seven_days_before() -> None:
    five = "4 21:00", "5 21:00", "6 21:00", "8 21:00", "9 21:00"
    assert gap_of("11 09:00", *five, plan=[]) == (GAP,)
    assert gap_of("11 08:59", *five, plan=[]) == ()
    assert gap_of("12 00:00", *five, plan=[]) == ()  # the fourth is no more among the seven
    assert gap_of("11 09:00", "4 08:00", *five[1:], "9 08:00", plan=[]) == (GAP,)  # twice a day is once
    assert gap_of("11 09:00", "3 21:00", *five[1:], plan=[]) == ()
    taken = [lived_dose(text, status="skipped" if text == "5 21:00" else "taken") for text in five]
    known = Context(CLONAZEPAM, at("11 09:00"), "Europe/Berlin", as_plan([]), taken, at("9 21:00"))
    assert find(None, known) == ()


def test_the_gap_guard_is_silent_without_a_plan_that_goes_on_or_a_dose() -> None:
    assert gap_of("13 08:00", "10 08:00", plan=[]) == ()
    daily = [f"{day} 08:00" for day in range(4, 11)]
    assert gap_of("11 20:00", *daily, plan=change(PLAN, at("10 09:00"))) == ()  # ended, with the page that warns
    assert gap_of("13 08:00", "10 08:00", plan=change(PLAN, at("12 09:00"))) == ()
    assert gap_of("13 08:00") == ()


def test_the_gap_guard_is_silent_where_doses_are_ordered_as_needed_alone() -> None:
    """Until the ninth at nine there were planned times, and the one of that morning stayed empty."""
    needed = change(PLAN, at("9 22:00"), as_needed=AsNeeded(500_000))
    assert gap_of("10 21:00", "8 20:00", plan=needed) == ()
    beside = change(PLAN, at("9 22:00"), "20:00", as_needed=AsNeeded(500_000))
    assert gap_of("10 21:00", "8 20:00", plan=beside) == (GAP,)


@given(hours=st.integers(0, 35), minutes=st.integers(0, 59))
def test_the_gap_guard_never_speaks_within_36_hours_of_a_dose(hours: int, minutes: int) -> None:
    now = at("20 12:00")
    last_taken_at = now - timedelta(hours=hours, minutes=minutes)
    known = Context(CLONAZEPAM, now, "Europe/Berlin", as_plan(PLAN), [], last_taken_at)
    assert find(None, known) == ()


ORDER = AsNeeded(500_000, 1_500_000, 4)
SOONER = "The dose as needed before it was less than the ordered 4 hours earlier."
MORE = "With this dose it is 2\u00a0mg as needed in 24 hours. 1.5\u00a0mg at most was ordered."


def of_dose(text: str, *before: str, plan: object = None, amount: int = 500_000, status: str = "taken") -> list[str]:
    """What is told of a dose of that time after doses at those, without the way to whom to ask."""
    lived = lived_dose(text, amount=amount)
    detail = dose(amount, status).model_copy(update={"moment": moment(lived.at, "Europe/Berlin")})
    plan = as_plan([saved("", as_needed=ORDER)] if plan is None else plan)  # type: ignore[arg-type]
    doses = [lived_dose(each) for each in before]
    found = told(detail, Context(CLONAZEPAM, at("31 12:00"), "Europe/Berlin", plan, doses))
    return [sentence for notice in found if notice.rule == "as_needed" for sentence in notice.sentences[:-1]]


def test_a_dose_as_needed_above_the_ordered_most_is_told_and_one_at_it_is_not() -> None:
    before = "9 12:01", "9 20:00", "10 08:00"
    assert of_dose("10 12:00", *before) == [MORE]
    assert of_dose("10 12:00", *before, amount=499_999) != []
    assert of_dose("10 12:01", *before) == [], "the first one is a day ago"
    assert of_dose("10 12:00", *before[1:]) == [], "the most, and no more"
    assert of_dose("10 12:00", amount=2_000_000) == [MORE]
    assert of_dose("10 12:00", amount=1_500_000) == []


def test_a_dose_as_needed_sooner_than_ordered_is_told_and_one_after_those_hours_is_not() -> None:
    assert of_dose("10 11:59", "10 08:00") == [SOONER]
    assert of_dose("10 12:00", "10 08:00") == []
    assert of_dose("10 11:59", "10 00:00", "10 04:00", "10 08:00") == [MORE, SOONER]
    assert of_dose("10 07:00", "10 08:00") == [], "what came later tells nothing of it"


def test_what_keeps_to_a_planned_time_or_was_not_ordered_so_is_told_nothing_of() -> None:
    beside = [saved("08:00 20:00", as_needed=ORDER)]
    assert of_dose("10 08:00", "10 07:00", plan=[saved("08:00")]) == []
    assert of_dose("10 20:00", "10 08:00", "10 16:30", plan=beside) == [], "it is the one for the evening"
    assert of_dose("10 20:30", "10 08:00", "10 20:00", plan=beside) == [], "the first as needed"
    assert of_dose("10 21:00", "10 08:00", "10 20:00", "10 20:30", plan=beside) == [SOONER]
    assert of_dose("10 09:00", "10 08:00", status="skipped") == []
    assert of_dose("10 09:00", "10 08:00", plan=[saved("", as_needed=AsNeeded(500_000))]) == []
    assert of_dose("10 09:00", "10 08:00", plan=as_plan([saved("", as_needed=ORDER)], paused(10, 10))) == []
    assert of_dose("10 09:00", "10 08:00", plan=change([saved("", as_needed=ORDER)], at("9 12:00"), "20:00")) == []
    known = Context(CLONAZEPAM, at("31 12:00"), "Europe/Berlin", as_plan([saved("", as_needed=ORDER)]))
    assert find(check_in(), known) == find(None, known) == ()


def test_a_note_of_doses_as_needed_says_the_amounts_in_the_unit_and_whom_to_ask() -> None:
    found = Finding("note", {"taken": 20_000_000, "most": 10_000_000, "least_hours": 1})
    said = as_needed.words(found, Speaking(CLONAZEPAM, "ml"))
    assert (said.level, said.heading, said.sentences) == (
        "note",
        "too-much",
        (
            "With this dose it is 20\u00a0ml as needed in 24 hours. 10\u00a0ml at most was ordered.",
            "The dose as needed before it was less than the ordered 1 hour earlier.",
            "Not sure? Ask your pharmacist.",
        ),
    )


def _fail(detail: Detail | None, known: Context) -> Finding | None:
    raise ValueError("40 mg")


def test_a_rule_that_fails_finds_nothing_and_hides_no_other_and_its_words_are_not_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    broken = Rule(key="broken", version=3, source="made up", find=_fail, words=very_low_mood.words)
    with caplog.at_level(logging.ERROR, "journal.safety"):
        found = find(check_in(mood=1), KNOWN, [broken, *RULES])
    assert [each.rule.key for each in found] == ["very_low_mood"]
    (logged,) = caplog.records
    said = vars(logged)["fields"]
    assert (said["rule"], said["version"], said["kind"], said["name"]) == ("broken", 3, "ValueError", "_fail")
    assert "40" not in f"{said} {logged.getMessage()} {logged.exc_info}"


def test_what_is_kept_of_a_finding_is_numbers_and_keys() -> None:
    plan, doses = as_plan([saved("", as_needed=ORDER)]), [lived_dose("10 08:00")]
    lived = dose(1_500_000).model_copy(update={"moment": moment(at("10 09:00"), "Europe/Berlin")})
    gone = Context(CLONAZEPAM, at("12 20:00"), "Europe/Berlin", as_plan(PLAN), doses, at("10 08:00"))
    found = [
        *find(check_in(mood=1, mood_low=4), KNOWN),
        *find(dose(40_000_000), KNOWN),
        *find(episode("seizure", 6), KNOWN),
        *find(None, gone),
        *find(lived, Context(CLONAZEPAM, at("31 12:00"), "Europe/Berlin", plan, doses)),
    ]
    assert [(rule.key, dict(finding.values)) for rule, finding in found] == [
        ("very_low_mood", {"mood": 1, "severity": 4}),
        ("large_amount", {"amount": 40_000_000, "status": "taken", "overdose_above": 20_000_000}),
        ("long_seizure", {"minutes": 6, "from_minutes": 5}),
        ("gap", {"last_taken_at": 1773126000000000}),
        ("as_needed", {"amount": 1_500_000, "taken": 2_000_000, "most": 1_500_000, "least_hours": 4}),
    ]
    assert found[3].finding.instant("last_taken_at") == at("10 08:00")
