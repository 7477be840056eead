"""A week sheet that was typed in: what it tells, and what it refuses with all that was typed kept."""

import uuid
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from journal.core.exchange.sheet_forms import SheetContext, check_in_moment, has_begun, read_sheet
from journal.core.exchange.sheet_rows import MOST_IN_LINE, Said, clashes, entry_id, keys_of
from journal.core.exchange.week_sheets import SheetDay, sheet_days, week_of
from journal.core.medicine.medicines import Medicine
from journal.core.medicine.monograph import DATA, read_monograph
from journal.core.plan.adherence import Lived, TakenDose
from journal.core.plan.regimens import Plan
from journal.core.plan.schedules import AsNeeded
from journal.core.record.checkins import CheckIn
from journal.core.record.doses import Dose
from journal.core.record.forms import FormContext
from journal.core.values.clock import NonexistentTime, Zones
from journal.core.values.errors import InvalidEntry
from tests.core.plan.plans import BERLIN, at, dose, saved

MONDAY = date(2026, 3, 9)
NOW = at("12 12:00")
HERE = Zones(BERLIN)
CLONAZEPAM = read_monograph(DATA / "clonazepam.toml")
DROPS = Medicine("drops", name="Drops", unit="drops")
MEDICINES = (Medicine("clonazepam", monograph="clonazepam"), DROPS)
FORMS = {
    "clonazepam": FormContext(NOW, BERLIN, time(4), CLONAZEPAM, of=MEDICINES[0]),
    "drops": FormContext(NOW, BERLIN, time(4), CLONAZEPAM.model_copy(update={"forms": ()}), of=DROPS),
}
EFFECTS = {"drowsiness": "", "own_itch": "itch"}
CONTEXT = SheetContext(NOW, HERE, FORMS, time(4), EFFECTS)
EIGHT, TWENTY = "clonazepam.202603090700", "clonazepam.202603091900"


def days(
    *doses: TakenDose,
    times: str = "08:00 20:00",
    first_on: date = MONDAY,
    as_needed: AsNeeded | None = None,
    now: datetime = NOW,
    medicines: tuple[Medicine, ...] = MEDICINES,
) -> tuple[SheetDay, ...]:
    plan = Plan((replace(saved(times, as_needed=as_needed), medicine_id="clonazepam"),))
    lived = Lived(tuple(each._replace(medicine_id=each.medicine_id or "clonazepam") for each in doses), set())
    return sheet_days(week_of(first_on), plan, medicines, lived, HERE, now)


def read(fields: dict[str, str], week: tuple[SheetDay, ...] | None = None, **more: Any) -> tuple[Said, ...]:
    return read_sheet(fields, days() if week is None else week, replace(CONTEXT, **more))


def errors(fields: dict[str, str], week: tuple[SheetDay, ...] | None = None, **more: Any) -> dict[str, str]:
    with pytest.raises(InvalidEntry) as error:
        read(fields, week, **more)
    return dict(error.value.errors)


def one_dose(said: tuple[Said, ...]) -> Dose:
    (one,) = said
    assert isinstance(one.detail, Dose)
    return one.detail


def one_check_in(said: tuple[Said, ...]) -> CheckIn:
    (one,) = said
    assert isinstance(one.detail, CheckIn)
    return one.detail


def test_taken_as_planned_is_a_dose_at_its_planned_time_with_its_amount() -> None:
    found = one_dose(read({f"dose-{EIGHT}": "taken"}))
    assert (found.moment.at, found.status, found.amount, found.form) == (at("9 08:00"), "taken", 500_000, "tablet")
    assert found.medicine_id == "clonazepam"


def test_skipped_stands_at_its_planned_time() -> None:
    assert one_dose(read({f"dose-{EIGHT}": "skipped"})).status == "skipped"


@pytest.mark.parametrize("pick", ["", "taken"])
@pytest.mark.parametrize(
    ("key", "typed", "lived"),
    [
        (EIGHT, "9:15", "9 09:15"),
        (EIGHT, "2:15 pm", "9 14:15"),
        (TWENTY, "0:30", "10 00:30"),  # after midnight: the night after
        (EIGHT, "23:30", "8 23:30"),  # nearer to the evening before
    ],
)
def test_another_time_is_the_one_nearest_to_the_planned_one(key: str, typed: str, lived: str, pick: str) -> None:
    assert one_dose(read({f"dose-{key}": pick, f"at-{key}": typed})).moment.at == at(lived)


def test_a_day_as_a_whole_fills_what_is_left_and_nothing_else() -> None:
    found = read({"all-2026-03-09": "yes", f"at-{EIGHT}": "9:00", f"dose-{TWENTY}": ""})
    assert [said.detail.moment.at for said in found] == [at("9 09:00"), at("9 20:00")]
    skipped = read({"all-2026-03-09": "yes", f"dose-{EIGHT}": "skipped"})
    assert [said.detail.model_dump()["status"] for said in skipped] == ["skipped", "taken"]
    today = read({"all-2026-03-12": "yes"})
    assert [said.detail.moment.at for said in today] == [at("12 08:00")], "20:00 is still to come"


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        ({f"dose-{EIGHT}": "x"}, f"dose-{EIGHT}", "Choose one of the answers"),
        ({f"dose-{EIGHT}": "skipped", f"at-{EIGHT}": "9:00"}, f"at-{EIGHT}", "Keep one of the two"),
        ({f"at-{EIGHT}": "noon"}, f"at-{EIGHT}", "Write the time as hours and minutes"),
        ({"at-clonazepam.202603120700": "13:00"}, "at-clonazepam.202603120700", "in the future"),
        ({"evening": "late"}, "evening", "Write the time as hours and minutes"),
        ({"rating-2026-03-09-drowsiness": "5"}, "rating-2026-03-09-drowsiness", "a number from 0 to 4"),
        ({"note-2026-03-09": "x" * 5001}, "note-2026-03-09", "there is room for"),
        ({"times-drops.20260309": "9:00"}, "amount-drops.20260309", "Write the amount of one dose"),
        ({"times-drops.20260309": "9:00", "amount-drops.20260309": "x"}, "amount-drops.20260309", "amount"),
        ({"times-drops.20260309": "9:00, x", "amount-drops.20260309": "5"}, "times-drops.20260309", "Write the time"),
        ({"times-drops.20260309": "9:00 9:00", "amount-drops.20260309": "5"}, "times-drops.20260309", "each time once"),
        ({}, "id", "Nothing is typed in yet"),
        ({"rating-2026-03-09-memory": "1"}, "id", "an answer has no row any more"),
        ({"dose-clonazepam.202603121900": "taken"}, "id", "an answer has no row any more"),
    ],
)
def test_what_cannot_be_read_has_its_sentence(fields: dict[str, str], field: str, sentence: str) -> None:
    assert sentence in errors(fields)[field]


def test_what_is_recorded_already_is_not_asked_again() -> None:
    week = days(dose("9 08:10"))
    assert "no row any more" in errors({f"dose-{EIGHT}": "taken"}, week)["id"]
    assert "no row any more" in errors({"rating-2026-03-09-drowsiness": "1"}, rated={MONDAY: {"drowsiness": 0}})["id"]
    own = one_check_in(read({"rating-2026-03-09-own_itch": "1"}, rated={MONDAY: {"drowsiness": 0}}))
    assert [(rating.effect, rating.symptom) for rating in own.ratings] == [("own_itch", "itch")]


def test_the_same_form_again_reads_the_same_although_it_is_recorded_now() -> None:
    fields = {"all-2026-03-09": "yes", "rating-2026-03-09-drowsiness": "2"}
    first = read(fields)
    week, rated = days(dose("9 08:00"), dose("9 20:00")), {MONDAY: {"drowsiness": 2}}
    assert read(fields, week, saved=[said.key for said in first], rated=rated) == first
    assert len({said.key for said in first}) == 3


def test_the_ratings_of_a_day_are_one_check_in_of_its_evening() -> None:
    fields = {"rating-2026-03-09-drowsiness": "٢", "rating-2026-03-09-own_itch": "0", "note-2026-03-09": " tired "}
    found = one_check_in(read(fields))
    assert (found.moment.at, found.day_on, found.note) == (at("9 21:00"), MONDAY, "tired")
    assert [(rating.effect, rating.severity) for rating in found.ratings] == [("drowsiness", 2), ("own_itch", 0)]
    assert one_check_in(read({"note-2026-03-09": "tired", "evening": "19:30"})).moment.at == at("9 19:30")


def test_an_effect_may_be_chosen_from_the_list() -> None:
    fields = {"other-2026-03-09-2": "own_itch", "other-rating-2026-03-09-2": "3", "rating-2026-03-09-drowsiness": "1"}
    found = one_check_in(read(fields))
    assert [(rating.effect, rating.severity) for rating in found.ratings] == [("drowsiness", 1), ("own_itch", 3)]


@pytest.mark.parametrize(
    ("effect", "typed", "field", "sentence"),
    [
        ("", "3", "other-2026-03-09-1", "Choose the side effect"),
        ("drowsiness", "3", "other-2026-03-09-1", "rated already on that day"),
        ("own_itch", "", "other-rating-2026-03-09-1", "Write a number from 0 to 4."),
        ("own_itch", "5", "other-rating-2026-03-09-1", "Write a number from 0 to 4, or leave it empty."),
        ("unheard of", "3", "other-2026-03-09-1", "rated already on that day"),
    ],
)
def test_an_effect_of_the_list_has_its_sentence_too(effect: str, typed: str, field: str, sentence: str) -> None:
    fields = {"rating-2026-03-09-drowsiness": "1", "other-2026-03-09-1": effect, "other-rating-2026-03-09-1": typed}
    assert errors(fields) == {field: sentence} or sentence in errors(fields)[field]


def test_an_evening_after_midnight_is_of_the_day_before_and_that_of_today_is_now() -> None:
    late = one_check_in(read({"note-2026-03-09": "late", "evening": "00:30"}))
    assert (late.moment.at, late.day_on) == (at("10 00:30"), MONDAY)
    today = one_check_in(read({"note-2026-03-12": "now"}))
    assert (today.moment.at, today.day_on) == (NOW, date(2026, 3, 12))
    assert "no row any more" in errors({"note-2026-03-13": "tomorrow"})["id"]
    night = replace(CONTEXT, now=at("12 03:00"))
    assert [has_begun(date(2026, 3, day), night) for day in (11, 12)] == [True, False]


def test_an_evening_that_the_clock_skips_is_refused() -> None:
    context = replace(CONTEXT, now=at("31 12:00"), day_starts=time(0))
    with pytest.raises(NonexistentTime):
        check_in_moment(date(2026, 3, 29), time(2, 30), context)
    week = days(first_on=date(2026, 3, 23), now=at("31 12:00"))
    with pytest.raises(InvalidEntry) as error:
        read_sheet({"evening": "02:30", "note-2026-03-28": "x"}, week, context)
    assert "the clock went forward" in error.value.errors["evening"]
    with pytest.raises(InvalidEntry) as error:
        read_sheet({"at-clonazepam.202603290600": "02:30"}, week, context)
    assert "the clock went forward" in error.value.errors["at-clonazepam.202603290600"]


def test_doses_as_needed_are_read_from_one_field_with_commas_or_spaces() -> None:
    week = days(times="", as_needed=AsNeeded(250_000))
    for typed in ("9:00, 2 pm; 22:00", "9:00 14:00 22:00"):
        found = read({"times-clonazepam.20260309": typed}, week)
        assert [said.detail.moment.at for said in found] == [at("9 09:00"), at("9 14:00"), at("9 22:00")]
        assert {said.detail.model_dump()["amount"] for said in found} == {250_000}
    many = ",".join(f"{n}:00" for n in range(MOST_IN_LINE + 1))
    assert "12 at most" in errors({"times-clonazepam.20260309": many}, week)["times-clonazepam.20260309"]
    assert "in the future" in errors({"times-clonazepam.20260312": "13:00"}, week)["times-clonazepam.20260312"]


def test_a_dose_as_needed_that_is_recorded_is_not_recorded_twice() -> None:
    week, fields = days(dose("9 09:00"), times="", as_needed=AsNeeded(250_000)), {"times-clonazepam.20260309": "9:00"}
    assert "recorded already" in errors(fields, week)["times-clonazepam.20260309"]
    assert one_dose(read(fields, week, saved=["clonazepam.20260309.0"])).moment.at == at("9 09:00")


def test_a_medicine_without_a_plan_takes_its_amount_and_has_no_form() -> None:
    found = one_dose(read({"times-drops.20260309": "9:00", "amount-drops.20260309": "5"}))
    assert (found.medicine_id, found.amount, found.form) == ("drops", 5_000_000, "")


def test_an_amount_is_read_up_to_the_largest_of_its_medicine() -> None:
    large = CLONAZEPAM.daily_range.model_copy(update={"largest": 3_000_000_000})
    own = replace(FORMS["drops"], monograph=CLONAZEPAM.model_copy(update={"daily_range": large, "forms": ()}))
    fields, medicines = {"times-drops.20260309": "9:00", "amount-drops.20260309": "3000"}, FORMS | {"drops": own}
    assert one_dose(read(fields, medicines=medicines)).amount == 3_000_000_000
    more = errors(fields | {"amount-drops.20260309": "3001"}, medicines=medicines)
    assert more == {"amount-drops.20260309": "The amount must be 3000 drops or less. Check the decimal point."}
    assert "1000 drops or less" in errors(fields)["amount-drops.20260309"]


def test_a_clash_is_what_is_recorded_meanwhile() -> None:
    (said,) = read({f"dose-{EIGHT}": "taken"})
    assert not clashes(said, days(), {})
    assert clashes(said, days(dose("9 08:30")), {})
    (rated,) = read({"rating-2026-03-09-drowsiness": "1"})
    assert not clashes(rated, days(), {MONDAY: {"own_itch": 1}})
    assert clashes(rated, days(), {MONDAY: {"drowsiness": 1}})
    (drops,) = read({"times-drops.20260309": "9:00", "amount-drops.20260309": "5"})
    assert not clashes(drops, days(dose("9 09:00")), {}), "of another medicine"
    assert clashes(drops, days(dose("9 09:00")._replace(medicine_id="drops")), {})


def test_each_row_has_one_key_and_each_key_one_id_of_a_form() -> None:
    keys = keys_of(days())
    assert len(keys) == len(set(keys)) == 14 + 7 * MOST_IN_LINE + 7
    form_id = str(uuid.UUID(int=1, version=4))
    assert entry_id(form_id, keys[0]) == entry_id(form_id, keys[0]) != entry_id(form_id, keys[1])


def test_an_unknown_form_of_the_plan_is_the_first_of_the_list() -> None:
    plan = Plan((replace(saved(), medicine_id="clonazepam"),))
    (step,) = plan.steps
    other = Plan((replace(step, step=replace(step.step, form="syrup")),))
    week = sheet_days(week_of(MONDAY), other, MEDICINES[:1], Lived((), ()), HERE, NOW + timedelta(0))
    assert one_dose(read({f"dose-{EIGHT}": "taken"}, week)).form == next(iter(CLONAZEPAM.form_names))
