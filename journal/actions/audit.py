"""Verify the audit log: walk its whole chain."""

from journal.actions.keys import Keys
from journal.core.audit import Head, Sound, verify
from journal.store import audit as store
from journal.store.database import Database


def verify_audit(database: Database, keys: Keys, earlier: Head | None = None) -> Sound:
    """Walk the chain in one transaction, a batch at a time. Raises ChainBroken naming the first event that is wrong."""
    with database.reading() as session:
        return verify(keys.audit, store.list_links(session), store.get_head(session), earlier)
