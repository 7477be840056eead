"""Ask about an unusually large dose before it is saved, and tell what to do if it was more than ordered."""

from dataclasses import replace

from journal.core.record.doses import Dose
from journal.core.record.entries import Detail
from journal.core.safety.rules import Context, Finding, Notice, Question, Rule, Speaking
from journal.core.safety.tablet_words import as_tablets
from journal.core.values.amounts import write_number
from journal.core.values.languages import _

KEY = "large_amount"


def find(detail: Detail | None, context: Context) -> Finding | None:
    """A dose, taken or skipped, of more than the monograph's `ask_above_mg`: above it a slip is likelier."""
    if not isinstance(detail, Dose) or not context.monograph.daily_range.asks_about(detail.amount):
        return None
    values: dict[str, int | str] = {"amount": detail.amount, "status": detail.status}
    day = context.monograph.thresholds.day_total
    if detail.status == "taken" and day is not None and detail.amount > day.overdose_above:
        values["overdose_above"] = day.overdose_above
    return Finding("urgent" if detail.status == "taken" else "note", values)


def question(finding: Finding, speaking: Speaking) -> Question:
    """Whether that is what was taken, with the way to help where it may have been."""
    sentence = _(
        "%(amount)s mg is more than one dose of %(medicine)s usually is. "
        "If that is what you took, confirm it and save again.",
        amount=_amount(finding),
        medicine=speaking.monograph.name,
    )
    return Question(
        rule=KEY,
        asked=_("Is %(amount)s mg the amount you took?", amount=_amount(finding)),
        sentence=" ".join(filter(None, (sentence, _tablets(finding, speaking)))),
        no=_("No, it was another amount"),
        yes=_("Yes, this is the amount I took"),
        notice=replace(words(finding, speaking), sentences=()) if _is_taken(finding) else None,
        is_overdose="overdose_above" in finding.values,
        facts=words(finding, speaking).sentences,
    )


def words(finding: Finding, speaking: Speaking) -> Notice:
    """How much that was, and where to look if a dose that was taken was more than ordered."""
    sentence = _(
        "%(amount)s mg is more than one dose of %(medicine)s usually is.",
        amount=_amount(finding),
        medicine=speaking.monograph.name,
    )
    if not _is_taken(finding):
        return Notice(KEY, finding.level, (sentence,))
    return Notice(
        rule=KEY,
        level=finding.level,
        sentences=tuple(filter(None, (sentence, _tablets(finding, speaking)))),
        link=_("If this was more than ordered: what to do"),
        heading="too-much",
    )


def _amount(finding: Finding) -> str:
    return write_number(finding.number("amount"))


def _tablets(finding: Finding, speaking: Speaking) -> str:
    """What the amount would be in tablets, where it is beyond any day's."""
    return as_tablets(finding.number("amount"), speaking) if "overdose_above" in finding.values else ""


def _is_taken(finding: Finding) -> bool:
    return finding.values["status"] == "taken"


RULE = Rule(
    key=KEY,
    version=1,
    source="ours: ask_above_mg of the monograph",
    find=find,
    words=words,
    about=frozenset({"dose"}),
    question=question,
)
