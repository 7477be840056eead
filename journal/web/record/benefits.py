"""Say on Today what is asked each day about what medicines are for: one tap answers it, and then the answer stands."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from journal.core.record.asking import asked_benefits
from journal.core.record.days import BENEFIT, Day, day_id
from journal.core.record.entries import Entry
from journal.core.values.sentences import opening
from journal.web.site import context, wording


class AskedBenefit(NamedTuple):
    """A row of Today: the key of the question in its address, what it asks, and what was answered; "" where nothing
    was."""

    question: str
    asks: str
    answer: str


def asked_on(on: date, recorded: Sequence[Entry]) -> list[AskedBenefit]:
    """What the patient chose to be asked about a day, with what the entry of that day among `recorded` says of it."""
    asked = asked_benefits(context.monograph(), context.patient().asking)
    if not asked:
        return []
    found = next((each.detail for each in recorded if each.id == day_id(on)), None)
    answers = found.benefits if isinstance(found, Day) else {}
    return [
        AskedBenefit(
            BENEFIT + each.key,
            each.question,
            opening(wording.benefit_words(each.key, answers[each.key])) if each.key in answers else "",
        )
        for each in asked
    ]
