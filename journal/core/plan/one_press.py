"""One press for what is due: which doses of all medicines it records, by the rules of the one tap of Today."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from journal.core.plan.today import MORE_UNTIL, Answer

OF_A_TIME = frozenset({"planned", "rest"})  # what belongs to a planned time; the others are one medicine's alone


class OnePress(NamedTuple):
    """The places of the medicines that one press records a dose of, and of those that must be looked at first: their
    window is open, too, and something speaks against another dose. `is_early` where none of the times has come near."""

    taken: tuple[int, ...] = ()
    left_out: tuple[int, ...] = ()
    is_early: bool = False


def one_press(answers: Sequence[Answer], now: datetime) -> OnePress:
    """What one press records now, of the answers of each medicine.

    First what has come or comes within the hour; where there is nothing of the kind, what is next and may be taken
    already, at one time. What is not planned is never pressed together with anything else: a habit, or a dose as
    needed, is offered where there is one medicine. Nothing is offered that the one tap holds back.
    """
    taps = {n: answer.tap for n, answer in enumerate(answers) if answer.tap is not None}
    at = {n: tap.planned.at for n, tap in taps.items() if tap.kind in OF_A_TIME and tap.planned is not None}
    left_out = tuple(n for n in at if taps[n].is_secondary)
    ready = [n for n in at if not taps[n].is_secondary]
    due = tuple(n for n in ready if at[n] - now <= MORE_UNTIL)
    if due:
        return OnePress(due, left_out)
    if ready:
        first = min(at[n] for n in ready)
        return OnePress(tuple(n for n in ready if at[n] == first), left_out, is_early=True)
    if len(answers) == 1 and 0 in taps and not at and taps[0].kind != "more" and not taps[0].is_secondary:
        return OnePress((0,))
    return OnePress((), left_out)
