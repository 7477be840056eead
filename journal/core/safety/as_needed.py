"""Ask about a dose as needed that is more, or sooner, than was ordered. With a yes it is recorded all the same."""

from journal.core.plan.adherence import LastDay, in_order
from journal.core.record.entries import Detail
from journal.core.safety.placed_doses import Placed, place
from journal.core.safety.rules import Context, Finding, Notice, Question, Rule, Speaking
from journal.core.values.amounts import write_amount
from journal.core.values.languages import _, ngettext

KEY = "as_needed"


def find(detail: Detail | None, context: Context) -> Finding | None:
    """A dose that belongs to no planned time and is, with those as needed in the 24 hours until it, more than the most
    that was ordered, or fewer hours after the one before than were ordered between two.

    Silent where nothing was ordered as needed then, and where no most and no hours were.
    """
    if not context.plan.orders_as_needed:
        return None
    placed = place(detail, context)
    if placed is None or placed.place != "above_order" or placed.step is None or placed.step.as_needed is None:
        return None
    dose, order, before = placed.dose, placed.step.as_needed, _before(placed)
    values: dict[str, int | str] = {"amount": dose.amount}
    if before.is_above_most(order, dose) and order.most_a_day is not None:
        values |= {"taken": before.total + dose.amount, "most": order.most_a_day}
    if before.is_too_soon(order, dose) and order.least_hours is not None:
        values |= {"least_hours": order.least_hours}
    return Finding("note", values)


def _before(placed: Placed) -> LastDay:
    """The doses as needed in the 24 hours before that one, and the last of all."""
    loose = sorted(placed.matched.loose, key=in_order)
    day = LastDay()
    for each in loose[: loose.index(placed.dose)]:
        day.add(each)
    day.move_to(placed.dose)
    return day


def question(finding: Finding, speaking: Speaking) -> Question:
    """Whether it was one more, beside what was ordered."""
    amount = write_amount(finding.number("amount"), speaking.unit)
    return Question(
        rule=KEY,
        asked=_("Did you take %(amount)s more?", amount=amount),
        sentence=" ".join(_sentences(finding, speaking)),
        no=_("No, it is the same dose"),
        yes=_("Yes, I took %(amount)s more", amount=amount),
        notice=_way_to_help(finding, ()),
        leaves_all=True,
        facts=tuple(_sentences(finding, speaking)),
    )


def words(finding: Finding, speaking: Speaking) -> Notice:
    """The recorded amount and the ordered most of 24 hours, and the ordered hours between, where either was crossed."""
    return _way_to_help(finding, (*_sentences(finding, speaking), _("Not sure? Ask your pharmacist.")))


def _sentences(finding: Finding, speaking: Speaking) -> list[str]:
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
    return sentences


def _way_to_help(finding: Finding, sentences: tuple[str, ...]) -> Notice:
    return Notice(
        rule=KEY,
        level=finding.level,
        sentences=sentences,
        link=_("If this was more than ordered: what to do"),
        heading="too-much",
    )


RULE = Rule(
    key=KEY,
    version=1,
    source="the order you entered",
    find=find,
    words=words,
    about=frozenset({"dose"}),
    question=question,
    reads_record=frozenset({"dose"}),
    of_plans=lambda plan: plan.orders_as_needed,
)
