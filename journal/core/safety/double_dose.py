"""Ask about a dose that is one more than was planned, or that comes sooner than usual, before it is saved."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import pairwise
from statistics import median

from journal.core.plan.adherence import TakenDose, in_order
from journal.core.record.entries import Detail
from journal.core.safety.placed_doses import HABIT, Placed, place
from journal.core.safety.rules import Context, Finding, Notice, Question, Rule, Speaking
from journal.core.values.amounts import write_amount
from journal.core.values.clock import microseconds, minute_of, moment, wall_words
from journal.core.values.durations import duration_words
from journal.core.values.languages import _
from journal.core.values.periods import day_words
from journal.core.values.sentences import opening

KEY = "double_dose"
PART = 2  # sooner than half the usual interval is too soon

_MINUTE = timedelta(minutes=1)


def find(detail: Detail | None, context: Context) -> Finding | None:
    """A dose that was taken beside the plan. Without a plan one that comes sooner than half the usual interval of the
    14 days before, and sooner than the monograph's hours at least.

    Doses as needed have a rule of their own. What was skipped is no dose.
    """
    placed = place(detail, context)
    if placed is None:
        return None
    if placed.place == "beside":
        return _beside_plan(placed)
    if placed.place == "unplanned":
        return _too_soon(placed.dose, context)
    return None


def _beside_plan(placed: Placed) -> Finding | None:
    slot, dose = placed.slot, placed.dose
    if slot is None:  # pragma: no cover - a dose beside the plan lies in a window
        return None
    last = max((each for each in (*slot.doses, *slot.beside) if each != dose), key=in_order)
    values = _values(dose, last) | {"planned_at": microseconds(slot.planned.at)}
    coming = next((s.planned.at for s in placed.matched.slots if s.planned.at > dose.at and not s.is_answered), None)
    return Finding("caution", values | ({"next_at": microseconds(coming)} if coming is not None else {}))


def _too_soon(dose: TakenDose, context: Context) -> Finding | None:
    hours = context.monograph.thresholds.soonest_hours
    since = minute_of(dose.at) - HABIT
    taken = sorted((d for d in context.doses if d.status == "taken" and minute_of(d.at) >= since), key=in_order)
    if hours is None or not taken:
        return None
    usual = _usual_minutes(taken)
    soonest = max(timedelta(hours=hours), (usual or 0) * _MINUTE / PART)
    if minute_of(dose.at) - minute_of(taken[-1].at) >= soonest:
        return None
    return Finding("caution", _values(dose, taken[-1]) | ({"usual_minutes": usual} if usual else {}))


def _usual_minutes(taken: Sequence[TakenDose]) -> int | None:
    """The median time from one dose to the next, in whole minutes; None for less than two doses."""
    intervals = [(minute_of(later.at) - minute_of(earlier.at)) // _MINUTE for earlier, later in pairwise(taken)]
    return int(median(intervals)) if intervals else None


def _values(dose: TakenDose, last: TakenDose) -> dict[str, int | str]:
    return {
        "amount": dose.amount,
        "at": microseconds(dose.at),
        "last_amount": last.amount,
        "last_at": microseconds(last.at),
    }


def question(finding: Finding, speaking: Speaking) -> Question:
    """Whether it was one more, beside what is recorded already."""
    amount = write_amount(finding.number("amount"), speaking.unit)
    facts = (*_already(finding, speaking), *_usual(finding), *_next(finding, speaking))
    return Question(
        rule=KEY,
        asked=_("Did you take %(amount)s more?", amount=amount),
        sentence=" ".join(facts),
        no=_("No, it is the same dose"),
        yes=_("Yes, I took %(amount)s more", amount=amount),
        notice=_way_to_help(finding, ()),
        leaves_all=True,
        facts=facts,
    )


def words(finding: Finding, speaking: Speaking) -> Notice:
    """What was recorded before it, how long before, and for which time."""
    amount = write_amount(finding.number("amount"), speaking.unit)
    more = _("%(amount)s more at %(time)s.", amount=amount, time=_clock(finding, "at", speaking))
    return _way_to_help(finding, (more, " ".join(_already(finding, speaking))))


def _way_to_help(finding: Finding, sentences: tuple[str, ...]) -> Notice:
    return Notice(
        rule=KEY,
        level=finding.level,
        sentences=sentences,
        link=_("Took one dose twice: what to do"),
        heading="twice",
    )


def _already(finding: Finding, speaking: Speaking) -> tuple[str, str]:
    """ "Already recorded: 0.5 mg at 19:58." "42 minutes earlier, the one for 20:00." """
    amount = write_amount(finding.number("last_amount"), speaking.unit)
    before = minute_of(finding.instant("at")) - minute_of(finding.instant("last_at"))
    duration = opening(duration_words(before))
    if "planned_at" in finding.values:
        planned = _clock(finding, "planned_at", speaking)
        earlier = _("%(duration)s earlier, the one for %(planned)s.", duration=duration, planned=planned)
    else:
        earlier = _("%(duration)s earlier.", duration=duration)
    time = _clock(finding, "last_at", speaking)
    return _("Already recorded: %(amount)s at %(time)s.", amount=amount, time=time), earlier


def _usual(finding: Finding) -> Iterator[str]:
    if "usual_minutes" in finding.values:
        usual = duration_words(finding.number("usual_minutes") * _MINUTE)
        yield _("In the last days it was mostly %(duration)s from one dose to the next.", duration=usual)


def _next(finding: Finding, speaking: Speaking) -> Iterator[str]:
    if "next_at" in finding.values:
        yield _("Next planned: %(time)s.", time=_clock(finding, "next_at", speaking))


def _clock(finding: Finding, name: str, speaking: Speaking) -> str:
    """The wall time of one of its instants; with the day where that is another one than the dose's own."""
    lived = moment(finding.instant(name), speaking.zone)
    clock = wall_words(lived.local.time(), speaking.hours)
    if lived.on == moment(finding.instant("at"), speaking.zone).on:
        return clock
    return _("%(time)s on %(day)s", time=clock, day=day_words(lived.on, with_year=False))


RULE = Rule(
    key=KEY,
    version=1,
    source="the plan you entered; the hours, the half and the 14 days without a plan are ours",
    find=find,
    words=words,
    about=frozenset({"dose"}),
    question=question,
    reads_record=frozenset({"dose"}),
)
