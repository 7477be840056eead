"""What was ticked "for my doctor": an entry of whichever kind, or what somebody else saw."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

Ticked = Literal["entry", "observation"]
TICKED: tuple[Ticked, ...] = get_args(Ticked)


@dataclass(frozen=True, slots=True)
class DoctorMark:
    """A tick: on what, when it was set and by whom."""

    kind: Ticked
    entry_id: str
    marked_at: datetime
    marked_by: str


def read_ticked(text: str) -> Ticked | None:
    """What a form says was ticked; None for anything else."""
    return next((kind for kind in TICKED if kind == text), None)
