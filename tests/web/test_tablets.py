"""My tablets: picked once, and every form offers whole, half and quarter ones of them with the milligrams beside."""

from tests.web.client import Browser, Page
from tests.web.lint import words_of

CLONAZEPAM = "/medicines/clonazepam"


def pick(owner: Browser, *strengths: int, **fields: str) -> Page:
    """Say which tablets of clonazepam there are at home."""
    picked = {f"tablet_clonazepam_{strength}": "yes" for strength in strengths}
    return owner.follow(owner.submit(CLONAZEPAM, CLONAZEPAM, picked | fields))


def chips(page: Page) -> list[str]:
    """The amounts of the first time of a plan form."""
    row = page.all("dose-row")[0]
    return [words_of(chip) for chip in row.iter("label") if chip.get("class") == "chip"]


def test_every_form_offers_parts_of_the_tablets_at_home_with_their_milligrams(owner: Browser) -> None:
    before = chips(owner.get("/regimens/new"))
    assert "0.5 mg" in before
    pick(owner, 500_000)
    form = owner.get(CLONAZEPAM).fields(CLONAZEPAM)
    assert form["tablet_clonazepam_500000"] == "yes"
    assert "tablet_clonazepam_250000" not in form
    assert form["amounts"] == ""
    offered = ["¼ · 0.125 mg", "½ · 0.25 mg", "1 · 0.5 mg", "1½ · 0.75 mg", "2 · 1 mg"]
    assert chips(owner.get("/regimens/new")) == ["none", *offered, "other"]
    new = owner.get("/doses/new")
    assert [words_of(tile) for tile in new.all("tile-tablets")] == [
        "¼ : 0.125 mg", "½ : 0.25 mg", "1 : 0.5 mg", "1½ : 0.75 mg", "2 : 1 mg",
    ]  # fmt: skip
    assert [tile.get("data-says") for tile in new.all("tile-tablets")] == [
        "0.125\u00a0mg, ¼ tablet of 0.5\u00a0mg",
        "0.25\u00a0mg, ½ tablet of 0.5\u00a0mg",
        "0.5\u00a0mg, 1 tablet",
        "0.75\u00a0mg, 1½ tablets of 0.5\u00a0mg",
        "1\u00a0mg, 2 tablets of 0.5\u00a0mg",
    ]
    dose = owner.log_dose(amount="0.75")
    for words in offered:
        assert words in owner.get(f"/doses/{dose}").text


def test_of_several_strengths_each_amount_says_whose_it_is(owner: Browser) -> None:
    pick(owner, 500_000, 2_000_000)
    assert chips(owner.get("/regimens/new"))[1:-1] == [
        "¼ of 0.5 mg · 0.125 mg", "½ of 0.5 mg · 0.25 mg", "1 · 0.5 mg", "½ of 2 mg · 1 mg", "1 · 2 mg",
    ]  # fmt: skip
    page = owner.get("/doses/new?amount=0.75")  # of an amount that is chosen there is always a tile
    assert "1½ of 0.5 mg : 0.75 mg" in [words_of(tile) for tile in page.all("tile-tablets")]
    assert page.fields("/doses")["amount"] == "0.75"
    page = owner.get("/doses/new?amount=other&other_amount=0.1")  # of what no tablet makes there is none
    assert len(page.all("tile-tablets")) == 5
    assert "Clonazepam 0.1 mg" in page.text


def test_a_medicine_without_a_list_is_offered_alike_and_drops_as_they_are(owner: Browser) -> None:
    tablets = owner.add_medicine("Valproate", amounts="300")
    assert "Which tablets do you have?" not in owner.get(f"/medicines/{tablets}").text
    page = owner.get(f"/doses/new?medicine={tablets}")
    assert [words_of(tile) for tile in page.all("tile-tablets")] == [
        "¼ : 75 mg", "½ : 150 mg", "1 : 300 mg", "1½ : 450 mg", "2 : 600 mg",
    ]  # fmt: skip
    drops = owner.add_medicine("Drops of mine", unit="drops", amounts="5")
    page = owner.get(f"/doses/new?medicine={drops}")
    assert page.all("tile-tablets") == []
    assert "5 drops" in page.text


def test_what_is_no_tablet_is_offered_in_milligrams(owner: Browser) -> None:
    pick(owner, 500_000)
    page = owner.get("/doses/new?form=other")
    assert page.all("tile-tablets") == []
    assert "0.25 mg" in page.text


def test_picked_and_typed_ones_are_kept_apart_and_a_refused_form_keeps_both(owner: Browser) -> None:
    pick(owner, 500_000, amounts="0.75")
    form = owner.get(CLONAZEPAM)
    assert (form.fields(CLONAZEPAM)["amounts"], form.fields(CLONAZEPAM)["tablet_clonazepam_500000"]) == ("0.75", "yes")
    page = owner.send(form, CLONAZEPAM, {"amounts": "many", "tablet_clonazepam_2000000": "yes"}, 422)
    assert page.fields(CLONAZEPAM)["tablet_clonazepam_2000000"] == "yes"
    owner.send(form, CLONAZEPAM, {"tablet_clonazepam_500000": None, "amounts": ""})
    assert chips(owner.get("/regimens/new")) == chips(owner.get("/regimens/new?medicine=clonazepam"))
    assert "tablet_clonazepam_500000" not in owner.get(CLONAZEPAM).fields(CLONAZEPAM)


def test_two_windows_that_pick_otherwise_are_told(owner: Browser) -> None:
    first, second = owner.get(CLONAZEPAM), owner.get(CLONAZEPAM)
    owner.send(first, CLONAZEPAM, {"tablet_clonazepam_500000": "yes"})
    page = owner.send(second, CLONAZEPAM, {"tablet_clonazepam_2000000": "yes"}, 409)
    assert "Recorded in the other window: Amounts 0.5 Below" in page.text
    assert page.fields(CLONAZEPAM)["tablet_clonazepam_2000000"] == "yes"


def test_one_of_the_list_is_added_with_its_tablets(tester: Browser) -> None:
    form = tester.get("/medicines/new")
    fields = {"monograph": "clonazepam", "name": "", "tablet_clonazepam_500000": "yes"}
    medicine = form.fields("/medicines")["id"]
    refused = tester.send(form, "/medicines", fields | {"starts_on": "x"}, 422)
    assert refused.fields("/medicines")["tablet_clonazepam_500000"] == "yes"
    tester.send(refused, "/medicines", {"starts_on": ""})
    assert "1½ · 0.75 mg" in chips(tester.get(f"/regimens/new?medicine={medicine}"))


def test_what_is_left_is_counted_in_the_tablets_at_home(owner: Browser) -> None:
    pick(owner, 500_000, 2_000_000)
    form = owner.get("/supplies")
    assert "Tablets of 0.5 mg Tablets of 2 mg And besides, in mg" in form.text
    saved = owner.follow(owner.send(form, "/supplies", {"tablets_500000": "5.5", "tablets_2000000": "1"}))
    assert "Left: 4.75 mg. " in saved.text  # of several strengths nobody knows which are left
    owner.submit(CLONAZEPAM, CLONAZEPAM, {"tablet_clonazepam_2000000": None})
    assert "Left: 4.75 mg, 9½ tablets of 0.5 mg. " in owner.get("/supplies").text


TWICE = {"time_1": "08:00", "amount_1": "0.25", "time_2": "14:00", "amount_2": "0.5", "time_3": "20:00"} | {
    "amount_3": "0.75",
    "starts_on": "2026-11-23",
}


def planned(owner: Browser) -> list[str]:
    """What Today plans, and in how many tablets; it is noon."""
    return [words_of(row) for row in owner.get("/").all("today-what")]


def test_today_counts_the_tablets_at_home_beside_the_milligrams_of_what_is_to_be_taken(owner: Browser) -> None:
    owner.submit("/regimens/new", "/regimens", TWICE)
    assert planned(owner) == ["0.5 mg", "0.75 mg"]
    pick(owner, 500_000)
    assert planned(owner) == ["0.5 mg", "0.75 mg 1½ tablets"], "one tablet of 0.5 mg is 0.5 mg"
    pick(owner, 250_000, 500_000, 2_000_000)
    assert planned(owner) == ["0.5 mg", "0.75 mg 1½ of 0.5 mg"]
    owner.submit(CLONAZEPAM, CLONAZEPAM, {f"tablet_clonazepam_{strength}": None for strength in (250_000, 500_000)})
    assert planned(owner) == ["0.5 mg ¼ tablet", "0.75 mg"], "no tablet of 2 mg makes up 0.75 mg"
    pick(owner, 500_000, tablet_clonazepam_2000000="")
    owner.log_dose(when="earlier", on="2026-11-23", at="11:40", amount="0.25")
    assert planned(owner) == ["0.25 mg", "0.5 mg", "0.75 mg 1½ tablets"], "the first one is taken"


def test_of_several_medicines_the_sign_alone_stands_beside_the_name(owner: Browser) -> None:
    """On a phone there is no room for more in a line; who hears the page hears the word too."""
    owner.submit("/regimens/new", "/regimens", TWICE)
    pick(owner, 500_000)
    owner.add_medicine("Drops of mine", unit="drops", amounts="5")
    row = owner.get("/").all("today-what")[-2]
    assert words_of(row) == "Clonazepam 0.75 mg 1½ 1½ tablets"
    unseen = [words_of(each) for each in row.iter("span") if each.get("class") == "visually-hidden"]
    unheard = [words_of(each) for each in row.iter("span") if each.get("aria-hidden") == "true"]
    assert (unseen, unheard) == (["1½ tablets"], ["1½"])
