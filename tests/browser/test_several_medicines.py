"""Three medicines in a real browser: few rows stand unfolded, and what comes again and again fits one screen."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from io import BytesIO

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pypdf import PdfReader

from journal.actions import medicines
from journal.core.medicine.medicines import of_monograph
from journal.core.medicine.monograph import DATA
from journal.core.medicine.monographs import read_monographs
from tests.acting import acting
from tests.browser.conftest import PATIENCE, PHONE, Installation, log_in, served
from tests.browser.test_check_in import HEIGHT, fold, rate
from tests.browser.test_journeys import notice
from tests.browser.thumb import choice
from tests.browser.watch import Watch
from tests.medicines import CLONAZEPAM, EXAMPLAMINE, write_monograph

pytestmark = pytest.mark.browser

FIRST = '[check_in]\nfirst = ["drowsiness", "dizziness", "memory", "saliva", "mood_low", "weakness"]\n\n'
RECURRING = {"drowsiness": 2, "memory": 1, "secondine_thirst": 3, "thirdine_sneezing": 1, "thirdine_tingling": 2}


@pytest.fixture(scope="module")
def pharmacy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """The program with two more medicines: of eighteen questions together fourteen are asked."""
    folder = tmp_path_factory.mktemp("monographs")
    write_monograph(folder, CLONAZEPAM, ("[[episodes]]", f"{FIRST}[[episodes]]"), key="clonazepam")
    for key in ("secondine", "thirdine"):
        text = EXAMPLAMINE
        for effect in ("tingling", "numbness", "thirst", "sneezing"):
            text = text.replace(f'key = "{effect}"', f'key = "{key}_{effect}"')
            text = text.replace(f'short = "{effect}"', f'short = "{key[:2]}. {effect}"')
        text = re.sub(r'question = "How [^"]*"', 'question = "How much?"', text)
        write_monograph(folder, text, key=key)
    with served(tmp_path_factory.mktemp("pharmacy") / "instance", folder) as found:
        patient = found.patient("Three")
        for key in ("secondine", "thirdine"):
            doing = acting(found.database, patient, datetime.now(UTC))
            medicines.add_medicine(doing, of_monograph(key), read_monographs(DATA, folder))
        yield found


@pytest.fixture
def three(pharmacy: Installation, chromium: Browser) -> Iterator[BrowserContext]:
    """A phone of somebody who takes the three."""
    context = chromium.new_context(base_url=pharmacy.address, viewport=PHONE, has_touch=True, locale="en-GB")
    context.set_default_timeout(PATIENCE)
    seen = Watch(pharmacy.address)
    seen.follow(context)
    log_in(context.new_page(), "Three")
    yield context
    context.close()
    seen.stop()


def test_somebody_new_with_three_medicines_sees_at_most_ten_rows(three: BrowserContext) -> None:
    page = three.new_page()
    page.goto("/check-ins/new")
    expect(page.locator(".asked-effect")).to_have_count(18)
    assert fold(page).get_attribute("open") is None
    assert page.locator(".asked-effect:visible").count() <= 10
    expect(page.get_by_role("button", name="None of these 14")).to_be_visible()
    page.set_viewport_size({"width": 1280, "height": 2000})
    page.reload()
    assert page.locator(".asked-effect:visible").count() <= 10, "nor on a desk"


def test_what_comes_again_and_again_of_three_medicines_fits_one_screen(
    three: BrowserContext, pharmacy: Installation
) -> None:
    rate(pharmacy, pharmacy.known["Three"], RECURRING)
    page = three.new_page()
    page.goto("/check-ins/new")
    assert page.locator(".asked-effect:visible").count() == len(RECURRING)
    assert page.evaluate(HEIGHT) <= 0
    save = page.get_by_role("button", name="Save").last
    expect(save).to_be_in_viewport(ratio=1)
    expect(fold(page).locator("> summary")).to_be_in_viewport(ratio=1)
    expect(choice(page, "And right now? Drowsiness", "mild")).to_be_hidden()
    choice(page, "Drowsiness", "mild").tap()
    expect(choice(page, "And right now? Drowsiness", "mild")).to_be_visible()
    expect(save).to_be_in_viewport(ratio=1)


def test_an_effect_that_is_only_offered_is_two_folds_and_one_tap_away(three: BrowserContext) -> None:
    page = three.new_page()
    page.goto("/check-ins/new")
    fold(page).locator("> summary").tap()
    page.get_by_text("4 more from the list").tap()
    choice(page, "Appetite", "severe").tap()
    page.get_by_role("button", name="Save").last.tap()
    expect(notice(page)).to_contain_text("Saved: check-in, appetite severe")
    page.goto("/check-ins/new")
    expect(page.locator(".asked-offered .asked-effect")).to_have_count(3)


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_in_an_emergency_two_sheets_hold_the_signs_of_every_shipped_medicine(
    window: Callable[..., Page], installation: Installation, paper: str
) -> None:
    known = read_monographs(DATA)
    name = f"Everything on {paper}"
    page, patient = window(name), installation.patient(name)
    for key in known.keys() - {"clonazepam"}:
        medicines.add_medicine(acting(installation.database, patient, datetime.now(UTC)), of_monograph(key), known)
    page.goto("/emergency")
    sheets = PdfReader(BytesIO(page.pdf(format=paper, print_background=True))).pages
    words = " ".join(" ".join(sheet.extract_text() for sheet in sheets).split())
    assert [each.name for each in known.values() if each.name not in words] == []
    assert [sign for each in known.values() for sign in each.overdose.signs if sign not in words] == []
    assert "Look it up before you need it." in words
    assert len(sheets) == 2
