"""Tell what a monograph says of pregnancy and breastfeeding: once when they are noted, or when a medicine is added.

It speaks to the patient alone, and its words are covered until somebody opens them.
"""

from collections.abc import Mapping
from datetime import date

from journal.core.medicine.circumstances import PRECAUTION
from journal.core.medicine.monograph import Monograph
from journal.core.medicine.regions import told
from journal.core.record.entries import Detail
from journal.core.safety.rules import Context, Finding, Notice, Rule, Speaking
from journal.core.values.languages import _
from journal.core.values.periods import day_words
from journal.core.values.sentences import inside

KEY = "circumstances"


def find(detail: Detail | None, context: Context) -> Finding | None:
    """What is noted, where the monograph has a text about it; silent about every entry."""
    noted = context.circumstances.noted
    if detail is not None or not noted or not told_by(context.monograph):
        return None
    return Finding("caution", {"of": context.monograph.key} | {name: f"{since}" for name, since in noted.items()})


def told_by(monograph: Monograph) -> tuple[str, ...]:
    """What a monograph says of pregnancy and breastfeeding, in its own words."""
    return tuple(told(part.about, part.regions) for part in monograph.precautions if part.key == PRECAUTION)


def words(finding: Finding, speaking: Speaking) -> Notice:
    """What was noted, what the monograph says of it, where it is still there, and whom to ask."""
    known = speaking.find(str(finding.values.get("of", "")))
    since = {name: date.fromisoformat(str(on)) for name, on in finding.values.items() if name != "of"}
    said = [_("You noted: %(noted)s.", noted=each) for each in noted_words(since)]
    if known is not None:
        named = inside(known.name)
        said += [
            _("The description of %(medicine)s says: “%(text)s”", medicine=named, text=each) for each in told_by(known)
        ]
    return Notice(
        rule=KEY,
        level=finding.level,
        sentences=(*said, whom_to_ask()),
        cover=_("%(medicine)s: a note for you alone", medicine=known.name) if known else _("A note for you alone"),
    )


def noted_words(since: Mapping[str, date]) -> list[str]:
    """What is noted, each with its day."""
    said = []
    if "pregnant_since" in since:
        said.append(_("pregnant since %(day)s", day=day_words(since["pregnant_since"], with_year=True)))
    if "breastfeeding_since" in since:
        said.append(_("breastfeeding since %(day)s", day=day_words(since["breastfeeding_since"], with_year=True)))
    return said


def whom_to_ask() -> str:
    """Whom to ask, and what not to do before."""
    return _("Ask your prescriber or pharmacist before you change anything. Do not stop suddenly.")


RULE = Rule(
    key=KEY,
    version=1,
    source="the text is the monograph's; when it is told is ours",
    find=find,
    words=words,
    about=frozenset({"record"}),
    is_private=True,
)
