"""The estimated amount in the body, from doses to points: what is sure, what is not, and what is said of it."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.core.charts.amount import FINE_UP_TO, LINE_UP_TO, MOST_PANELS, UNSURE, Curve, amount_chart
from journal.core.charts.amount_caption import about
from journal.core.charts.amount_curves import Beside, Taken, curves_of
from journal.core.charts.amount_model import Given, Rates, amounts
from journal.core.charts.points import Of
from journal.core.medicine.circumstances import Circumstances
from journal.core.medicine.medicines import Medicine
from journal.core.medicine.monograph import DATA, read_monograph
from journal.core.plan.adherence import Lived, TakenDose, taken_dose
from journal.core.plan.regimens import Plan, RecordedStep, Step
from journal.core.values.clock import Zones, moment
from journal.core.values.periods import Period
from tests.core.charts.test_points import NEVER_SAID

CLONAZEPAM = read_monograph(DATA / "clonazepam.toml")
PK = CLONAZEPAM.pk
assert PK is not None
FIRST = date(2026, 10, 1)
BEGINS = date(2026, 8, 1)
UTC_ZONE = Zones("UTC")
HALF = 500_000


def day(number: int) -> date:
    """The first day of the period is 0."""
    return FIRST + timedelta(days=number)


def period(length: int) -> Period:
    return Period(FIRST, day(length - 1))


def dose(on: date, hour: float = 8, amount: int = HALF, status: str = "taken", zone: str = "UTC") -> TakenDose:
    at = moment(datetime.combine(on, time(), UTC) + timedelta(hours=hour), zone)
    return taken_dose(at, amount, status, at.at, "clonazepam")


def daily(first: int, last: int, *hours: float) -> list[TakenDose]:
    """A dose at each of the hours, 8 and 20 if none are given, on every day of these."""
    return [dose(day(n), hour) for n in range(first, last + 1) for hour in hours or (8, 20)]


def chart(doses, length=28, *, days=None, now=None, begins=BEGINS, planned=None, before=None, zones=UTC_ZONE, pk=PK):
    """The chart of one medicine; every day has an entry but for those that are not among the `days`."""
    entry_days = {day(n) for n in (range(-70, length) if days is None else days)}
    curve = Curve(Of(), pk, doses, planned, before)
    at = now or datetime.combine(day(length), time(), UTC)
    return amount_chart(period(length), [curve], (), Lived(tuple(doses), entry_days), begins, zones, at)


def certainties(found) -> str:
    """S for sure, u for unsure, - for unknown, a letter a day."""
    return "".join({"sure": "S", "unsure": "u", "unknown": "-"}[span.certainty] for span in found.panels[0].spans)


def said(found) -> list[str]:
    return [text.replace("\u00a0", " ") for text in found.caption.lines]


def cells(found, column: int = 1) -> list[str]:
    return [row[column].replace("\u00a0", " ") for row in found.table.rows]


# What is there


def test_after_weeks_of_two_doses_a_day_it_is_at_its_steady_state() -> None:
    """The day from trough to peak as the vectors have it: 1.70 to 2.06 mg."""
    found = chart(daily(-60, 27))
    points = found.panels[0].spans[10].amounts
    assert points is not None
    assert (points.low, points.high) == pytest.approx((1.6968, 2.0569), abs=1e-3)
    assert points.least < points.low
    assert points.most > points.high
    assert set(certainties(found)) == {"S"}


def test_skipped_and_missed_doses_are_none() -> None:
    taken = daily(-60, 13)
    skipped = [*taken, *(dose(day(n), 8, status="skipped") for n in range(14, 28))]
    assert [span.amounts for span in chart(skipped).panels[0].spans] == [
        span.amounts for span in chart(taken).panels[0].spans
    ]
    last = chart(taken).panels[0].spans[-1].amounts
    assert last is not None
    assert last.high < 0.01, "two weeks later next to nothing is left"


def test_doses_before_the_period_count() -> None:
    found = chart([dose(day(-1))], 3)
    assert found.panels[0].spans[0].amounts is not None
    assert found.panels[0].spans[0].amounts.high > 0.3


def test_the_line_goes_through_the_amounts_of_its_instants() -> None:
    doses = daily(-60, 6)
    found = chart(doses, 7)
    [stretch] = found.panels[0].stretches
    assert found.panels[0].is_line
    taken = [Given((each.at - datetime(2026, 10, 1, tzinfo=UTC)) / timedelta(hours=1), 0.5) for each in doses]
    xs = [point.x for point in stretch.points]
    expected = amounts(Rates.of(PK), taken, [x * 24 for x in xs])
    assert [point.low for point in stretch.points] == pytest.approx(expected, abs=1e-3)
    assert xs == sorted(set(xs))
    assert len(xs) == 7 * 24 + 1


def test_a_dose_between_the_hours_has_a_point_of_its_own() -> None:
    found = chart([*daily(-60, 0), dose(day(1), 8 + 1 / 3)], 2)
    [stretch] = found.panels[0].stretches
    assert round(1 + 25 / 72, 4) in {point.x for point in stretch.points}


def test_of_very_many_doses_the_line_keeps_its_hours() -> None:
    many = [dose(day(n), 8 + k / 10) for n in range(3) for k in range(40)]
    found = chart(many, 3)
    assert sum(len(stretch.points) for stretch in found.panels[0].stretches) <= 3 * 25


@pytest.mark.parametrize(("length", "points"), [(FINE_UP_TO, 24), (LINE_UP_TO, 12), (LINE_UP_TO + 1, 3), (400, 3)])
def test_however_long_the_period_the_points_are_bounded(length: int, points: int) -> None:
    found = chart(daily(-60, length - 1, 8), length)
    assert sum(len(stretch.points) for stretch in found.panels[0].stretches) <= points * length + length + 1
    assert len(found.table.rows) == length
    assert found.panels[0].is_line == (length <= LINE_UP_TO)


def test_ten_years_are_weeks() -> None:
    found = chart(daily(-60, 3652, 8), 3653)
    assert len(found.panels[0].spans) == len(found.table.rows) == 522
    assert found.table.head[0] == "Week"
    assert "of each week" in found.caption.explanation
    whole = [span.amounts for span in found.panels[0].spans]
    assert all(each and (each.low, each.high) == pytest.approx((0.748, 1.142), abs=2e-3) for each in whole[2:])


def test_a_week_of_a_long_period_says_what_is_best_known_of_it() -> None:
    days = [n for n in range(-70, 500) if n not in {30, 31}]
    found = chart(daily(-60, 499, 8), 500, days=days)
    assert certainties(found)[3:7] == "SSSS", "the days 28, 29 and from 39 on are sure"
    shorter = chart(daily(-60, 499, 8), 500, days=[n for n in days if n not in {28, 29, 39, 40, 41}])
    assert certainties(shorter)[4] == "u"


# What is known


def test_the_first_seven_days_of_a_record_are_not_sure() -> None:
    found = chart(daily(0, 27), begins=FIRST, days=range(28))
    assert certainties(found) == "u" * UNSURE + "S" * 21
    assert [stretch.is_sure for stretch in found.panels[0].stretches] == [False, True]
    assert cells(found)[0].endswith(", or more")


def test_a_medicine_begins_with_its_own_first_dose_or_its_plan() -> None:
    """The journal is older: of the days before nothing is known of this medicine."""
    found = chart(daily(5, 27))
    assert certainties(found) == "-" * 5 + "u" * UNSURE + "S" * 16
    assert cells(found)[0] == "not known"
    planned = chart(daily(5, 27), planned=day(-40))
    assert set(certainties(planned)) == {"S"}, "planned for weeks and not taken: known to be none"


def test_a_day_without_any_entry_is_unknown_and_not_none() -> None:
    days = [n for n in range(-70, 28) if n != 10]
    found = chart([each for each in daily(-60, 27) if each.on != day(10)], days=days)
    assert certainties(found) == "S" * 10 + "-" + "u" * UNSURE + "S" * 10
    span = found.panels[0].spans[10]
    assert (span.amounts, span.recorded, cells(found)[10]) == (None, False, "not recorded")
    assert [stretch.is_sure for stretch in found.panels[0].stretches] == [True, False, True]
    first, second, _third = found.panels[0].stretches
    assert first.points[-1].x == 10
    assert second.points[0].x == 11, "nothing is drawn on that day"


def test_a_day_with_another_entry_and_no_dose_is_a_missed_dose() -> None:
    found = chart([each for each in daily(-60, 27) if each.on != day(10)])
    assert set(certainties(found)) == {"S"}
    low = found.panels[0].spans[10].amounts
    assert low is not None
    assert low.low < 1.4


@pytest.mark.parametrize("gap", [-1, -7])
def test_a_gap_before_the_period_reaches_into_it(gap: int) -> None:
    found = chart(daily(-60, 27), days=[n for n in range(-70, 28) if n != gap])
    assert certainties(found) == "u" * (UNSURE + gap + 1) + "S" * (28 - UNSURE - gap - 1)


def test_today_ends_now_and_says_what_there_is() -> None:
    now = datetime.combine(day(6), time(12), UTC)
    found = chart([*daily(-60, 5), dose(day(6))], 7, now=now)
    assert found.panels[0].now == pytest.approx(1.9877, abs=1e-3)
    assert found.panels[0].stretches[-1].points[-1].x == 6.5
    assert said(found) == ["About 2 mg now, 1.7 mg to 2.1 mg where it is known."]


def test_a_morning_without_an_entry_is_not_known_yet() -> None:
    now = datetime.combine(day(6), time(7), UTC)
    found = chart(daily(-60, 5), 7, days=range(-70, 6), now=now)
    assert certainties(found) == "SSSSSS-"
    assert found.panels[0].now is None
    assert said(found) == ["About 1.7 mg to 2.1 mg, where it is known."]


# Taken like this before


def plan(*walls: int, amount: int = HALF, starts: int = 0, saved_hour: float = 7) -> RecordedStep:
    step = Step.every_day(day(starts), None, [time(wall) for wall in walls], amount, "tablet")
    return RecordedStep(step, None, datetime.combine(day(starts), time(), UTC) + timedelta(hours=saved_hour))


def test_who_took_it_like_this_before_begins_at_the_steady_state_of_the_plan() -> None:
    found = chart(daily(0, 27), begins=FIRST, days=range(28), planned=FIRST, before=plan(8, 20))
    assert set(certainties(found)) == {"S"}
    for span in found.panels[0].spans[1:]:
        assert span.amounts is not None
        assert (span.amounts.low, span.amounts.high) == pytest.approx((1.6968, 2.0569), abs=1e-3)


def test_doses_of_the_first_morning_nobody_was_asked_for_count_as_before() -> None:
    """The plan is saved at noon and the first dose is the evening's: that of 8 was taken like always."""
    evening = [dose(FIRST, 20), *daily(1, 27)]
    found = chart(evening, begins=FIRST, days=range(28), planned=FIRST, before=plan(8, 20, saved_hour=12))
    whole = chart(daily(0, 27), begins=FIRST, days=range(28), planned=FIRST, before=plan(8, 20))
    assert found.panels[0].spans[1:] == whole.panels[0].spans[1:]
    late = [dose(FIRST, 9), dose(FIRST, 20), *daily(1, 27)]
    recorded = chart(late, begins=FIRST, days=range(28), planned=FIRST, before=plan(8, 20, saved_hour=12))
    second = recorded.panels[0].spans[1].amounts
    assert second is not None
    assert second.high < 2.1, "the one of 9 is the morning's, and not one more"
    asked = chart(evening, begins=FIRST, days=range(28), planned=FIRST, before=plan(8, 20, saved_hour=6))
    first = asked.panels[0].spans[1].amounts
    assert first is not None
    assert first.high < 1.9, "planned, asked for and not taken: missed"


def test_before_the_first_dose_the_days_of_the_plan_are_those_of_its_pattern() -> None:
    found = chart([], 7, begins=FIRST, days=range(7), planned=FIRST, before=plan(8, starts=0))
    assert certainties(found) == "S" * 7
    first = found.panels[0].spans[0].amounts
    assert first is not None
    assert first.high == pytest.approx(0.9, abs=0.2)
    assert not chart([], 7, begins=FIRST, days=range(7), planned=FIRST).panels


# What is said


def test_without_a_dose_there_is_nothing_to_draw() -> None:
    for doses in ([], [dose(FIRST, status="skipped")]):
        found = chart(doses)
        assert (found.caption.state, found.panels, found.table.rows) == ("empty", (), ())
        assert said(found) == ["No dose is recorded in these days."]
        assert found.caption.explanation == ""


def test_three_days_of_a_record_are_too_few() -> None:
    found = chart(daily(0, 2), 3, begins=FIRST, days=range(3))
    assert found.caption.state == "too_few_days"
    assert said(found) == ["Too early to tell. For this the 7 days before have to be written down too."]
    assert len(found.table.rows) == 3


def test_it_says_that_it_is_an_estimate_and_what_changes_it() -> None:
    said_ = chart(daily(-60, 27)).caption.explanation.replace("\u00a0", " ")
    assert "an estimate for a typical person, in mg. It is no blood level" in said_
    assert "Half of it is gone after 35 h, or 30 to 40 h (pale band)." in said_
    assert "The liver, age, illness and other medicines change it." in said_
    assert "No clinician has reviewed it." in said_


def test_several_medicines_have_a_panel_and_a_line_each_and_too_many_are_named() -> None:
    names = [f"Medicine {n}" for n in range(MOST_PANELS + 2)]
    doses = daily(-60, 27)
    curves = [Curve(Of(name), PK, doses) for name in names]
    lived = Lived((), {day(n) for n in range(-70, 28)})
    found = amount_chart(period(28), curves, ("No curve for Syrup.",), lived, BEGINS, UTC_ZONE, doses[-1].at)
    assert [panel.of.name for panel in found.panels] == names[:MOST_PANELS]
    assert found.table.head == ("Day", *names[:MOST_PANELS])
    assert said(found)[0].startswith("Medicine 0: about ")
    assert said(found)[-2:] == ["Taken too, not drawn here: Medicine 5 and Medicine 6.", "No curve for Syrup."]
    assert "Medicine 0: half of it is gone after 35" in found.caption.explanation
    past = amount_chart(period(28), curves[:2], (), lived, BEGINS, UTC_ZONE, datetime.combine(day(40), time(), UTC))
    assert said(past)[0].startswith("Medicine 0: about ")
    assert " now" not in said(past)[0]


def test_an_estimate_has_no_more_digits_than_it_deserves() -> None:
    said_ = [about(amount, "mg").replace("\u00a0", " ") for amount in (0, 0.004, 0.006, 0.849, 1.23, 9.96, 12.4, 345.6)]
    assert said_ == ["0 mg", "under 0.01 mg", "0.01 mg", "0.85 mg", "1.2 mg", "10 mg", "12 mg", "346 mg"]


def test_no_word_of_it_promises_or_judges() -> None:
    for found in (chart([]), chart(daily(0, 2), 3, begins=FIRST, days=range(3)), chart(daily(-60, 27))):
        text = f"{found.caption.alt_text} {found.caption.explanation} {found.table}".lower()
        assert not NEVER_SAID.search(text)
        assert "therapeutic" not in text


# Which medicines


SYRUP = Medicine("syrup", name="Syrup", unit="ml")
MINE = Medicine("clonazepam", monograph="clonazepam")


def sentences(*taken: Taken, steps: tuple[RecordedStep, ...] = ()) -> list[str]:
    found = curves_of(period(28), taken, Plan(steps), {"clonazepam": [dose(FIRST)]})
    return [text.replace("\u00a0", " ") for text in found.without]


def test_what_is_known_has_a_curve_and_what_is_not_a_sentence() -> None:
    drops = Medicine("drops", name="Drops", unit="drops")
    doses = {name: [dose(FIRST)._replace(medicine_id=name)] for name in ("clonazepam", "syrup", "drops")}
    taken = [Taken(MINE, "Clonazepam", CLONAZEPAM), Taken(SYRUP, "Syrup", None), Taken(drops, "Drops", None)]
    found = curves_of(period(28), taken, Plan(), doses)
    assert [curve.of for curve in found.curves] == [Of("Clonazepam")]
    assert found.without == ("No curve for Syrup and Drops: the journal does not know how long they stay in the body.",)
    alone = curves_of(period(28), [Taken(SYRUP, "", None)], Plan(), doses)
    assert alone == ((), ("No curve for Syrup: the journal does not know how long it stays in the body.",))
    in_drops = Medicine("clonazepam", monograph="clonazepam", unit="drops")
    assert curves_of(period(28), [Taken(in_drops, "", CLONAZEPAM)], Plan(), doses).without == (
        "No curve for Clonazepam: the journal does not know how long it stays in the body.",
    )


def test_one_that_was_neither_planned_nor_taken_is_not_spoken_of() -> None:
    assert curves_of(period(28), [Taken(MINE, "", CLONAZEPAM)], Plan(), {}) == ((), ())


def test_a_monograph_can_say_why_there_is_no_curve() -> None:
    known = CLONAZEPAM.model_copy(update={"pk": None, "no_curve": "It differs too much."})
    assert sentences(Taken(MINE, "", known)) == ["No curve for Clonazepam. It differs too much."]


def test_the_first_step_that_says_so_is_how_it_was_taken_before() -> None:
    first, second = (replace(one, medicine_id="clonazepam") for one in (plan(8), plan(8, 20, starts=3)))
    said = [replace(one, step=replace(one.step, taken_before=True)) for one in (first, second)]
    gone = replace(said[0], replaced_at=first.saved_at)
    taken, doses = [Taken(MINE, "", CLONAZEPAM)], {"clonazepam": [dose(FIRST)]}
    told = ((first,), None), ((first, said[1]), said[1]), (said[::-1], said[0]), ((gone, said[1]), said[1])
    for steps, before in told:
        [curve] = curves_of(period(28), taken, Plan(tuple(steps)), doses).curves
        assert curve.taken_before == before
    assert curve.planned_from == day(3)


def test_a_form_or_another_medicine_can_forbid_it() -> None:
    pk = PK.model_copy(update={"not_for_forms": ("tablet",), "not_with": ("valproate",)})
    known = CLONAZEPAM.model_copy(update={"pk": pk})
    saved = plan(8)
    recorded = RecordedStep(saved.step, None, saved.saved_at, medicine_id="clonazepam")
    assert sentences(Taken(MINE, "", known), steps=(recorded,)) == ["No curve for Clonazepam in this form: Tablet."]
    other = Medicine("other", name="Valproate 300", unit="pieces")
    assert sentences(Taken(MINE, "Clonazepam", known), Taken(other, "Valproate 300", None)) == [
        "No curve for Clonazepam beside Valproate 300: that changes how long it stays in the body."
    ]
    ended = Medicine("other", name="Valproate", unit="pieces", ends_on=day(-1))
    assert sentences(Taken(MINE, "Clonazepam", known), Taken(ended, "Valproate", None)) == []


PREGNANT = Circumstances(pregnant_since=day(10))
KIDNEYS = Circumstances(kidney_disease=True)
BODY = "No curve for Clonazepam: with what is noted of the body the numbers of a typical person do not hold."


@pytest.mark.parametrize(
    ("barred", "noted", "days", "said"),
    [
        ({"not_in_pregnancy": True}, PREGNANT, 28, [BODY]),
        ({"not_in_pregnancy": True}, PREGNANT, 11, [BODY]),
        ({"not_in_pregnancy": True}, PREGNANT, 10, []),
        ({"not_in_pregnancy": True}, KIDNEYS, 28, []),
        ({"not_in_pregnancy": True}, Circumstances(breastfeeding_since=day(0)), 28, []),
        ({"not_with_kidney_disease": True}, KIDNEYS, 28, [BODY]),
        ({"not_with_kidney_disease": True}, PREGNANT, 28, []),
        ({"not_with_kidney_disease": True}, Circumstances(), 28, []),
        ({}, Circumstances(day(0), day(0), True), 28, []),
    ],
)
def test_what_the_patient_noted_of_the_body_can_forbid_it_and_is_not_named(barred, noted, days, said) -> None:
    """Pregnancy from its day on: a period that ended the day before still has its curve."""
    known = CLONAZEPAM.model_copy(update={"pk": PK.model_copy(update=barred)})
    doses = {"clonazepam": [dose(FIRST)]}
    found = curves_of(period(days), [Taken(MINE, "", known)], Plan(), doses, beside=Beside(noted))
    assert [*found.without] == said
    assert len(found.curves) == (not said)


@pytest.mark.parametrize(
    ("release", "said"),
    [
        ("plain", []),
        ("extended", ["No curve for Clonazepam in this form: Tablet. It gives the medicine off slowly."]),
        ("delayed", ["No curve for Clonazepam in this form: Tablet. It gives the medicine off later."]),
    ],
)
def test_a_form_that_gives_it_off_later_or_slowly_forbids_it_planned_or_taken(release, said) -> None:
    forms = (CLONAZEPAM.forms[0].model_copy(update={"release": release}), *CLONAZEPAM.forms[1:])
    known = CLONAZEPAM.model_copy(update={"forms": forms})
    saved = plan(8)
    recorded = RecordedStep(saved.step, None, saved.saved_at, medicine_id="clonazepam")
    assert sentences(Taken(MINE, "", known), steps=(recorded,)) == said
    doses = {"clonazepam": [dose(FIRST)]}
    for form, then in (("tablet", said), ("other", [])):
        beside = Beside(forms={"clonazepam": {form}})
        assert [*curves_of(period(28), [Taken(MINE, "", known)], Plan(), doses, beside=beside).without] == then


# What must hold whatever was recorded

given_doses = st.lists(
    st.tuples(
        st.integers(-44, 27), st.integers(0, 1439), st.integers(1, 4_000_000), st.sampled_from(["taken", "skipped"])
    ),
    max_size=40,
)
given_gaps = st.sets(st.integers(-20, 27), max_size=6)


def recorded_doses(told) -> list[TakenDose]:
    return [dose(day(n), minute / 60, amount, status) for n, minute, amount, status in told]


@given(given_doses, given_gaps, st.randoms(use_true_random=False))
def test_the_order_in_which_a_record_is_read_changes_nothing(told, gaps, random) -> None:
    doses = recorded_doses(told)
    days = [n for n in range(-70, 28) if n not in gaps]
    found = chart(doses, days=days)
    random.shuffle(doses)
    assert chart(doses, days=days) == found


@given(given_doses, given_gaps, st.integers(0, 27))
def test_taking_a_day_away_makes_no_unknown_a_none(told, gaps, gone: int) -> None:
    """What was unknown or unsure stays so, and of the day itself nothing is said."""
    doses = recorded_doses(told)
    days = [n for n in range(-70, 28) if n not in gaps]
    before = chart(doses, days=days)
    after = chart([each for each in doses if each.on != day(gone)], days=[n for n in days if n != gone])
    if not before.panels or not after.panels:
        return
    order = "-uS"
    for n, (one, other) in enumerate(zip(certainties(before), certainties(after), strict=True)):
        assert order.index(other) <= order.index(one) or n < gone
    assert after.panels[0].spans[gone].amounts is None


@given(given_doses, given_gaps)
def test_every_amount_is_in_its_band_and_never_less_than_nothing(told, gaps) -> None:
    found = chart(recorded_doses(told), days=[n for n in range(-70, 28) if n not in gaps])
    for panel in found.panels:
        for stretch in panel.stretches:
            for point in stretch.points:
                assert 0 <= point.least <= point.low <= point.high <= point.most


@given(given_doses, st.sampled_from(["Pacific/Kiritimati", "America/New_York", "Asia/Kolkata"]))
def test_another_zone_shifts_no_interval(told, zone: str) -> None:
    """The same instants on the days of another clock: what there is at an instant stays."""
    here = chart(recorded_doses(told), 40, planned=day(-60))
    there_doses = [dose(day(n), minute / 60, amount, status, zone) for n, minute, amount, status in told]
    there = chart(there_doses, 40, planned=day(-60), zones=Zones(zone))
    at = datetime.combine(day(30), time(12), UTC)
    for found in (here, there):
        assert bool(found.panels) == any(each[3] == "taken" for each in told)
    if here.panels:
        nows = []
        for zones, doses in ((UTC_ZONE, recorded_doses(told)), (Zones(zone), there_doses)):
            local = moment(at, zones.present).on
            days = {local + timedelta(days=n) for n in range(-120, 1)}
            curve = Curve(Of(), PK, doses, day(-60))
            found = amount_chart(Period(FIRST, local), [curve], (), Lived((), days), BEGINS, zones, at)
            nows.append(found.panels[0].now)
        assert nows[0] == pytest.approx(nows[1], abs=1e-3)


def test_a_flight_over_the_date_line_leaves_no_day_less_than_nothing() -> None:
    flown = datetime.combine(day(3), time(11), UTC)
    zones = Zones("Pacific/Kiritimati", ((flown, "Pacific/Pago_Pago"),))
    found = chart(daily(-60, 6), 7, zones=zones)
    xs = [point.x for stretch in found.panels[0].stretches for point in stretch.points]
    assert xs == sorted(xs)
    assert min(xs) >= 0
    assert max(xs) <= 7


def test_the_night_the_clock_goes_back_is_a_longer_day() -> None:
    """25 October in Berlin has 25 hours, all within the width of a day."""
    found = chart(daily(-60, 27), 28, zones=Zones("Europe/Berlin"))
    of_the_day = [point.x for point in found.panels[0].stretches[0].points if 24 <= point.x <= 25]
    assert (of_the_day[0], of_the_day[-1]) == (24, 25)
    assert round(24 + 10 / 25, 4) in of_the_day, "the dose of 8 in UTC is ten hours after that midnight"
