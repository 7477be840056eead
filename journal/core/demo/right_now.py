"""What the made-up patient answers to "And right now?": strongest some hours after a dose, mild again before the next.

Told apart from the rest of the story, with a seed of its own, so that nothing else of it changes.
"""

from bisect import bisect_right
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from random import Random

from journal.core.demo.told import Told
from journal.core.medicine.monograph import Monograph
from journal.core.record.checkins import CheckIn, Rated
from journal.core.record.doses import Dose

ANSWERED = 0.85  # how often
WEARS_OFF = (
    (2, 0.25),
    (4, 0.1),
    (8, 0.7),
    (12, 0.9),
)  # hours since a dose, and how often it is one step milder by then
LONG_AFTER = 0.95


def with_right_now(entries: Sequence[Told], monograph: Monograph, seed: int) -> list[Told]:
    """The entries, in which check-ins answer the second question of the effects it is asked for."""
    random = Random(f"{seed} right now")  # noqa: S311 - a story, no secret
    asked = {rating.key for rating in monograph.ratings if rating.asks_now}
    details = [told.detail for told in entries]
    taken = sorted(each.moment.at for each in details if isinstance(each, Dose) and each.status == "taken")
    return [
        told._replace(detail=_said(told.detail, taken, asked, random)) if isinstance(told.detail, CheckIn) else told
        for told in entries
    ]


def _said(check_in: CheckIn, taken: Sequence[datetime], asked: Collection[str], random: Random) -> CheckIn:
    n = bisect_right(taken, check_in.moment.at)
    if not n or random.random() > ANSWERED:
        return check_in
    hours = (check_in.moment.at - taken[n - 1]) / timedelta(hours=1)
    ratings = (_answered(each, hours, random) if each.effect in asked else each for each in check_in.ratings)
    return check_in.model_copy(update={"ratings": tuple(ratings)})


def _answered(rated: Rated, hours: float, random: Random) -> Rated:
    often = next((share for until, share in WEARS_OFF if hours <= until), LONG_AFTER)
    milder = (random.random() < often) + (hours > WEARS_OFF[1][0] and random.random() < often / 2)
    return rated.model_copy(update={"now_severity": max(0, rated.severity - milder)})
