"""The form of a count: tablets of each strength and amounts in the unit make one amount, exactly."""

import pytest

from journal.core.plan.supplies import MOST
from journal.core.plan.supply_forms import read_count
from journal.core.values.amounts import ONE
from journal.core.values.errors import InvalidEntry

HALF, TWO = ONE // 2, 2 * ONE
NONE_TYPED = "Write how much you have; 0 when nothing is left."
NO_NUMBER = "Write a number, for example 28 or 28.5."
TOO_MUCH = "That is more than anybody has at home. Look at the numbers again."


@pytest.mark.parametrize(
    ("fields", "amount"),
    [
        ({"tablets_500000": "28"}, 14 * ONE),
        ({"tablets_500000": " 28,5 ", "tablets_2000000": "3"}, 20 * ONE + ONE // 4),
        ({"tablets_500000": "", "amount": "0.75"}, 750_000),
        ({"tablets_500000": "0"}, 0),
        ({"amount": "٣"}, 3 * ONE),
        ({"tablets_500000": "1", "tablets_999": "7"}, HALF),  # of no strength there is
    ],
)
def test_what_is_typed_makes_one_amount(fields, amount):
    assert read_count(fields, (HALF, TWO)) == amount


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({}, {"tablets_500000": NONE_TYPED}),
        ({"tablets_500000": " ", "amount": ""}, {"tablets_500000": NONE_TYPED}),
        ({"tablets_500000": "½", "amount": "1"}, {"tablets_500000": NO_NUMBER}),
        ({"amount": "-1", "tablets_2000000": "many"}, {"amount": NO_NUMBER, "tablets_2000000": NO_NUMBER}),
        ({"amount": "0.0000001"}, {"amount": NO_NUMBER}),
        ({"tablets_2000000": "99999999"}, {"tablets_2000000": TOO_MUCH}),
    ],
)
def test_what_is_no_number_is_refused_beside_its_field(fields, errors):
    with pytest.raises(InvalidEntry) as error:
        read_count(fields, (HALF, TWO))
    assert error.value.errors == errors


def test_without_tablets_it_is_the_amount_alone():
    assert read_count({"amount": "20"}, ()) == 20 * ONE
    with pytest.raises(InvalidEntry) as error:
        read_count({"tablets_500000": "3"}, ())
    assert error.value.errors == {"amount": NONE_TYPED}
    assert read_count({"amount": str(MOST // ONE)}, ()) == MOST


def test_an_amount_no_millionth_makes_is_refused():
    with pytest.raises(InvalidEntry):
        read_count({"tablets_1": "0.5"}, (1,))
