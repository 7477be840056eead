"""Let the made-up patient tick a danger sign once, at the first check-in in which it is asked for."""

from collections.abc import Sequence

from journal.core.demo.told import Told
from journal.core.medicine.monograph import Monograph
from journal.core.record.checkins import CheckIn


def with_sign(entries: Sequence[Told], monograph: Monograph) -> list[Told]:
    """The same entries; the first check-in that asks for a danger sign has the first of them ticked."""
    found = list(entries)
    for alert in monograph.alerts:
        limit = alert.asked_from
        for n, told in enumerate(found):
            if limit is None or not isinstance(told.detail, CheckIn):
                continue
            if any(each.effect == limit.rating and each.severity >= limit.severity for each in told.detail.ratings):
                found[n] = told._replace(detail=told.detail.model_copy(update={"signs": (alert.key,)}))
                return found
    return found
