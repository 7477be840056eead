"""Ask about an unusually large dose before it is saved, and tell what to do if it was more than ordered."""

from journal.core.record.doses import Dose
from journal.core.record.entries import Detail
from journal.core.safety.rules import Context, Notice, Question, Rule
from journal.core.values.amounts import write_number
from journal.core.values.languages import _

KEY = "large_amount"


def ask(detail: Detail | None, context: Context) -> Question | None:
    """A dose, taken or skipped, of more than the monograph's `ask_above_mg`: above it a slip is likelier."""
    if not isinstance(detail, Dose) or not context.monograph.daily_range.asks_about(detail.amount):
        return None
    return Question(
        rule=KEY,
        sentence=_(
            "%(amount)s mg is more than one dose of %(medicine)s usually is. "
            "If that is what you took, confirm it and save again.",
            amount=write_number(detail.amount),
            medicine=context.monograph.name,
        ),
        yes=_("Yes, this is the amount I took"),
        notice=tell(detail, context),
    )


def tell(detail: Detail | None, context: Context) -> Notice | None:
    """A dose taken of more than that."""
    if not isinstance(detail, Dose) or not context.monograph.daily_range.asks_about(detail.taken_amount):
        return None
    return notice()


def notice() -> Notice:
    """What it tells: where to look if that was more than ordered."""
    return Notice(
        rule=KEY,
        level="urgent",
        sentences=(),
        link=_("If this was more than ordered: what to do"),
        heading="too-much",
    )


RULE = Rule(key=KEY, source="ours: ask_above_mg of the monograph", ask=ask, tell=tell)
