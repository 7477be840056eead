"""The made-up patient saw the doctor when the dose last went down, and soon goes there again."""

from datetime import UTC, datetime

import pytest

from journal.core.demo.beside import with_others
from journal.core.demo.story import story
from journal.core.demo.told import Story
from journal.core.demo.visits import TICKED, with_visits
from journal.core.doctor.visits import LONGEST_LINE
from journal.core.medicine.monograph import DATA, read_monograph

BERLIN = "Europe/Berlin"
LAST = datetime(2026, 7, 10, 14, 30, tzinfo=UTC)
CLONAZEPAM = read_monograph(DATA / "clonazepam.toml")


def told(days: int) -> Story:
    return with_visits(with_others(story(1, LAST, BERLIN, CLONAZEPAM, days), 1, LAST, BERLIN), 1, LAST, BERLIN)


@pytest.mark.parametrize("days", [60, 150])
def test_one_visit_is_gone_by_and_one_is_to_come(days: int) -> None:
    found = told(days)
    assert found == told(days)
    past, coming = found.visits
    assert past.said.day_on is not None
    assert coming.said.day_on is not None
    assert found.first_on <= past.said.day_on < found.last_on < coming.said.day_on
    assert past.recorded_at <= coming.recorded_at == LAST
    assert past.said.decided
    assert not coming.said.decided
    assert all(0 < len(line) <= LONGEST_LINE for each in found.visits for line in each.said.lines.values())
    entries = {each.entry_id: each for each in found.entries}
    assert 0 < len(found.ticks) <= TICKED
    for entry_id, ticked_at in found.ticks:
        assert entries[entry_id].detail.note
        assert ticked_at == entries[entry_id].recorded_at
