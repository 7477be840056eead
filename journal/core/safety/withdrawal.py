"""Tell, once and quietly, that symptoms in the days after a smaller dose can also be withdrawal."""

from zoneinfo import ZoneInfo

from journal.core.plan.reductions import reduced_on
from journal.core.record.entries import Detail
from journal.core.safety.rules import Context, Finding, Notice, Rule, Speaking
from journal.core.values.languages import _

KEY = "withdrawal"


def find(detail: Detail | None, context: Context) -> Finding | None:
    """Up to the monograph's days after the plan's amount of a day fell, also to nothing; never for doses as needed."""
    days = context.monograph.thresholds.withdrawal_days
    if detail is not None or days is None:
        return None
    today = context.now.astimezone(ZoneInfo(context.zone)).date()
    fell_on = reduced_on(context.plan.counting, today, days)
    return None if fell_on is None else Finding("note", {"reduced_on": fell_on.isoformat()})


def sentence() -> str:
    """What is said of it, on Today and below a chart of those days."""
    return _("New or stronger symptoms can also be withdrawal.")


def words(finding: Finding, speaking: Speaking) -> Notice:
    """One sentence. Whom to call after a stop stands where the plan is ended, and on the page Emergency."""
    return Notice(rule=KEY, level=finding.level, sentences=(sentence(),))


RULE = Rule(
    key=KEY,
    version=1,
    source="withdrawal after coming down is on the US label; the days are ours",
    find=find,
    words=words,
    about=frozenset({"record"}),
)
