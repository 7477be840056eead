"""Say the answer to "did I take it?" in words, for Today and for the form of a dose."""

from datetime import date, datetime, timedelta

from journal.core.plan import today
from journal.core.plan.adherence import Slot, TakenDose
from journal.core.plan.planned_times import PlannedTime
from journal.core.values.clock import moment
from journal.core.values.sentences import opening
from journal.store.plan.doses import Recent
from journal.web.site import context, wording

MOST_BESIDE = 3  # more doses than these beside a planned time are summed up


def answer(recent: Recent) -> today.Answer:
    """The answer of this request's moment."""
    form_context = context.form_context()
    same = today.same_as_last(recent.amounts, form_context.monograph.daily_range.ask_above_ug)
    return today.answer(form_context, recent.plan, today.Taken(recent.doses, same))


def headline(answer: today.Answer) -> str:
    """The first line: yes, skipped, not recorded, or that nothing is planned yet."""
    if answer.slot is not None:
        return _of_slot(answer, answer.slot)
    if answer.dose is not None:
        said = "Yes" if answer.headline == "taken" else "Skipped"
        return f"{said}: {_dose(answer.dose)}"
    if answer.coming is not None:
        return f"Nothing is planned before {_clock(answer.coming.at)}"
    return "No dose recorded yet today"


def more(answer: today.Answer, last: str) -> str:
    """What follows from it; `last` says the last dose ever taken, "0.5 mg yesterday at 20:01"."""
    return " ".join(filter(None, (_ago(answer, last), _next(answer), _last_hours(answer))))


def day_amount(answer: today.Answer) -> str:
    """The fact beside an unrecorded dose: as much as is planned for a day was taken already."""
    if answer.day_amount is None:
        return ""
    amount_ug, since = answer.day_amount
    return (
        f"You have recorded {wording.mg(amount_ug)} since {_clock(since)}, as much as is planned for a day. "
        "Not sure? Ask your pharmacist before you take another."
    )


def one_tap(tap: today.Tap, answer: today.Answer) -> tuple[str, str]:
    """What the button says, and what stands under it."""
    amount = wording.mg(tap.amount_ug)
    if tap.kind == "same":
        return f"I took {amount} now", "same as last time"
    if tap.kind == "rest":
        return f"I took the other {amount} now", f"for {_clock(tap.planned.at)}" if tap.planned else ""
    if tap.kind == "more" and answer.last is not None:
        since = wording.duration_words(context.now() - answer.last.at)
        return f"I took {amount} more", f"{since} after the last one"
    return f"I took {amount} now", f"the one for {_clock(tap.planned.at)}" if tap.planned else ""


def counts_for(answer: today.Answer) -> tuple[str, str]:
    """The time a dose taken now counts for and the one it does not, where the sentence speaks of another one."""
    tap, slot = answer.tap, answer.slot
    if answer.headline != "due" or slot is None or tap is None or tap.planned in {None, slot.planned}:
        return "", ""
    return _clock(tap.planned.at) if tap.planned else "", _clock(slot.planned.at)


def _of_slot(answer: today.Answer, slot: Slot) -> str:
    planned = slot.planned
    if answer.headline == "due":
        return f"Not recorded: {wording.mg(planned.amount_ug)} planned for {_clock(planned.at)}"
    if slot.skipped is not None:
        return f"Skipped: {_dose(slot.skipped)}"
    if answer.tap is not None and answer.tap.kind == "rest":
        taken = f"{wording.mg(slot.taken_ug)} of {wording.mg(planned.amount_ug)} at {_clock(slot.doses[-1].at)}"
        return taken + _beside(slot)
    amounts = " and ".join(_dose(dose) for dose in slot.doses)
    other = f" (planned {wording.mg(planned.amount_ug)})" if slot.is_other_amount else ""
    return f"Yes: {amounts}{other}{_beside(slot)}"


def _beside(slot: Slot) -> str:
    taken = [dose for dose in slot.beside if dose.status == "taken"]
    if len(taken) > MOST_BESIDE:
        return f" and {len(taken)} more, {wording.mg(sum(dose.amount_ug for dose in taken))} together"
    return "".join(f" and {wording.mg(dose.amount_ug)} more at {_clock(dose.at)}" for dose in taken)


def _ago(answer: today.Answer, last: str) -> str:
    if answer.only_ago is not None:
        return f"The last one was only {wording.duration_words(answer.only_ago)} ago: {last}."
    if answer.headline == "taken" and answer.last is not None:
        return f"{opening(wording.duration_words(context.now() - answer.last.at))} ago."
    is_old = answer.last is None or context.now() - answer.last.at >= today.LAST_HOURS
    if not last or (answer.headline == "nothing_before" and is_old):
        return ""
    return f"The last one was {last}."


def _next(answer: today.Answer) -> str:
    if answer.coming is None or answer.headline == "nothing_before":
        return ""
    return f"Next planned {_planned(answer.coming)}."


def _planned(planned: PlannedTime) -> str:
    """ "0.5 mg tomorrow at 08:00"."""
    on = moment(planned.at, context.patient().settings.zone).on
    day = _day(on)
    return f"{wording.mg(planned.amount_ug)}{f' {day}' if day else ''} at {wording.clock_words(planned.at)}"


def _last_hours(answer: today.Answer) -> str:
    return f"Last 24 hours: {wording.mg(answer.last_24_h_ug)}." if answer.last_24_h_ug else ""


def _dose(dose: TakenDose) -> str:
    return f"{wording.mg(dose.amount_ug)} at {_clock(dose.at)}"


def _clock(at: datetime) -> str:
    """A time of day, with its day where that is not today: "20:00", "20:00 yesterday"."""
    day = _day(moment(at, context.patient().settings.zone).on)
    return f"{wording.clock_words(at)} {day}" if day else wording.clock_words(at)


def _day(on: date) -> str:
    """The day as it follows an amount or a time: "", "yesterday", "tomorrow", "on Monday 23 November"."""
    near = {-1: "yesterday", 0: "", 1: "tomorrow"}
    return near.get((on - context.today()) // timedelta(days=1), f"on {wording.plain_day(on)}")
