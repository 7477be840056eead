"""Say the answer to "did I take it?" in words, for Today and for the form of a dose."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import cast

from journal.core.plan import today
from journal.core.plan.adherence import Slot, TakenDose
from journal.core.plan.as_needed import AsNeededNow
from journal.core.plan.today_rows import TodayRow, today_rows
from journal.core.plan.windows import PlannedTime
from journal.core.record.forms import FormContext
from journal.core.values.clock import moment
from journal.core.values.durations import duration_words
from journal.core.values.languages import _, ngettext, pgettext
from journal.core.values.sentences import opening
from journal.store.plan.doses import RecentOfMedicine
from journal.web.site import context, wording

MOST_BESIDE = 3  # more doses than these beside a planned time are summed up


def answer(recent: RecentOfMedicine) -> today.Answer:
    """The answer of this request's moment, for the medicine it is about."""
    return answer_and_rows(recent)[0]


def answer_and_rows(
    recent: RecentOfMedicine, form_context: FormContext | None = None
) -> tuple[today.Answer, tuple[TodayRow, ...]]:
    """The same, with the planned times of today and of around now."""
    form_context = form_context or context.form_context_of_medicine()
    same = today.same_as_last(recent.amounts, form_context.monograph.daily_range.asks_about)
    matched = today.matched_now(recent.plan, recent.doses, form_context)
    found = today.answer_of(form_context, recent.plan, today.Taken(recent.doses, same), matched)
    return found, today_rows(form_context, matched, found)


def headline(answer: today.Answer) -> str:
    """The first line: yes, skipped, not recorded, or that nothing is planned yet."""
    if answer.slot is not None:
        return _of_slot(answer, answer.slot)
    if answer.dose is not None:
        dose = _dose(answer.dose)
        return _("Yes: %(doses)s", doses=dose) if answer.headline == "taken" else _("Skipped: %(dose)s", dose=dose)
    if answer.coming is not None:
        return _("Nothing is planned before %(time)s", time=clock(answer.coming.at))
    return _("No dose recorded yet today")


def facts(answer: today.Answer, last: str) -> list[str]:
    """What follows from it, a line each: how long ago the last dose was, what comes next, and the last 24 hours.

    `last` says the last dose ever taken, "0.5 mg yesterday at 20:01".
    """
    return list(filter(None, (_ago(answer, last), _next(answer), _last_hours(answer))))


def pause(answer: today.Answer) -> str:
    """That nothing is planned today, until when, and why."""
    if answer.pause is None:
        return ""
    last = wording.day_inside(answer.pause.last_on)
    if not answer.pause.reason:
        return _("The plan pauses until %(last)s.", last=last)
    return _("The plan pauses until %(last)s: %(reason)s.", last=last, reason=answer.pause.reason)


def as_needed(answer: today.Answer) -> str:
    """What is known of doses as needed: the last one, and what is left of the ordered most."""
    known = answer.as_needed
    if known is None:
        return ""
    return " ".join(filter(None, (_last_as_needed(known), _left(known), _not_before(known))))


def _last_as_needed(known: AsNeededNow) -> str:
    if known.since is None:
        return _("As needed: none recorded in the last days.")
    return _("As needed: the last one %(duration)s ago.", duration=duration_words(known.since))


def _left(known: AsNeededNow) -> str:
    if known.left is None or known.order.most_a_day is None:
        return ""
    most, taken = wording.amount_words(known.order.most_a_day), wording.amount_words(known.taken)
    if known.is_above_most:
        return _(
            "You have recorded %(taken)s so in the last 24 hours; %(most)s at most was ordered. "
            "Not sure? Ask your pharmacist.",
            taken=taken,
            most=most,
        )
    if not known.left:
        return _("Nothing is left of the %(most)s ordered for 24 hours.", most=most)
    return _("Left of the %(most)s ordered for 24 hours: %(left)s.", left=wording.amount_words(known.left), most=most)


def _not_before(known: AsNeededNow) -> str:
    if known.until is None or not known.order.least_hours:
        return ""
    return ngettext(
        "Ordered: at least %(num)s hour between, so from %(time)s on.",
        "Ordered: at least %(num)s hours between, so from %(time)s on.",
        known.order.least_hours,
        time=clock(known.until),
    )


def day_amount(answer: today.Answer) -> str:
    """The fact beside an unrecorded dose: as much as is planned for a day was taken already."""
    if answer.day_amount is None:
        return ""
    amount, since = answer.day_amount
    return _(
        "You have recorded %(amount)s since %(time)s, as much as is planned for a day. "
        "Not sure? Ask your pharmacist before you take another.",
        amount=wording.amount_words(amount),
        time=clock(since),
    )


def one_tap(tap: today.Tap, answer: today.Answer) -> tuple[str, str]:
    """What the button says, and what stands under it."""
    amount, below = wording.dose_words(tap.amount, tap.form), below_tap(tap, answer)
    if tap.kind == "rest":
        return _("I took the other %(amount)s now", amount=amount), below
    if tap.kind == "more" and answer.last is not None:
        return _("I took %(amount)s more", amount=amount), below
    return _("I took %(amount)s now", amount=amount), below


def below_tap(tap: today.Tap, answer: today.Answer) -> str:
    """Which dose a button is about, as it stands under it."""
    if tap.kind == "same":
        return _("same as last time")
    if tap.kind == "as_needed":
        return _("as needed")
    if tap.kind == "more" and answer.last is not None:
        return _("%(duration)s after the last one", duration=duration_words(context.now() - answer.last.at))
    if tap.planned is None:
        return ""
    time = clock(tap.planned.at)
    return _("for %(time)s", time=time) if tap.kind == "rest" else _("the one for %(time)s", time=time)


def counts_for(answer: today.Answer) -> tuple[str, str]:
    """The time a dose taken now counts for and the one it does not, where the sentence speaks of another one."""
    tap, slot = answer.tap, answer.slot
    if answer.headline != "due" or slot is None or tap is None or tap.planned in {None, slot.planned}:
        return "", ""
    return clock(tap.planned.at) if tap.planned else "", clock(slot.planned.at)


def _of_slot(answer: today.Answer, slot: Slot) -> str:
    planned = slot.planned
    if answer.headline == "due":
        amount, time = wording.dose_words(planned.amount, planned.form), clock(planned.at)
        return _("Not recorded: %(amount)s planned for %(time)s", amount=amount, time=time)
    if slot.skipped is not None:
        return _("Skipped: %(dose)s", dose=_dose(slot.skipped))
    if answer.tap is not None and answer.tap.kind == "rest":
        return part_of(slot)
    return _("Yes: %(doses)s", doses=taken_for(slot))


def part_of(slot: Slot) -> str:
    """That less than was planned is recorded for a time: "0.25 mg of 0.5 mg at 12:00"."""
    part = _(
        "%(taken)s of %(planned)s at %(time)s",
        taken=wording.amount_words(slot.taken_amount),
        planned=wording.dose_words(slot.planned.amount, slot.planned.form),
        time=clock(slot.doses[-1].at),
    )
    return _one_and_another([part, *_beside(slot)])


def taken_for(slot: Slot) -> str:
    """What was taken for a planned time and beside it: "0.5 mg at 08:00 and 0.5 mg more at 08:40"."""
    doses = _one_and_another([_dose(dose) for dose in slot.doses])
    if slot.is_other_amount:
        planned = wording.dose_words(slot.planned.amount, slot.planned.form)
        doses = _("%(doses)s (planned %(amount)s)", doses=doses, amount=planned)
    return _one_and_another([doses, *_beside(slot)])


def _beside(slot: Slot) -> list[str]:
    taken = [dose for dose in slot.beside if dose.status == "taken"]
    if len(taken) > MOST_BESIDE:
        together = wording.amount_words(sum(dose.amount for dose in taken))
        return [
            ngettext(
                "%(num)s more, %(amount)s together", "%(num)s more, %(amount)s together", len(taken), amount=together
            )
        ]
    return [
        _("%(amount)s more at %(time)s", amount=wording.dose_words(d.amount, d.form), time=clock(d.at)) for d in taken
    ]


def _one_and_another(doses: Sequence[str]) -> str:
    """Doses in the order they were taken: "a and b and c"."""
    row = doses[0]
    for dose in doses[1:]:
        row = _("%(doses)s and %(dose)s", doses=row, dose=dose)
    return row


def _ago(answer: today.Answer, last: str) -> str:
    if answer.only_ago is not None:
        return _(
            "The last one was only %(duration)s ago: %(dose)s.",
            duration=duration_words(answer.only_ago),
            dose=last,
        )
    if answer.headline == "taken" and answer.last is not None:
        since = duration_words(context.now() - answer.last.at)
        return _("%(duration)s ago.", duration=opening(since))
    is_old = answer.last is None or context.now() - answer.last.at >= today.LAST_HOURS
    if not last or (answer.headline == "nothing_before" and is_old):
        return ""
    return _("The last one was %(dose)s.", dose=last)


def _next(answer: today.Answer) -> str:
    if answer.coming is None or answer.headline == "nothing_before":
        return ""
    return _("Next planned %(dose)s.", dose=_planned(answer.coming))


def _planned(planned: PlannedTime) -> str:
    """ "0.5 mg tomorrow at 08:00"."""
    day = _day(moment(planned.at, context.patient().settings.zone).on)
    amount, time = wording.dose_words(planned.amount, planned.form), wording.clock_words(planned.at)
    if day:
        return _("%(amount)s %(day)s at %(time)s", amount=amount, day=day, time=time)
    return _("%(amount)s at %(time)s", amount=amount, time=time)


def _last_hours(answer: today.Answer) -> str:
    return _("Last 24 hours: %(amount)s.", amount=wording.amount_words(answer.last_24_h)) if answer.last_24_h else ""


def _dose(dose: TakenDose) -> str:
    return _("%(amount)s at %(time)s", amount=wording.dose_words(dose.amount, dose.form), time=clock(dose.at))


def clock(at: datetime) -> str:
    """A time of day, with its day where that is not today: "20:00", "20:00 yesterday". Said once for all the rows of a
    page: several medicines are planned for the same few times."""
    said = context.remembered("clocks")
    if at not in said:
        lived = moment(at, context.patient().settings.zone)
        day, time = _day(lived.on), wording.clock_words(lived)
        said[at] = _("%(time)s %(day)s", time=time, day=day) if day else time
    return cast("str", said[at])


def _day(on: date) -> str:
    """The day as it follows an amount or a time: "", "yesterday", "tomorrow", "on Monday 23 November"."""
    days = (on - context.today()).days
    if not days:
        return ""
    if days == -1:
        return pgettext("day after an amount or a time", "yesterday")
    if days == 1:
        return pgettext("day after an amount or a time", "tomorrow")
    return _("on %(day)s", day=wording.plain_day(on))
