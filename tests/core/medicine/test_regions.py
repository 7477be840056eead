"""Where a use, a form or a precaution holds: in some regions alone, or everywhere."""

from pathlib import Path

import pytest

from journal.core.medicine.monograph import read_monograph
from journal.core.medicine.regions import placed, region_words, told
from journal.core.values.errors import InvalidMonograph
from tests.core.medicine.made_up import write


def test_regions_are_said_in_words() -> None:
    assert region_words(("US",)) == "in the US"
    assert region_words(("EU", "UK")) == "in the EU and the UK"
    assert region_words(("US", "EU", "CH")) == "in the US, the EU and Switzerland"
    assert region_words(()) == ""


def test_a_name_to_choose_says_where_it_holds() -> None:
    assert placed("Drops", ("CH",)) == "Drops (in Switzerland)"
    assert placed("Drops", ()) == "Drops"


def test_a_text_that_is_told_alone_says_where_it_holds() -> None:
    assert told("Do not fly.", ("UK",)) == "Do not fly. This holds in the UK."
    assert told("Do not fly.", ()) == "Do not fly."


def test_uses_forms_and_precautions_have_regions_and_need_none(tmp_path: Path) -> None:
    known = read_monograph(
        write(
            tmp_path,
            "examplol",
            ('about = "Hiccups that come back."', 'about = "Hiccups that come back."\nregions = ["EU", "UK"]'),
            ('strengths_mg = ["5", "10"]', 'strengths_mg = ["5", "10"]\nregions = ["CH"]'),
            ('about = "Stay on the ground."', 'about = "Stay on the ground."\nregions = ["US"]'),
        )
    )
    assert (known.uses[0].regions, known.forms[0].regions, known.precautions[0].regions) == (
        ("EU", "UK"),
        ("CH",),
        ("US",),
    )
    assert read_monograph(write(tmp_path, "other")).forms[0].regions == ()


@pytest.mark.parametrize(
    ("regions", "key", "reason"),
    [
        ('["EU", "Mars"]', "regions.1", "Input should be 'US', 'EU', 'UK' or 'CH'"),
        ('["EU", "EU"]', "regions", "name each region once"),
        ("[]", "regions", "Tuple should have at least 1 item"),
        ('"EU"', "regions", "Input should be a valid tuple"),
    ],
)
def test_an_unknown_region_is_refused_where_it_stands(tmp_path: Path, regions: str, key: str, reason: str) -> None:
    places = {"uses.0": "Hiccups that come back.", "precautions.0": "Stay on the ground."}
    for place, about in places.items():
        path = write(tmp_path, "examplol", (f'about = "{about}"', f'about = "{about}"\nregions = {regions}'))
        with pytest.raises(InvalidMonograph) as refused:
            read_monograph(path)
        assert str(refused.value).startswith(f"{path}: {place}.{key}: {reason}")
