"""What the rules about too little of a medicine say of stopping it: what can follow, and whom to call."""

from journal.core.safety.rules import Speaking
from journal.core.values.languages import _


def words(speaking: Speaking) -> tuple[str, ...]:
    """What stopping suddenly can do, where the monograph says it, and not to do so before somebody was called."""
    return tuple(filter(None, (speaking.monograph.told_of_stopping, _("Do not stop suddenly: call your prescriber."))))
