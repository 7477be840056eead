"""Today: the answer to "did I take it?", as values: for the window of now, what comes next, and what one tap records.

The one tap records now: it belongs to the window of now, names that time and carries that time's amount, also while
the sentence still speaks of the time before.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from journal.core.plan.adherence import Matched, Slot, TakenDose, around, pair, with_as_needed
from journal.core.plan.as_needed import AsNeededNow, as_needed_now
from journal.core.plan.calm import windows_around
from journal.core.plan.planned_times import planned_times, reach
from journal.core.plan.regimens import Pause, Plan
from journal.core.plan.windows import PlannedTime, windows
from journal.core.record.forms import FormContext
from journal.core.values.clock import Zones, in_one_minute, moment
from journal.core.values.periods import Period

LAST_HOURS = timedelta(hours=24)
DAY_AMOUNT_WITHIN = timedelta(hours=18)
MORE_UNTIL = timedelta(minutes=60)  # before a planned time, while the one before it was taken
SAME_WITHIN = timedelta(days=14)
SAME_AT_LEAST = 2  # one slip must never become what one tap offers
BACK_WITHOUT_PLAN = timedelta(days=9)  # the seven days before today, with those of zones that are a day behind

_DAY, _MINUTE = timedelta(days=1), timedelta(minutes=1)

Headline = Literal["taken", "skipped", "due", "nothing_before", "none"]


@dataclass(frozen=True, slots=True)
class Tap:
    """What one tap records: "planned" (the dose of `planned`), "rest" (what is missing of it), "more" (one beside it),
    "same" (no plan: the same as last time) or "as_needed" (nothing is planned at a time). `is_secondary` says that it
    must not be the first thing to press.
    """

    kind: Literal["planned", "rest", "more", "same", "as_needed"]
    amount: int
    form: str
    planned: PlannedTime | None = None
    is_secondary: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to "did I take it?".

    `headline` is "taken" or "skipped" (of `slot`; without a plan of `dose`), "due" (nothing is recorded for `slot`),
    "nothing_before" (nothing is planned before `coming`) or "none" (nothing recorded today, and no plan).
    `last` is the last dose taken, `last_24_h` what was taken since this time yesterday. `day_amount` is set when
    `slot` is due and as much as is planned for its day was taken since that instant; `only_ago` when the last dose was
    less than half a gap ago; `pause` where today lies in one; `as_needed` where doses are ordered so.
    """

    headline: Headline
    slot: Slot | None
    dose: TakenDose | None
    last: TakenDose | None
    coming: PlannedTime | None
    tap: Tap | None
    last_24_h: int
    day_amount: tuple[int, datetime] | None = None
    only_ago: timedelta | None = None
    pause: Pause | None = None
    as_needed: AsNeededNow | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """What Today knows: the doses of the last four days in any order, and the amount and form one tap offers without
    a plan (see `same_as_last`)."""

    doses: Sequence[TakenDose]
    same: tuple[int, str] | None = None


def back(plan: Plan) -> timedelta:
    """How long ago a dose may lie that belongs to a planned time around now; where nothing was ever planned, the days
    by which a habit is told."""
    return around(plan) + _DAY if plan.steps else BACK_WITHOUT_PLAN


def answer(form_context: FormContext, plan: Plan, taken: Taken) -> Answer:
    """Answer for the moment of `form_context`.

    Doses stand at their instants, wherever they were taken, and the plan at the clocks of the present zone: after a
    flight the question is about the hours that are lived here.
    """
    return answer_of(form_context, plan, taken, matched_now(plan, taken.doses, form_context))


def answer_of(form_context: FormContext, plan: Plan, taken: Taken, matched: Matched) -> Answer:
    """The same from planned times that are paired with the doses of as many days as `matched_now` says."""
    now, zone = form_context.now, form_context.zone
    as_needed = as_needed_now(plan, matched.loose, Zones(zone), now) if plan.orders_as_needed else None
    found = answer_matched(form_context, matched, taken)
    if found.tap is None and found.coming is None and found.slot is None and as_needed is not None:
        found = replace(
            found, tap=Tap("as_needed", as_needed.order.amount, as_needed.form, None, as_needed.would_exceed)
        )
    pause = plan.pause_on(moment(now, zone).on) if plan.pauses else None
    return found if pause is None and as_needed is None else replace(found, pause=pause, as_needed=as_needed)


def matched_now(plan: Plan, doses: Sequence[TakenDose], form_context: FormContext) -> Matched:
    """The planned times around now with the doses that belong to them: at least those that Today speaks of."""
    now, zone = form_context.now, form_context.zone
    # A dose ahead of now may have answered a time to come, and the next one may be any.
    axis = None if any(dose.at > now for dose in doses) else windows_around(plan, zone, now)
    if axis is None:
        return matched_at(plan, doses, zone, now)
    return pair(axis, _ascending([dose for dose in doses if dose.at >= axis[0].opens_at]), (), now)


def closed_empty(plan: Plan, doses: Sequence[TakenDose], zone: str, now: datetime) -> list[datetime]:
    """The planned instants of the last days whose windows ended with nothing recorded in them."""
    slots = matched_at(plan, doses, zone, now).slots
    return [slot.planned.at for slot in slots if slot.status in {"missed", "not_recorded"}]


def matched_at(plan: Plan, doses: Sequence[TakenDose], zone: str, now: datetime) -> Matched:
    """The planned times of some days around an instant with the doses that belong to them, by the clocks of that zone,
    and the doses that belong to none."""
    found = pair(windows(_axis(now, plan, Zones(zone), doses)), _ascending(doses), (), now)
    return with_as_needed(found, plan, Zones(zone))


def answer_matched(form_context: FormContext, matched: Matched, taken: Taken) -> Answer:
    """Answer from planned times that are paired with the doses already."""
    now, doses = form_context.now, taken.doses
    last = max((d for d in doses if d.status == "taken"), key=lambda d: (d.at, d.recorded_at), default=None)
    coming = next((s.planned for s in matched.slots if s.planned.at > now and not s.is_answered), None)
    n = next((n for n, slot in enumerate(matched.slots) if slot.window.holds(now)), None)
    last_24_h = _taken_since(doses, now - LAST_HOURS)
    if n is None and coming is None:
        headline, dose = _without_plan(form_context, doses)
        tap = Tap("same", *taken.same, is_secondary=headline == "taken") if taken.same else None
        return Answer(headline, None, dose, last, None, tap, last_24_h)
    if n is None:
        return Answer("nothing_before", None, None, last, coming, None, last_24_h)
    present, before = matched.slots[n], _before(matched.slots, n)
    said = _said(present, before, now)
    headline = _headline(said)
    tap = _tap(present, before, now)
    if said is None or headline != "due":
        return Answer(headline, said, None, last, coming, tap, last_24_h)
    day_amount = _day_amount(matched.slots, said, doses, now)
    only_ago = now - last.at if last is not None and now - last.at < present.window.gap / 2 else None
    return Answer(
        headline,
        said,
        None,
        last,
        coming,
        replace(tap, is_secondary=tap.is_secondary or bool(day_amount or only_ago)),
        last_24_h,
        day_amount,
        only_ago,
    )


def last_taken(doses: Iterable[TakenDose]) -> dict[str, TakenDose]:
    """The last dose that was taken of each medicine, by its id, of doses newest first: of two of one minute the one
    recorded later, as entries are ordered everywhere."""
    found: dict[str, TakenDose] = {}
    for dose in doses:
        if dose.status != "taken":
            continue
        last = found.setdefault(dose.medicine_id, dose)
        is_near = last.at - dose.at < _MINUTE and in_one_minute(last.at, dose.at)
        if is_near and (last.recorded_at, last.id) < (dose.recorded_at, dose.id):
            found[dose.medicine_id] = dose
    return found


def same_as_last(taken: Sequence[tuple[int, str, int]], asks_about: Callable[[int], bool]) -> tuple[int, str] | None:
    """What one tap offers where nothing is planned, of (amount, form, how often) of the last 14 days, latest first.

    An amount that was taken once is no habit, and one that is asked about is never offered.
    """
    return next(
        ((amount, form) for amount, form, times in taken if times >= SAME_AT_LEAST and not asks_about(amount)), None
    )


def _ascending(doses: Sequence[TakenDose]) -> list[tuple[datetime, TakenDose]]:
    """The doses, each at its instant; they are read newest first, and need no sorting then."""
    return [(dose.at, dose) for dose in reversed(doses)]


def _axis(now: datetime, plan: Plan, zones: Zones, doses: Sequence[TakenDose]) -> tuple[PlannedTime, ...]:
    """The planned times around now; where none is to come, those of the next step that begins."""
    here = moment(now, zones.present).on
    dosed_at = [dose.at for dose in doses]
    first_on, ahead = here - back(plan), reach(plan)
    axis = planned_times(plan, zones, Period(first_on, here + ahead), dosed_at)
    starts = [k.step.starts_on for k in plan.steps if k.replaced_at is None and k.step.doses]
    for on in sorted({*starts, *(pause.last_on + _DAY for pause in plan.pauses)}):
        if axis and axis[-1].at > now:
            break
        if on > here:
            axis = planned_times(plan, zones, Period(first_on, on + ahead), dosed_at)
    return axis


def _before(slots: Sequence[Slot], n: int) -> Slot | None:
    """The planned time before, if its window ended when this one opened."""
    if n and slots[n - 1].window.ends_at == slots[n].window.opens_at:
        return slots[n - 1]
    return None


def _said(present: Slot, before: Slot | None, now: datetime) -> Slot | None:
    """The planned time the sentence is about: that of now, or the one before while this one is early and empty."""
    if present.is_answered or present.planned.at <= now:
        return present
    return before


def _headline(said: Slot | None) -> Headline:
    if said is None:
        return "nothing_before"
    if said.doses:
        return "taken"
    return "skipped" if said.skipped is not None else "due"


def _tap(present: Slot, before: Slot | None, now: datetime) -> Tap:
    planned = present.planned
    rest = planned.amount - present.taken_amount
    is_more_there = any(dose.status == "taken" for dose in present.beside)  # then more than planned was taken
    if present.doses and rest > 0 and not is_more_there:
        return Tap("rest", rest, planned.form, planned)
    is_early = planned.at - now > MORE_UNTIL and before is not None and bool(before.doses) and not present.is_answered
    is_more = bool(present.doses) or is_early
    return Tap("more" if is_more else "planned", planned.amount, planned.form, planned, is_secondary=is_more)


def _day_amount(
    slots: Sequence[Slot], said: Slot, doses: Sequence[TakenDose], now: datetime
) -> tuple[int, datetime] | None:
    """What was taken in the last 18 hours and since when, if that is what is planned for the day or more."""
    planned_amount = sum(slot.planned.amount for slot in slots if slot.planned.on == said.planned.on)
    since = now - DAY_AMOUNT_WITHIN
    taken_amount = _taken_since(doses, since)
    return (taken_amount, since) if taken_amount >= planned_amount else None


def _without_plan(form_context: FormContext, doses: Sequence[TakenDose]) -> tuple[Headline, TakenDose | None]:
    """The last entry of today, where a day lasts until the day boundary."""
    day = moment(form_context.now, form_context.zone).day(form_context.day_starts)
    todays = [dose for dose in doses if moment(dose.at, form_context.zone).day(form_context.day_starts) >= day]
    last = max(todays, key=lambda dose: (dose.at, dose.recorded_at), default=None)
    return ("none", None) if last is None else (last.status, last)


def _taken_since(doses: Sequence[TakenDose], since: datetime) -> int:
    """What was taken after that instant. A dose ahead of now counts as well: it was recorded as taken, and only a few
    minutes of grace, or a clock that was set back since, put it there."""
    return sum(dose.amount for dose in doses if dose.status == "taken" and dose.at > since)
