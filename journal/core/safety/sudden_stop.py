"""What the rules about too little of a medicine say of stopping it: whom to call, and what can follow."""

from journal.core.safety.rules import Speaking
from journal.core.values.languages import _


def words(speaking: Speaking) -> tuple[str, ...]:
    """Not to stop suddenly but to call, and what stopping can do, where the monograph says it."""
    return tuple(filter(None, (_("Do not stop suddenly: call your prescriber."), speaking.monograph.told_of_stopping)))
