"""Tell that another sedative and a dose of a medicine it adds to were taken on one day."""

from journal.core.record.entries import Detail
from journal.core.safety.alcohol import looks, on_one_day
from journal.core.safety.rules import Context, Finding, Notice, Rule, Speaking
from journal.core.values.languages import _

KEY = "sedative"


def find(detail: Detail | None, context: Context) -> Finding | None:
    """A day answered with another sedative on which such a medicine was taken; or its first dose on such a day."""
    return on_one_day(detail, context, context.monograph.thresholds.sedative, KEY)


def words(finding: Finding, speaking: Speaking) -> Notice:
    """What the two can do together, and whom to ask."""
    return Notice(
        rule=KEY,
        level=finding.level,
        sentences=(
            _(
                "Another sedative and %(medicine)s on one day can make you far too sleepy and slow your breathing.",
                medicine=speaking.monograph.name,
            ),
            _("Ask your pharmacist or prescriber about it."),
        ),
        link=_("Confused, hard to wake or breathing slowly: whom to call, and what to do"),
        heading="too-much",
    )


RULE = Rule(
    key=KEY,
    version=1,
    source="the US label names calming medicines among what adds to it; the level is ours",
    find=find,
    words=words,
    about=frozenset({"day", "dose"}),
    reads_day=looks,
)
