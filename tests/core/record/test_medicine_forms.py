"""The form of a medicine: how many there may be, and what one is counted in."""

import pytest

from journal.core.medicine.medicines import MOST_MEDICINES, Medicine
from journal.core.record.medicine_forms import check_new, read_medicine, read_new_medicine
from journal.core.values.errors import InvalidEntry

DROPS = Medicine("a", name="Drops of mine", unit="drops")
FIELDS = {"name": "Valproate", "unit": "mg", "amounts": "300"}


def refused(read, *given):
    with pytest.raises(InvalidEntry) as error:
        read(*given)
    return error.value.errors


def test_there_is_room_for_so_many():
    there = [Medicine(str(n), name=f"Medicine {n}") for n in range(MOST_MEDICINES)]
    new = read_new_medicine(FIELDS, "new", there, {})
    check_new(new, there[1:], {})
    assert refused(check_new, new, there, {}) == {"name": "There is room for 30 medicines."}


def test_a_unit_that_is_none_is_refused_later_too():
    assert read_medicine({"name": "Drops"}, DROPS, [DROPS], {}).unit == "drops"
    errors = refused(read_medicine, {"name": "Drops", "unit": "spoons"}, DROPS, [DROPS], {})
    assert errors == {"unit": "Choose what it is counted in."}
