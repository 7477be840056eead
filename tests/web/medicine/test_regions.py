"""Where a form is sold stands where it is chosen: for a dose, and for a plan."""

from collections.abc import Callable

import pytest

from tests.web.client import Browser

DROPS = """[[forms]]
key = "drops"
name = "Drops"
mg_per_ml = "2"
regions = ["EU", "UK"]

[[side_effects]]"""


@pytest.mark.parametrize("form", ["/doses/new", "/regimens/new"])
def test_a_form_says_in_which_regions_it_is_sold(owner: Browser, known_too: Callable[..., None], form: str) -> None:
    known_too("examplol", ("[[side_effects]]", DROPS))
    medicine = owner.add_medicine("", monograph="examplol")
    page = owner.get(f"{form}?medicine={medicine}").text
    assert "Drops (in the EU and the UK)" in page
    assert "Tablet (" not in page
