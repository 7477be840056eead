"""Named errors, each carrying the sentence the person will read. The web ring turns them into a status."""

from collections.abc import Mapping

from journal.core.values.languages import _


class JournalError(Exception):
    """Anything the journal refuses on purpose; `str(error)` is a sentence for the person."""


class InvalidEntry(JournalError):
    """What was typed cannot be recorded. `errors` maps a field's name to the sentence shown beside it."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(" ".join(errors.values()))
        self.errors = dict(errors)


class NotFound(JournalError):
    """There is no such thing in this patient's record, or it belongs to somebody else: the same answer."""

    def __init__(self) -> None:
        super().__init__(_("There is nothing at this address."))


class Busy(JournalError):
    """So much is being done at once that this one's turn did not come."""

    def __init__(self) -> None:
        super().__init__(_("The journal is busy just now. Nothing is lost: wait a moment and try again."))


class InvalidMonograph(JournalError):
    """A monograph file cannot be used: names the file, the key and the reason."""


class CannotStart(JournalError):
    """Something outside the program keeps it from starting; the sentence says what to do."""
