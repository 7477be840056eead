"""Tell that much less than usual is recorded for the last days, though some is: it may be missing in the journal, or
less of the medicine is taken than the body is used to.

Today tells it while it lasts. It is kept with the first dose after the days on which it began.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from statistics import median_high, median_low
from zoneinfo import ZoneInfo

from journal.core.medicine.thresholds import Drop
from journal.core.plan.regimens import planned_on
from journal.core.record.doses import Dose
from journal.core.record.entries import Detail
from journal.core.safety import sudden_stop
from journal.core.safety.rules import Context, Finding, Notice, Rule, Speaking
from journal.core.values.amounts import Amount, write_amount
from journal.core.values.languages import _, ngettext
from journal.core.values.periods import Period, period_words

KEY = "drop"

_DAY, _HOUR = timedelta(days=1), timedelta(hours=1)


def find(detail: Detail | None, context: Context) -> Finding | None:
    """A total of the monograph's days before today, or before the first dose of a day, that is less than its part of
    what was usual: of the median over as many days in a row in the days before them. Days without an entry are
    unknown, and so are those of a pause: the last ones have one each, of those before them as many as it asks for.

    Silent up to the same part of what the plan has for the last days, so that a smaller step that was taken as ordered
    is none; where doses are ordered as needed, and, where nothing was planned yet, unless doses were as regular as the
    entries are to be. Where nothing at all was taken for the hours of a gap, that is what is told.
    """
    limit = context.monograph.thresholds.drop
    if limit is None:
        return None
    if detail is None:
        return _fallen(context.now.astimezone(ZoneInfo(context.zone)).date(), context.now, limit, context)
    if not _is_first_of_day(detail, context):
        return None
    on, lived = detail.moment.on, context.days.get(detail.moment.on - _DAY)
    if lived is not None and lived.span is not None and _fallen(on - _DAY, lived.span[0], limit, context):
        return None  # it was kept with the dose of the day before
    return _fallen(on, detail.moment.at, limit, context)


def _is_first_of_day(detail: Detail, context: Context) -> bool:
    """Whether a dose was taken, and none on its day before it."""
    if not isinstance(detail, Dose) or detail.status != "taken":
        return False
    return all(dose.on != detail.moment.on or dose.status != "taken" for dose in context.doses)


def _fallen(on: date, until: datetime, limit: Drop, context: Context) -> Finding | None:
    """What fell in the days before that day, as it is told at an instant of it."""
    last = Period(on - limit.days * _DAY, on - _DAY)
    before = Period(last.first_on - limit.before_days * _DAY, last.first_on - _DAY)
    known = {day: lived.total for day, lived in context.days.items() if context.plan.pause_on(day) is None}
    usual, ended = _runs(before, known, limit.days), _runs(last, known, limit.days)
    if sum(day in before for day in known) < limit.least_days or not usual or not ended:
        return None
    (total,), low, high = ended, median_low(usual), median_high(usual)
    is_much_less = limit.is_below(2 * total, low + high) and not _is_ordered(total, before, last, limit, context)
    if not is_much_less or _is_gap(last.first_on, until, context):
        return None
    values: dict[str, int | str] = {"total": total, "usual": (low + high) // 2, "days": limit.days}
    return Finding("caution", values | {"first_on": last.first_on.isoformat(), "last_on": last.last_on.isoformat()})


def _runs(period: Period, known: Mapping[date, Amount], days: int) -> Sequence[Amount]:
    """The totals of so many days in a row, wherever all of them are known."""
    runs = ([period.first_on + (first + n) * _DAY for n in range(days)] for first in range(len(period) - days + 1))
    return [sum(known[day] for day in run) for run in runs if all(day in known for day in run)]


def _is_ordered(total: Amount, before: Period, last: Period, limit: Drop, context: Context) -> bool:
    """Whether as little was ordered, or so irregularly that nothing is usual."""
    steps = context.plan.counting
    if any(
        step.as_needed is not None
        and step.starts_on <= last.last_on
        and (step.ends_on is None or step.ends_on >= before.first_on)
        for step in steps
    ):
        return True
    if not steps or steps[0].starts_on > last.first_on:
        return sum(day in before and lived.span is not None for day, lived in context.days.items()) < limit.least_days
    present = [(day, planned_on(steps, day)) for day in last.days()]
    planned = sum(step.amount_of_day for day, step in present if step is not None and step.plans(day))
    return not limit.is_below(total, planned)


def _is_gap(since: date, until: datetime, context: Context) -> bool:
    """Whether, until an instant, the hours of a gap passed without a dose that reach into the days from `since` on."""
    hours = context.monograph.thresholds.gap_hours
    spans = [(on, *each.span) for on, each in sorted(context.days.items()) if each.span]
    following = [*spans[1:], (date.max, until, until)]
    return hours is not None and any(
        on >= since and first_at - last_at >= hours * _HOUR
        for (_on, _first_at, last_at), (on, first_at, _last_at) in zip(spans, following, strict=True)
    )


def words(finding: Finding, speaking: Speaking) -> Notice:
    """How much is recorded and how much was usual; the entry may be missing, or the medicine was cut down."""
    total, usual = (write_amount(finding.number(name), speaking.unit) for name in ("total", "usual"))
    first_on, last_on = (date.fromisoformat(str(finding.values[name])) for name in ("first_on", "last_on"))
    return Notice(
        rule=KEY,
        level=finding.level,
        sentences=(
            _(
                "%(medicine)s, %(days)s: %(total)s recorded in all.",
                medicine=speaking.monograph.name,
                days=period_words(Period(first_on, last_on), last_on),
                total=total,
            ),
            ngettext(
                "Before that it was mostly %(usual)s in %(num)s day.",
                "Before that it was mostly %(usual)s in %(num)s days.",
                finding.number("days"),
                usual=usual,
            ),
            _("If you took more and did not log it, log it now."),
            *sudden_stop.words(speaking),
        ),
        link=_("Run out, or stopped: what to do"),
        heading="run-out",
    )


def looks_back(detail: Detail | None, context: Context) -> int:
    """How many days before the one of an entry, or before today, it looks at."""
    limit = context.monograph.thresholds.drop
    if limit is None or (detail is not None and not _is_first_of_day(detail, context)):
        return 0
    return limit.before_days + limit.days + (detail is not None)


RULE = Rule(
    key=KEY,
    version=1,
    source="the US label says that a sudden stop can be dangerous; the part and the days are ours",
    find=find,
    words=words,
    about=frozenset({"dose", "record"}),
    reads_record=frozenset({"dose"}),
    of_monographs=lambda monograph: monograph.thresholds.drop is not None,
    days_back=looks_back,
    once_a_day=True,
)
