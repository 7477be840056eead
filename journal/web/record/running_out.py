"""Say on Today what is soon used up, of the medicines somebody counts: running out is stopping suddenly."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import url_for

from journal.core.medicine.medicines import Medicine
from journal.core.plan.regimens import Plan
from journal.core.plan.supplies import Supply, outlook
from journal.core.values.languages import _
from journal.web.site import context, wording


@dataclass(frozen=True, slots=True)
class RunningOut:
    """A medicine of which there is enough for less than seven days more: the sentence, what stopping it suddenly can
    do, whether it is not enough for what is planned today, and where it is counted."""

    words: str
    stopping: str
    is_short: bool
    href: str


def running_out(taken: Sequence[Medicine], supplies: Mapping[str, Supply], plan: Plan) -> list[RunningOut]:
    """Those of the medicines that are soon used up; `plan` is that of all of them."""
    return [found for each in taken if each.id in supplies and (found := _of(each, supplies[each.id], plan))]


def _of(medicine: Medicine, supply: Supply, plan: Plan) -> RunningOut | None:
    left = outlook(supply, plan.of(medicine.id), context.today())
    if left.until is None or not left.ends_soon:
        return None
    name, until = context.medicine_name(medicine), wording.day_inside(left.until)
    words = (
        _("%(medicine)s: by your count it is not enough for what is planned today.", medicine=name)
        if left.is_short
        else _("%(medicine)s: by the plan it is enough until %(day)s.", medicine=name, day=until)
    )
    with context.about(medicine):
        return RunningOut(
            words, context.known().told_of_stopping, left.is_short, url_for("supplies.index", **context.of_medicine())
        )
