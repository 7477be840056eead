"""Tell, or ask before saving, that the total of a day is above the range in the monograph."""

from journal.core.record.entries import Detail
from journal.core.safety.placed_doses import A_DAY, Placed, day_total, place
from journal.core.safety.rules import Context, Finding, Level, Notice, Question, Rule, Speaking
from journal.core.safety.tablet_words import as_tablets
from journal.core.values.amounts import Amount, write_amount
from journal.core.values.clock import minute_of
from journal.core.values.languages import _

KEY = "day_total_range"
ASKS: tuple[Level, ...] = ("caution", "urgent")  # of these levels it asks, of the others it tells


def find(detail: Detail | None, context: Context) -> Finding | None:
    """A dose that brings the day's total above the highest `high_mg` of the monograph ("note"), above the amount from
    which on it asks ("caution"), or above that of an overdose ("urgent"): once a day for each. Silent without a range.

    Without a plan it is the 24 hours until the dose, and silent while a dose of those hours was above it already.
    Silent up to what was ordered for the day, and where the dose alone is above it and was asked about.
    """
    placed = place(detail, context)
    if placed is None or not context.monograph.forms:  # of a medicine without a monograph nothing is known
        return None
    amount, day = placed.dose.amount, day_total(placed, context)
    if day.total <= day.planned:
        return None
    for level, above in _levels(context):
        if day.total > above:
            is_told = (
                day.before > above
                or (day.is_rolling and _was_above(above, placed, context))
                or (context.monograph.daily_range.asks_about(amount) and amount > above)
            )
            return None if is_told else _finding(level, above, day.total, is_rolling=day.is_rolling)
    return None


def _levels(context: Context) -> list[tuple[Level, Amount]]:
    """The amounts above which it speaks, the highest first."""
    thresholds, high = context.monograph.thresholds.day_total, context.monograph.daily_range.highest
    found: list[tuple[Level, Amount]] = []
    if thresholds is not None:
        found += [("urgent", thresholds.overdose_above), ("caution", thresholds.ask_above)]
    return found if high is None else [*found, ("note", high)]


def _was_above(above: Amount, placed: Placed, context: Context) -> bool:
    """Whether with one of the doses of the 24 hours before it was above that already."""
    since = minute_of(placed.dose.at) - A_DAY
    lately = ((minute_of(dose.at), dose.amount) for dose in context.doses if dose.status == "taken")
    taken = sorted((at, amount) for at, amount in lately if at > since - A_DAY)
    return any(
        sum(amount for at, amount in taken[: n + 1] if at > until - A_DAY) > above
        for n, (until, _amount) in enumerate(taken)
        if until > since
    )


def _finding(level: Level, above: Amount, total: Amount, *, is_rolling: bool) -> Finding:
    return Finding(level, {"total": total, "above": above, "of": "24_hours" if is_rolling else "day"})


def words(finding: Finding, speaking: Speaking) -> Notice:
    """The total, and that it is above the range; of a very large one how many tablets that would be."""
    sentences = [_total(finding, speaking)]
    if finding.level == "urgent":
        sentences.append(as_tablets(finding.number("total"), speaking))
    else:
        sentences.append(_above(speaking))
    return _way_to_help(finding, tuple(filter(None, sentences)))


def asks(finding: Finding) -> bool:
    """Above the range alone it only tells."""
    return finding.level in ASKS


def question(finding: Finding, speaking: Speaking) -> Question:
    """Whether all of it was taken; of a very large total with the number of tablets it would be."""
    total = write_amount(finding.number("total"), speaking.unit)
    tablets = as_tablets(finding.number("total"), speaking) if finding.level == "urgent" else ""
    facts = tuple(filter(None, (_total(finding, speaking), tablets)))
    return Question(
        rule=KEY,
        asked=_("Did you take %(total)s in all?", total=total),
        sentence=" ".join(facts),
        no=_("No, something is wrong here"),
        yes=_("Yes, it was %(total)s in all", total=total),
        notice=_way_to_help(finding, ()),
        is_overdose=finding.level == "urgent",
        facts=facts,
    )


def _total(finding: Finding, speaking: Speaking) -> str:
    total = write_amount(finding.number("total"), speaking.unit)
    if finding.values["of"] == "24_hours":
        return _("With this dose it is %(total)s in 24 hours.", total=total)
    return _("With this dose it is %(total)s for the day.", total=total)


def _above(speaking: Speaking) -> str:
    if speaking.monograph.daily_range.ranges:  # which of them is the patient's own nobody knows
        return _("This is above every range in this monograph. What your prescriber ordered counts.")
    return _("This is above the range in this monograph. What your prescriber ordered counts.")


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
    source="the range of the monograph; the amounts that are asked about are ours",
    find=find,
    words=words,
    about=frozenset({"dose"}),
    question=question,
    asks=asks,
    reads_record=frozenset({"dose"}),
)
