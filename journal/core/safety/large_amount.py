"""Ask about an unusually large dose before it is saved, and tell what to do if it was more than ordered."""

from journal.core.record.doses import Dose
from journal.core.record.entries import Detail
from journal.core.safety.rules import Context, Notice, Question, Rule
from journal.core.values.amounts import milligrams

KEY = "large_amount"
NOTICE = Notice(
    rule=KEY,
    level="urgent",
    sentences=(),
    link="If this was more than ordered: what to do",
    heading="too-much",
)


def ask(detail: Detail | None, context: Context) -> Question | None:
    """A dose, taken or skipped, of more than the monograph's `ask_above_mg`: above it a slip is likelier."""
    if not isinstance(detail, Dose) or not context.monograph.daily_range.asks_about(detail.amount_ug):
        return None
    return Question(
        rule=KEY,
        sentence=(
            f"{milligrams(detail.amount_ug)} mg is more than one dose of {context.monograph.name} usually is. "
            "If that is what you took, confirm it and save again."
        ),
        yes="Yes, this is the amount I took",
        notice=tell(detail, context),
    )


def tell(detail: Detail | None, context: Context) -> Notice | None:
    """A dose taken of more than that."""
    if not isinstance(detail, Dose) or not context.monograph.daily_range.asks_about(detail.taken_ug):
        return None
    return NOTICE


RULE = Rule(key=KEY, source="ours: ask_above_mg of the monograph", ask=ask, tell=tell)
