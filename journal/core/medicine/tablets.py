"""Tablets: an amount counted in tablets of one strength, whole and half, and the amounts a form offers to press."""

from journal.core.medicine.medicines import Medicine
from journal.core.medicine.monograph import Monograph
from journal.core.medicine.parts import Form
from journal.core.values.amounts import Amount

MOST_HALVES = 4  # half a tablet to two: more is typed


def is_tablet(form: Form) -> bool:
    """Whether a form is counted in tablets, by its key."""
    return bool(form.strengths) and form.key.endswith("tablet")


def tablets_of(medicine: Medicine, known: Monograph) -> tuple[Amount, ...]:
    """The strengths of the tablets somebody has: those of the medicine that are written down, else every one that is
    listed. None where it is counted in something else."""
    if medicine.unit != "mg":
        return ()
    listed = {strength for form in known.forms if is_tablet(form) for strength in form.strengths}
    return medicine.amounts or tuple(sorted(listed))


def tablet_of(form: Form, amount: int | None) -> int | None:
    """The strength an amount is counted in: its own where there is such a tablet, else the largest that makes it up in
    halves. None where no amount is known, no tablet makes it up, or the form is no tablet."""
    if amount is None or not is_tablet(form):
        return None
    if amount in form.strengths:
        return amount
    return next((strength for strength in reversed(form.strengths) if halves(amount, strength)), None)


def halves(amount: int, strength: int) -> int | None:
    """How many half tablets of a strength an amount is; None where it is no number of them."""
    count, rest = divmod(2 * amount, strength)
    return count if not rest and count else None


def amounts_to_press(strength: int) -> tuple[int, ...]:
    """From half a tablet to two. An amount that no half tablet makes exactly is left out."""
    return tuple(strength * n // 2 for n in range(1, MOST_HALVES + 1) if strength * n % 2 == 0)
