"""The form of a pause: two days and a reason, pressed or typed."""

from datetime import date

import pytest

from journal.core.plan.pause_forms import read_pause
from journal.core.values.errors import InvalidEntry

TODAY = date(2026, 11, 23)
DAYS = {"first_on": "2026-11-03", "last_on": "2026-11-09"}


def test_a_pause_is_read_with_its_reason():
    days = date(2026, 11, 3), date(2026, 11, 9)
    assert read_pause(DAYS | {"reason": "0"}, TODAY) == (*days, "in hospital")
    assert read_pause(DAYS | {"other_reason": " a\n cruise ", "reason": "0"}, TODAY) == (*days, "a cruise")
    assert read_pause(DAYS, TODAY) == (*days, "")
    assert read_pause(DAYS | {"reason": "9"}, TODAY) == (*days, "")
    one = DAYS | {"last_on": "2026-11-03"}
    assert read_pause(one, TODAY)[:2] == (date(2026, 11, 3), date(2026, 11, 3))


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"first_on": ""}, "first_on"),
        ({"last_on": "2026-02-30"}, "last_on"),
        ({"last_on": "2026-11-02"}, "last_on"),
        ({"last_on": "2027-11-04"}, "last_on"),
        ({"first_on": "2027-12-01", "last_on": "2027-12-02"}, "last_on"),
        ({"other_reason": "x" * 101}, "other_reason"),
        ({"other_reason": "\x00"}, "other_reason"),
    ],
)
def test_what_is_no_pause_is_answered_with_a_sentence(fields, field):
    with pytest.raises(InvalidEntry) as error:
        read_pause(DAYS | fields, TODAY)
    assert list(error.value.errors) == [field]
