"""The form of a medicine: how many there may be, and what one is counted in."""

from pathlib import Path

import pytest

from journal.core.medicine.medicines import MOST_MEDICINES, Medicine, of_monograph
from journal.core.medicine.monograph import DATA, read_monograph
from journal.core.record.medicine_forms import check_new, field_of, read_medicine, read_new_medicine
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


def test_the_tablets_of_a_medicine_are_read_up_to_its_largest_amount():
    known = {"examplamine": read_monograph(Path(__file__).parents[2] / "data" / "examplamine.toml")}
    new = {"monograph": "examplamine", "amounts": "750; 3000"}
    assert read_new_medicine(new, "new", (), known).amounts == (750_000_000, 3_000_000_000)
    mine, sentence = of_monograph("examplamine"), "The amount must be 3000 mg or less. Check the decimal point."
    assert refused(read_medicine, {"amounts": "3001"}, mine, [mine], known) == {"amounts": sentence}
    assert read_medicine({"name": "Drops", "amounts": "100000"}, DROPS, [DROPS], known).amounts == (100_000_000_000,)


def test_a_unit_that_is_none_is_refused_later_too():
    assert read_medicine({"name": "Drops"}, DROPS, [DROPS], {}).unit == "drops"
    errors = refused(read_medicine, {"name": "Drops", "unit": "spoons"}, DROPS, [DROPS], {})
    assert errors == {"unit": "Choose what it is counted in."}


def test_listed_tablets_are_picked_and_others_typed_eight_together():
    clonazepam = read_monograph(DATA / "clonazepam.toml")
    mine = of_monograph("clonazepam")
    known = {"clonazepam": clonazepam}
    picked = {field_of("clonazepam", strength): "yes" for strength in (500_000, 2_000_000)}
    fields = picked | {field_of("clonazepam", 999): "yes", field_of("other", 250_000): "yes", "amounts": "0.75; 0.5"}
    assert read_medicine(fields, mine, [mine], known).amounts == (500_000, 750_000, 2_000_000)
    many = picked | {"amounts": "; ".join(map(str, range(10, 17)))}
    assert refused(read_medicine, many, mine, [mine], known) == {"amounts": "Write at most 8 amounts."}
    wrong = refused(read_medicine, picked | {"amounts": "many"}, mine, [mine], known)
    assert wrong == {"amounts": "Write the amount as a number in mg, for example 0.5 or 0,5."}
    new = read_new_medicine(picked | {"monograph": "clonazepam", "name": ""}, "new", (), known)
    assert new.amounts == (500_000, 2_000_000)
