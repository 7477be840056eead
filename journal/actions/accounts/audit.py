"""The audit log as a whole: walk its chain, and blank what has grown old."""

from collections.abc import Collection
from datetime import datetime

from journal.actions.acting import Acting
from journal.core.accounts.audit import Action, Noted, Sound, blanked_words, verify
from journal.store.accounts import audit as store

A_BATCH = 5000  # some tenths of a second, in which nobody else can write


def verify_audit(acting: Acting, earlier: Collection[Noted] = ()) -> Sound:
    """Walk the chain in one transaction, a batch at a time. Raises ChainBroken naming the first event that is wrong."""
    with acting.database.reading() as session:
        return verify(acting.keys.audit, store.list_links(session), store.get_head(session), earlier)


def blank_old_events(acting: Acting, before: datetime) -> int:
    """Blank every event from before that instant, and say in the log how many there were. Returns that number.

    The chain still holds. A batch is one transaction: patients can save between two.
    """
    total = 0
    while True:
        with acting.database.writing() as session:
            count = store.blank_old_events(session, acting.keys.audit, before, A_BATCH)
            if count:
                about = blanked_words(count)
                store.add_event(session, acting.keys.audit, Action.OLD_EVENTS_BLANKED, acting.origin, None, about)
        total += count
        if count < A_BATCH:
            return total
