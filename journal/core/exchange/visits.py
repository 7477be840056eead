"""Visits as a table: one row a visit that was not deleted."""

from collections.abc import Iterable, Iterator

from journal.core.doctor.visits import Visit
from journal.core.exchange.exports import Row, Writers, instant, writer_cell


def visits_sheet(visits: Iterable[Visit], writers: Writers) -> Iterator[Row]:
    """visits.csv: a row a visit, in the order they were written down. The first row says what the columns are."""
    yield (
        *("day", "time", "with whom", "where", "what changed", "what bothers me most", "what I want to ask"),
        *("what was decided", "id", "recorded (UTC)", "edited (UTC)", "recorded by"),
    )
    for visit in visits:
        if visit.deleted_at is None:
            said = visit.said.values
            yield (
                *(said["day_on"], said["at"], visit.said.person, visit.said.place, *visit.said.lines.values()),
                *(visit.said.decided, visit.id, instant(visit.recorded_at), instant(visit.edited_at)),
                writer_cell(visit.recorded_by, writers),
            )
