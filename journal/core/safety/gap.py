"""Tell that the last dose is long ago: it may be missing in the journal, or the medicine was stopped.

Today tells it while it lasts. It is kept with the dose that ends it, which says how long nothing was recorded.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from journal.core.plan.regimens import goes_on, planned_on
from journal.core.plan.today import closed_empty
from journal.core.record.doses import Dose
from journal.core.record.entries import Detail
from journal.core.safety import sudden_stop
from journal.core.safety.rules import Context, Finding, Notice, Rule, Speaking
from journal.core.values.clock import microseconds
from journal.core.values.languages import _, ngettext
from journal.core.values.periods import Period

KEY = "gap"
DOSED_DAYS, OF_DAYS = 5, 7  # who takes it on so many of so many days takes it regularly, also without a plan
_HOUR = timedelta(hours=1)


def find(detail: Detail | None, context: Context) -> Finding | None:
    """The monograph's hours since the last dose, with a planned time since then whose window ended with nothing in it:
    until now, or until a dose that is taken.

    Where nothing was ever planned: with doses on five of the seven days before that. Silent in a pause, after a plan
    was ended, where doses are ordered as needed alone, and while no dose was ever recorded.
    """
    hours, last_taken_at = context.monograph.thresholds.gap_hours, context.last_taken_at
    if hours is None or last_taken_at is None:
        return None
    if detail is None:
        until, values = context.now, {"last_taken_at": microseconds(last_taken_at)}
    elif isinstance(detail, Dose) and detail.status == "taken":
        until = detail.moment.at
        values = {"last_taken_at": microseconds(last_taken_at), "taken_at": microseconds(until)}
    else:
        return None
    if until - last_taken_at < hours * _HOUR or not _was_to_be_taken(context, last_taken_at, until):
        return None
    return Finding("caution", values)


def _was_to_be_taken(context: Context, last_taken_at: datetime, until: datetime) -> bool:
    """Whether a dose was to be taken between the two."""
    on = until.astimezone(ZoneInfo(context.zone)).date()
    if not context.plan.steps:
        days = {dose.on for dose in context.doses if dose.status == "taken"}
        week = Period(on - timedelta(days=OF_DAYS), on - timedelta(days=1))
        return sum(on in week for on in days) >= DOSED_DAYS
    step = planned_on(context.plan.counting, on)
    if step is None or not step.doses or not goes_on(context.plan.counting, on):
        return False
    if context.plan.pause_on(on) is not None:
        return False
    empty = closed_empty(context.plan, context.doses, context.zone, until)
    return any(planned_at > last_taken_at for planned_at in empty)


def words(finding: Finding, speaking: Speaking) -> Notice:
    """The entry may be missing, or the medicine was stopped, and what stopping can do."""
    if "taken_at" in finding.values:
        hours = (finding.instant("taken_at") - finding.instant("last_taken_at")) // _HOUR
        sentences = [
            ngettext(
                "No dose was recorded for the %(num)s hour before this one.",
                "No dose was recorded for the %(num)s hours before this one.",
                hours,
            ),
            _("If you took one and did not log it, log it now."),
        ]
    else:
        sentences = [_("If you took it and did not log it, log it now.")]
    return Notice(
        rule=KEY,
        level=finding.level,
        sentences=(*sentences, *sudden_stop.words(speaking)),
        link=_("Run out, or stopped: what to do"),
        heading="run-out",
    )


RULE = Rule(
    key=KEY,
    version=1,
    source="the US label says that a sudden stop can be dangerous; the hours and the days are ours",
    find=find,
    words=words,
    about=frozenset({"dose", "record"}),
    reads_record=frozenset({"dose"}),
    of_monographs=lambda monograph: monograph.thresholds.gap_hours is not None,
)
