"""Tell, as a fact for the prescriber, that a step of a plan falls faster than the example on the label."""

from journal.core.record.entries import Detail
from journal.core.safety.rules import Context, Finding, Notice, Rule, Speaking
from journal.core.values.amounts import write_amount
from journal.core.values.languages import _, ngettext

KEY = "fast_step"


def find(detail: Detail | None, context: Context) -> Finding | None:
    """A step whose fall a day, divided by the days its plan had been at the amount before, is more than the monograph's
    example. It is kept with the example it was held against; the words do not name it, since it is nobody's order."""
    limit, fall = context.monograph.thresholds.fast_step, context.fall
    if limit is None or fall is None or not limit.is_passed(fall.before - fall.after, fall.days):
        return None
    example: dict[str, int | str] = {"example_less": limit.less, "example_days": limit.days}
    return Finding("caution", {"before": fall.before, "after": fall.after, "days": fall.days} | example)


def sentence(finding: Finding, speaking: Speaking) -> str:
    """The fact: from how much to how much, and after how many days."""
    before, after = (write_amount(finding.number(name), speaking.unit) for name in ("before", "after"))
    return ngettext(
        "From %(before)s to %(after)s a day after %(num)s day: that is faster than the example on the label.",
        "From %(before)s to %(after)s a day after %(num)s days: that is faster than the example on the label.",
        finding.number("days"),
        before=before,
        after=after,
    )


def sentence_of(steps: int) -> str:
    """The fact of several steps together; each says its own besides."""
    return ngettext(
        "%(num)s of these steps falls faster than the example on the label.",
        "%(num)s of these steps fall faster than the example on the label.",
        steps,
    )


def words(finding: Finding, speaking: Speaking) -> Notice:
    """The fact, whom to show it, and where it says what cannot wait."""
    return Notice(
        rule=KEY,
        level=finding.level,
        sentences=(sentence(finding, speaking), _("Show it to your prescriber.")),
        link=_("Shaking, confusion or a seizure after a smaller dose: what to do"),
        heading="run-out",
    )


RULE = Rule(
    key=KEY,
    version=1,
    source="the example of coming down on the US label; that steps are held against it is ours",
    find=find,
    words=words,
    about=frozenset({"step"}),
    of_monographs=lambda monograph: monograph.thresholds.fast_step is not None,
)
