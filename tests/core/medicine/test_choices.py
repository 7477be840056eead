"""The list of medicines to choose from: found by any name, with what is known of each before it is taken."""

from pathlib import Path

from journal.core.medicine.choices import choices
from journal.core.medicine.monograph import DATA, read_monograph
from tests.conftest import DATA as OURS
from tests.core.medicine.made_up import write

CLONAZEPAM = read_monograph(DATA / "clonazepam.toml")
EXAMPLAMINE = read_monograph(OURS / "examplamine.toml")


def test_they_stand_in_the_order_of_their_names_and_say_what_is_known() -> None:
    first, second = choices([EXAMPLAMINE, CLONAZEPAM])
    assert (first.key, second.key) == ("clonazepam", "examplamine")
    assert (second.name, second.sold_as) == ("Examplamine", "Madeupil")
    assert second.about == EXAMPLAMINE.about
    assert second.source == EXAMPLAMINE.source
    facts = [(what, words.replace("\u00a0", " ")) for what, words in second.facts]
    assert facts[:2] == [("What it is used for", "hiccups, yawning"), ("Capsule", "2.5 mg, 5 mg, 10 mg")]


def test_what_is_so_in_some_regions_alone_says_in_which(tmp_path: Path) -> None:
    """A person there should not look for a form that is not sold, nor take the medicine for another use."""
    (pregabalin,) = choices([read_monograph(DATA / "pregabalin.toml")])
    uses = dict(pregabalin.facts)["What it is used for"]
    assert "fibromyalgia (in the US)" in uses
    assert "nerve pain," in uses
    sold = ('strengths_mg = ["5", "10"]', 'strengths_mg = ["5", "10"]\nregions = ["EU", "UK"]')
    (only,) = choices([read_monograph(write(tmp_path, "examplol", sold))])
    assert "Tablet (in the EU and the UK)" in dict(only.facts)


def test_of_a_liquid_it_says_how_much_is_in_a_millilitre() -> None:
    (pregabalin,) = choices([read_monograph(DATA / "pregabalin.toml")])
    assert dict(pregabalin.facts)["Liquid to swallow"].replace("\u00a0", " ") == "20 mg in each ml."


def test_it_is_found_by_every_name_without_accents_and_capitals() -> None:
    french = EXAMPLAMINE.model_copy(update={"name": "Éxamplamine", "brand_names": ("MADÉ-Upil", "Madé XR 5")})
    (only,) = choices([french])
    assert only.found_by == "examplamine made upil xr 5"
