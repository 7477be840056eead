"""The list of medicines to choose from: found by any name, with what is known of each before it is taken."""

from journal.core.medicine.choices import choices
from journal.core.medicine.monograph import DATA, read_monograph
from tests.conftest import DATA as OURS

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


def test_of_a_liquid_it_says_how_much_is_in_a_millilitre() -> None:
    (pregabalin,) = choices([read_monograph(DATA / "pregabalin.toml")])
    assert dict(pregabalin.facts)["Liquid to swallow"].replace("\u00a0", " ") == "20 mg in each ml."


def test_it_is_found_by_every_name_without_accents_and_capitals() -> None:
    french = EXAMPLAMINE.model_copy(update={"name": "Éxamplamine", "brand_names": ("MADÉ-Upil", "Madé XR 5")})
    (only,) = choices([french])
    assert only.found_by == "examplamine made upil xr 5"
