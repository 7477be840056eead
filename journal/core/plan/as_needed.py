"""Doses as needed at a moment: the last one, how long ago that was, and what is left of the ordered most."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from journal.core.plan.adherence import AS_NEEDED_WITHIN, TakenDose, in_order
from journal.core.plan.regimens import Plan
from journal.core.plan.schedules import AsNeeded
from journal.core.values.amounts import Amount
from journal.core.values.clock import Zones


@dataclass(frozen=True, slots=True)
class AsNeededNow:
    """What may be said of doses as needed at a moment: the order, the last one, and how long ago that was.

    `taken` is what was taken so in the last 24 hours and `left` what is left of the ordered most, None where none was
    ordered. `until` is the instant until which the ordered hours since the last one have not passed.
    """

    order: AsNeeded
    form: str
    last: TakenDose | None
    since: timedelta | None
    taken: Amount
    left: Amount | None
    until: datetime | None

    @property
    def is_above_most(self) -> bool:
        """Whether more was taken than was ordered for 24 hours."""
        return self.order.most_a_day is not None and self.taken > self.order.most_a_day

    @property
    def would_exceed(self) -> bool:
        """Whether one more now is more, or sooner, than was ordered."""
        return self.until is not None or (self.left is not None and self.left < self.order.amount)


def as_needed_now(plan: Plan, loose: Iterable[TakenDose], zones: Zones, now: datetime) -> AsNeededNow | None:
    """What is left of doses as needed at that moment, of the taken ones that belong to no planned time; None where
    none are ordered."""
    found = plan.step_at(now, zones)
    if found is None or found.as_needed is None:
        return None
    order, taken = found.as_needed, sorted(loose, key=in_order)
    last = taken[-1] if taken else None
    total = sum(dose.amount for dose in taken if dose.at > now - AS_NEEDED_WITHIN)
    until = last.at + timedelta(hours=order.least_hours) if last is not None and order.least_hours else None
    return AsNeededNow(
        order=order,
        form=found.form,
        last=last,
        since=now - last.at if last is not None else None,
        taken=total,
        left=None if order.most_a_day is None else max(order.most_a_day - total, 0),
        until=until if until is not None and until > now else None,
    )
