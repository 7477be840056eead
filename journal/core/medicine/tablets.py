"""Tablets: an amount counted in whole, half and quarter tablets of one strength, and the amounts a form offers."""

from collections.abc import Sequence
from typing import NamedTuple

from journal.core.medicine.medicines import Medicine
from journal.core.medicine.monograph import Monograph
from journal.core.medicine.parts import Form
from journal.core.values.amounts import Amount

MOST_HALVES = 4  # half a tablet to two: more is typed


class Counted(NamedTuple):
    """An amount as tablets: of which strength, and how many quarters of one."""

    strength: Amount
    quarters: int


def is_tablet(form: Form) -> bool:
    """Whether a form is counted in tablets, by its key."""
    return bool(form.strengths) and form.key.endswith("tablet")


def listed_tablets(known: Monograph) -> tuple[Amount, ...]:
    """The strengths of every tablet a monograph lists, ascending."""
    return tuple(sorted({strength for form in known.forms if is_tablet(form) for strength in form.strengths}))


def tablets_at_home(medicine: Medicine, form: Form | None) -> tuple[Amount, ...]:
    """The strengths of the tablets somebody has of a form, as they wrote them down: none where they wrote down none,
    where the form is no tablet, or where the medicine is counted in something else."""
    is_counted = medicine.unit == "mg" and (form is None or is_tablet(form))
    return medicine.amounts if is_counted else ()


def tablets_of(medicine: Medicine, known: Monograph) -> tuple[Amount, ...]:
    """The strengths of the tablets somebody may have: those they wrote down, else every one that is listed."""
    return tablets_at_home(medicine, None) or listed_tablets(known)


def count_in(amount: Amount, strengths: Sequence[Amount]) -> Counted | None:
    """An amount in tablets of one of these strengths, ascending: of its own where there is such a tablet; else of the
    largest that makes it up in halves; else of the largest that makes it up in quarters. None where none does."""
    if amount in strengths:
        return Counted(amount, 4)
    for step in (2, 1):
        for strength in reversed(strengths):
            quarters, rest = divmod(4 * amount, strength)
            if quarters and not rest and quarters % step == 0:
                return Counted(strength, quarters)
    return None


def tablet_of(form: Form, amount: Amount | None) -> Amount | None:
    """The strength of the form's tablets that an amount is counted in; None where no amount is known, no tablet makes
    it up, or the form is no tablet."""
    counted = count_in(amount, form.strengths) if amount and is_tablet(form) else None
    return counted.strength if counted else None


def amounts_to_press(strength: Amount, most: Amount) -> tuple[Amount, ...]:
    """From half a tablet to two, up to `most`. An amount that no half tablet makes exactly is left out."""
    halves = (strength * n for n in range(1, MOST_HALVES + 1))
    return tuple(twice // 2 for twice in halves if twice % 2 == 0 and twice <= 2 * most)
