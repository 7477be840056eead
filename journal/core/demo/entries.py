"""One entry of the made-up journal, as the parts of the story hand it on."""

from datetime import datetime
from typing import NamedTuple

from journal.core.record.entries import Detail


class Told(NamedTuple):
    """One entry of the story, with the moment it got into the record."""

    entry_id: str
    recorded_at: datetime
    detail: Detail
