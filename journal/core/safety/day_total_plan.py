"""Tell that more is recorded for a day than was planned for it."""

from journal.core.record.entries import Detail
from journal.core.safety.placed_doses import day_total, place
from journal.core.safety.rules import Context, Finding, Notice, Rule, Speaking
from journal.core.values.amounts import write_amount
from journal.core.values.languages import _

KEY = "day_total_plan"


def find(detail: Detail | None, context: Context) -> Finding | None:
    """A dose of a planned time that brings the day's total above what was planned for the day, or that is on such a day
    more than was planned for its own time.

    The day is that of the planned time. Silent where another rule tells of the same dose: one beside the plan, one as
    needed, and one that was asked about and alone is more than the day's plan.
    """
    placed = place(detail, context)
    if placed is None or placed.place != "planned" or placed.slot is None:
        return None
    dose, slot = placed.dose, placed.slot
    day = day_total(placed, context)
    if context.monograph.daily_range.asks_about(dose.amount) and dose.amount > day.planned:
        return None
    is_more = slot.taken_amount > slot.planned.amount
    if day.is_rolling or day.total <= day.planned or (day.before > day.planned and not is_more):
        return None
    return Finding("note", {"total": day.total, "planned": day.planned})


def words(finding: Finding, speaking: Speaking) -> Notice:
    """The recorded total and the planned one."""
    total, planned = (write_amount(finding.number(name), speaking.unit) for name in ("total", "planned"))
    return Notice(
        rule=KEY,
        level=finding.level,
        sentences=(
            _("With this dose it is %(total)s for the day. %(planned)s is planned.", total=total, planned=planned),
            _("Not sure? Ask your pharmacist."),
        ),
        link=_("If this was more than ordered: what to do"),
        heading="too-much",
    )


RULE = Rule(
    key=KEY,
    version=1,
    source="the plan you entered",
    find=find,
    words=words,
    about=frozenset({"dose"}),
    reads_record=frozenset({"dose"}),
)
