"""What stands on the report of what the patient wants to say."""

from datetime import UTC, datetime

from journal.core.doctor.spoken import NOTHING_TO_SAY, spoken
from journal.core.doctor.visits import Appointment, Visit

AT = datetime(2026, 11, 1, tzinfo=UTC)


def test_the_lines_that_are_written_stand_there_each_in_one_line() -> None:
    said = spoken(Visit("v", Appointment(changed="Less sleepy.\nMore tearful.", to_ask="Wait?"), 1, AT), 2)
    assert said.lines == (("What changed", "Less sleepy. More tearful."), ("What I want to ask", "Wait?"))
    assert said.ticked_words == "2 entries are ticked to be spoken of."
    assert said


def test_nothing_stands_there_where_nothing_is_to_be_said() -> None:
    assert not spoken(None, 0)
    assert spoken(Visit("v", Appointment(person="Dr Amsel"), 1, AT), 0) == NOTHING_TO_SAY
    assert NOTHING_TO_SAY.ticked_words == ""
    assert spoken(None, 1).ticked_words == "1 entry is ticked to be spoken of."
