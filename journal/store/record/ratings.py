"""Read the ratings of a period as columns: of ten years there are tens of thousands for each effect."""

from array import array
from collections.abc import Collection, Mapping, Sequence
from itertools import compress
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from journal.core.charts.hours import NOT_NOW, Answers
from journal.core.charts.worst_days import Worst, WorstDays
from journal.core.values.periods import Period
from journal.store.database.models import RatingRow
from journal.store.database.packed import days, numbers, packed, texts

_rating = RatingRow.__table__.c
_RATED = _rating.effect, packed(_rating.day_on), packed(_rating.severity)
_ANSWERED = packed(func.coalesce(_rating.now_severity, NOT_NOW)), packed(_rating.entry_id)


class RatingColumns(NamedTuple):
    """The ratings of one effect, column by column: the days they are for, as `date.toordinal` numbers them, and the
    severities; where it was asked for also those of right now (`NOT_NOW`: not answered) and the ids of the check-ins.
    """

    days: Sequence[int]
    severities: Sequence[int]
    now: Sequence[int] = ()
    entry_ids: Sequence[str] = ()

    def worst(self, period: Period) -> Worst:
        """The worst severity of each day of a period."""
        from journal.core.values import columns  # noqa: PLC0415 - it loads numpy

        return columns.each_day(period, *columns.highest(columns.whole(self.days), columns.whole(self.severities)))

    def answers(self, period: Period, check_ins: Mapping[str, int]) -> Answers:
        """What was answered on the days of a period, with the number of each check-in by its id."""
        from journal.core.values import columns  # noqa: PLC0415

        inside = columns.inside(period, columns.whole(self.days))
        ids, severities, now = self.entry_ids, self.severities, self.now
        if not inside.all():
            severities, now = (columns.column(columns.whole(each)[inside]) for each in (severities, now))
            ids = list(compress(ids, inside.tolist()))
        return Answers(array("q", map(check_ins.__getitem__, ids)), severities, now)


def read_rating_columns(
    session: Session, patient_id: str, period: Period, effects: Collection[str] | None, *, with_answers: bool
) -> dict[str, RatingColumns]:
    """The ratings of each of these effects, or of all there are, for the days of a period."""
    query = (
        select(*_RATED, *(_ANSWERED if with_answers else ()))
        .where(_rating.patient_id == patient_id, _rating.day_on.between(period.first_on, period.last_on))
        .group_by(_rating.effect)
    )
    if effects is not None:
        query = query.where(_rating.effect.in_(effects))
    found = {}
    for effect, on, severities, *answers in session.execute(query):
        now, ids = (numbers(answers[0]), texts(answers[1])) if answers else ((), ())
        found[effect] = RatingColumns(days(on), numbers(severities), now, ids)
    return found


def worst_days(found: Mapping[str, RatingColumns], over: Period) -> WorstDays:
    """The worst rating of each effect on each day of a period."""
    return WorstDays(over, {effect: columns.worst(over) for effect, columns in found.items()})
