"""Tell that a dose as needed is more, or sooner, than was ordered. It is recorded all the same."""

from journal.core.plan.adherence import LastDay, TakenDose, in_order, taken_dose
from journal.core.plan.regimens import Plan
from journal.core.plan.today import matched_at
from journal.core.record.doses import Dose
from journal.core.record.entries import Detail
from journal.core.safety.rules import Context, Finding, Notice, Rule, Speaking
from journal.core.values.amounts import write_amount
from journal.core.values.clock import Zones
from journal.core.values.languages import _, ngettext

KEY = "as_needed"


def find(detail: Detail | None, context: Context) -> Finding | None:
    """A dose that belongs to no planned time and is, with those as needed in the 24 hours until it, more than the most
    that was ordered, or fewer hours after the one before than were ordered between two.

    Silent where nothing was ordered as needed then, and where no most and no hours were.
    """
    if not isinstance(detail, Dose) or detail.status != "taken" or not orders_as_needed(context.plan):
        return None
    dose = taken_dose(detail.moment, detail.amount, detail.status, context.now, detail.medicine_id)
    step = context.plan.step_at(dose.at, Zones(context.zone))
    before = _before(dose, context)
    if step is None or step.as_needed is None or before is None:
        return None
    order = step.as_needed
    values: dict[str, int | str] = {}
    if before.is_above_most(order, dose) and order.most_a_day is not None:
        values |= {"taken": before.total + dose.amount, "most": order.most_a_day}
    if before.is_too_soon(order, dose) and order.least_hours is not None:
        values |= {"least_hours": order.least_hours}
    return Finding("note", values) if values else None


def _before(dose: TakenDose, context: Context) -> LastDay | None:
    """The doses as needed until that one; None where it belongs to a planned time."""
    loose = sorted(matched_at(context.plan, [*context.doses, dose], context.zone, dose.at).loose, key=in_order)
    if dose not in loose:
        return None
    day = LastDay()
    for each in loose[: loose.index(dose)]:
        day.add(each)
    day.move_to(dose)
    return day


def words(finding: Finding, speaking: Speaking) -> Notice:
    """The recorded amount and the ordered most of 24 hours, and the ordered hours between, where either was crossed."""
    sentences = []
    if "most" in finding.values:
        taken, most = (write_amount(finding.number(name), speaking.unit) for name in ("taken", "most"))
        sentences.append(
            _(
                "With this dose it is %(taken)s as needed in 24 hours. %(most)s at most was ordered.",
                taken=taken,
                most=most,
            )
        )
    if "least_hours" in finding.values:
        sentences.append(
            ngettext(
                "The dose as needed before it was less than the ordered %(num)s hour earlier.",
                "The dose as needed before it was less than the ordered %(num)s hours earlier.",
                finding.number("least_hours"),
            )
        )
    return Notice(
        rule=KEY,
        level=finding.level,
        sentences=(*sentences, _("Not sure? Ask your pharmacist.")),
        link=_("If this was more than ordered: what to do"),
        heading="too-much",
    )


def orders_as_needed(plan: Plan) -> bool:
    """Whether doses were ever ordered as needed."""
    return any(recorded.step.as_needed is not None for recorded in plan.steps)


RULE = Rule(
    key=KEY,
    version=1,
    source="the order you entered",
    find=find,
    words=words,
    reads_record=frozenset({"dose"}),
    of_plans=orders_as_needed,
)
