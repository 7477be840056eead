"""Pregnancy and breastfeeding as they are typed: a day that is over or today, or nothing."""

from datetime import date

import pytest

from journal.core.medicine.circumstances import Circumstances, read_circumstances
from journal.core.values.errors import InvalidEntry

TODAY = date(2026, 11, 23)


def test_a_day_until_today_is_read_and_an_empty_field_is_not_noted() -> None:
    both = {"pregnant_since": "2026-11-23", "breastfeeding_since": " ٢٠٢٦-٠١-٣١ "}
    assert read_circumstances(both, TODAY) == Circumstances(TODAY, date(2026, 1, 31))
    assert read_circumstances({"pregnant_since": " "}, TODAY).noted == {}
    assert read_circumstances({"breastfeeding_since": "2026-11-01"}, TODAY).noted == {
        "breastfeeding_since": date(2026, 11, 1)
    }


@pytest.mark.parametrize(
    ("typed", "words"), [("2026-11-24", "still to come"), ("soon", "no such day"), ("1899-12-31", "between 1900")]
)
def test_a_day_to_come_and_what_is_no_day_are_refused_beside_their_field(typed: str, words: str) -> None:
    for name, other in (("pregnant_since", "breastfeeding_since"), ("breastfeeding_since", "pregnant_since")):
        with pytest.raises(InvalidEntry) as refused:
            read_circumstances({name: typed, other: "2026-11-01"}, TODAY)
        assert refused.value.errors.keys() == {name}
        assert words in refused.value.errors[name]


def test_a_kidney_disease_is_a_tick_and_has_no_day() -> None:
    noted = read_circumstances({"kidney_disease": "yes", "pregnant_since": "2026-11-01"}, TODAY)
    assert noted == Circumstances(date(2026, 11, 1), None, True)
    assert noted.noted == {"pregnant_since": date(2026, 11, 1)}
    assert noted.everything == {"pregnant_since": date(2026, 11, 1), "kidney_disease": True}
    for typed in ({}, {"kidney_disease": ""}, {"kidney_disease": "no"}):
        assert read_circumstances(typed, TODAY) == Circumstances()
