"""The audit log as a whole: walk its chain, and blank what has grown old."""

from collections.abc import Collection
from datetime import datetime

from journal.actions.keys import Keys
from journal.core.accounts.audit import Action, Noted, Origin, Sound, blanked_words, verify
from journal.store.accounts import audit as store
from journal.store.database.database import Database

A_BATCH = 5000  # some tenths of a second, in which nobody else can write


def verify_audit(database: Database, keys: Keys, earlier: Collection[Noted] = ()) -> Sound:
    """Walk the chain in one transaction, a batch at a time. Raises ChainBroken naming the first event that is wrong."""
    with database.reading() as session:
        return verify(keys.audit, store.list_links(session), store.get_head(session), earlier)


def blank_old_events(database: Database, keys: Keys, before: datetime, origin: Origin) -> int:
    """Blank every event from before that instant, and say in the log how many there were. Returns that number.

    The chain still holds. A batch is one transaction: patients can save between two.
    """
    total = 0
    while True:
        with database.writing() as session:
            count = store.blank_old_events(session, keys.audit, before, A_BATCH)
            if count:
                store.add_event(session, keys.audit, Action.OLD_EVENTS_BLANKED, origin, None, blanked_words(count))
        total += count
        if count < A_BATCH:
            return total
