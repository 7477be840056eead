"""Tell on Today that the last dose is long ago: it may be missing in the journal, or the medicine was stopped."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from journal.core.plan.regimens import goes_on, planned_on
from journal.core.plan.today import closed_empty
from journal.core.record.entries import Detail
from journal.core.safety.rules import Context, Finding, Notice, Rule, Speaking
from journal.core.values.clock import microseconds
from journal.core.values.languages import _
from journal.core.values.periods import Period

KEY = "gap"
DOSED_DAYS, OF_DAYS = 5, 7  # who takes it on so many of so many days takes it regularly, also without a plan


def find(detail: Detail | None, context: Context) -> Finding | None:
    """The monograph's hours since the last dose, with a planned time since then whose window ended with nothing in it.

    Where nothing was ever planned: with doses on five of the seven days before today. Silent in a pause, after a plan
    was ended, where doses are ordered as needed alone, and while no dose was ever recorded.
    """
    hours, last_taken_at = context.monograph.thresholds.gap_hours, context.last_taken_at
    if detail is not None or hours is None or last_taken_at is None:
        return None
    if context.now - last_taken_at < timedelta(hours=hours):
        return None
    found = Finding("caution", {"last_taken_at": microseconds(last_taken_at)})
    today_on = context.now.astimezone(ZoneInfo(context.zone)).date()
    if not context.plan.steps:
        days = {dose.on for dose in context.doses if dose.status == "taken"}
        week = Period(today_on - timedelta(days=OF_DAYS), today_on - timedelta(days=1))
        return found if sum(on in week for on in days) >= DOSED_DAYS else None
    step = planned_on(context.plan.counting, today_on)
    if step is None or not step.doses or not goes_on(context.plan.counting, today_on):
        return None
    if context.plan.pause_on(today_on) is not None:
        return None
    empty = closed_empty(context.plan, context.doses, context.zone, context.now)
    return found if any(planned_at > last_taken_at for planned_at in empty) else None


def words(finding: Finding, speaking: Speaking) -> Notice:
    """The entry may be missing, or the medicine was stopped."""
    return Notice(
        rule=KEY,
        level=finding.level,
        sentences=(
            _("If you took it and did not log it, log it now."),
            _("Do not stop suddenly: call your prescriber."),
        ),
        link=_("Run out, or stopped: what to do"),
        heading="run-out",
    )


RULE = Rule(
    key=KEY,
    version=1,
    source="the US label says that a sudden stop can be dangerous; the hours and the days are ours",
    find=find,
    words=words,
)
