"""A liquid in a real browser: typed in ml on a phone, with and without a script, and said in both on Today."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import PATIENCE, PHONE, Installation, log_in, served
from tests.browser.test_journeys import notice
from tests.browser.watch import Watch
from tests.medicines import CLONAZEPAM, write_monograph

pytestmark = pytest.mark.browser

SOLUTION = '[[forms]]\nkey = "solution"\nname = "Oral solution"\nmg_per_ml = "2.5"\n\n[[side_effects]]'


@pytest.fixture(scope="module")
def pharmacy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """The program with a medicine that comes as tablets and as a solution."""
    folder = tmp_path_factory.mktemp("monographs")
    write_monograph(folder, CLONAZEPAM, ("[[side_effects]]", SOLUTION), key="clonazepam")
    with served(tmp_path_factory.mktemp("pharmacy") / "instance", folder) as found:
        yield found


@pytest.fixture(params=[True, False], ids=["with a script", "without a script"])
def phone(pharmacy: Installation, chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A phone of somebody who takes it."""
    name = f"Ann {request.param}"
    pharmacy.patient(name)
    context: BrowserContext = chromium.new_context(
        base_url=pharmacy.address, viewport=PHONE, locale="en-GB", java_script_enabled=request.param
    )
    context.set_default_timeout(PATIENCE)
    seen = Watch(pharmacy.address)
    seen.follow(context)
    page = context.new_page()
    log_in(page, name)
    yield page
    seen.allowed.add(422)
    context.close()
    seen.stop()


def type_dose(page: Page, amount: str, form: str) -> None:
    """Log a dose of just now with an amount that is typed."""
    page.goto("/doses/new?when=earlier")
    amounts = page.locator(".amount-line")
    if amounts.get_attribute("open") is None:
        amounts.locator("> summary").click()
    page.locator("label.tile", has_text="Another amount").click()
    page.get_by_label("Another amount, in mg").fill(amount)
    page.get_by_text("Another form", exact=True).first.click()
    page.locator(f'label:has([name="form"][value="{form}"])').click()
    page.get_by_role("button", name="Just now").click()


def test_a_dose_typed_in_ml_is_said_in_both(phone: Page) -> None:
    phone.goto("/doses/new?when=earlier")
    expect(phone.get_by_label("Another amount, in mg")).to_have_attribute("inputmode", "text")
    type_dose(phone, "0.4 ml", "solution")
    expect(notice(phone)).to_contain_text("1\u00a0mg (0.4\u00a0ml)")
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_plan_typed_in_ml_is_said_in_both_on_today(phone: Page) -> None:
    phone.goto("/regimens/new")
    phone.locator("label.chip", has_text="once").first.click()
    row = phone.locator("fieldset.dose-row:visible").first
    row.locator("label.chip", has_text="other").click()
    row.get_by_label("Another amount, in mg").fill("0.2 ml")
    phone.locator('label:has([name="form"][value="solution"])').click()
    phone.get_by_role("button", name="Save").last.click()
    phone.wait_for_url("**/medicine*")
    phone.goto("/")
    expect(phone.locator("main")).to_contain_text("0.5\u00a0mg (0.2\u00a0ml)")
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
