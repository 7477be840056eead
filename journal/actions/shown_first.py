"""Find the effects that Trends shows when nobody chose any."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from journal.actions.acting import ActingForPatient
from journal.core.charts.points import SHOWN_FIRST, most_rated
from journal.core.values.periods import Period
from journal.store import trends as store

RECENTLY = timedelta(days=7)
A_YEAR = timedelta(days=364)  # and today


@dataclass(frozen=True, slots=True)
class ShownFirst:
    """The effects shown when nobody chose: those `rated` above "none" most often in the last year, whatever the period,
    made up to `SHOWN_FIRST` by the first ones of the list. `before` are those that were so a week ago.

    A year, and not all there is: that many days are counted as quickly in a record of ten years.
    """

    effects: tuple[str, ...]
    rated: tuple[str, ...]
    before: tuple[str, ...]


def find_shown_first(acting: ActingForPatient, effects: Iterable[str]) -> ShownFirst:
    """The effects to show when nobody chose, of all that can be shown."""
    listed, a_year = tuple(effects), Period(acting.today - A_YEAR, acting.today)
    years = a_year, Period(a_year.first_on - RECENTLY, a_year.last_on - RECENTLY)
    with acting.database.reading() as session:
        counts = store.count_ratings(session, acting.patient.id, listed, years)
    rated, before = (most_rated(each, listed) for each in counts)
    others = [effect for effect in listed if effect not in rated]
    shown = {*rated, *others[: SHOWN_FIRST - len(rated)]}
    return ShownFirst(tuple(effect for effect in listed if effect in shown), rated, before)
