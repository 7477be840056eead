"""A first day with the journal, from sign-up to log-out: with a script, without one, by thumb and by keyboard."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Download, Locator, Page, expect
from pypdf import PdfReader

from tests.browser.conftest import PASSWORD, Installation, turn_on_second_step
from tests.browser.thumb import Keys, Thumb, choice
from tests.browser.watch import Watch

pytestmark = pytest.mark.browser

Window = Callable[..., Page]
NOTE = "Slept badly, two coffees"


def rows(page: Page) -> Locator:
    """The entries of the page."""
    return page.locator(".entry")


def go(page: Page, place: str) -> None:
    """To one of the five places."""
    page.get_by_role("navigation", name="Places").get_by_role("link", name=place).click()
    settled(page)


def settled(page: Page) -> None:
    """Letters and pictures are there: while they come, a link may move between looking at it and pressing it."""
    page.wait_for_load_state("networkidle")


def notice(page: Page) -> Locator:
    """What happened just before."""
    return page.get_by_role("status")


@pytest.mark.parametrize("script", [True, False], ids=["with a script", "without a script"])
def test_first_day(window: Window, installation: Installation, watch: Watch, tmp_path: Path, script: bool) -> None:
    """Sign up, dose, undo, check-in, history, trends, downloads, log out."""
    watch.allowed = {422}  # so soon after another one it is asked first
    page = window(java_script_enabled=script)
    sign_up(page, installation, script)
    first_doses(page)
    check_in(page, script)
    look_back(page, script)
    see_the_trend(page)
    take_along(page, tmp_path)
    leave(page)


def sign_up(page: Page, installation: Installation, script: bool) -> None:
    """An account; the browser suggests its zone where it may run a script."""
    page.goto("/")
    expect(page).to_have_title(re.compile("^Log in"))
    page.get_by_role("link", name="Begin a journal").click()
    page.get_by_label("Your name here").fill(f"First day {script}")
    page.get_by_label("Password").fill(PASSWORD)
    zone = page.get_by_label("Time zone")
    expect(zone).to_have_value(installation.zone if script else "")
    zone.fill(installation.zone)
    page.get_by_role("radio", name=re.compile("^Clonazepam")).check()
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What did your prescriber order?")
    page.get_by_role("link", name="Later").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Today")
    expect(page.locator(".answer")).to_contain_text("No dose recorded yet today")


def first_doses(page: Page) -> None:
    """Two doses by their form; from then on one tap, which can be undone and put back."""
    for count in (1, 2):
        page.get_by_role("link", name="Log a dose").click()
        choice(page, "Amount", "0.5 mg").click()
        page.get_by_role("button", name="Just now").click()
        if count == 2:
            took_more(page)
        expect(notice(page)).to_contain_text("Saved: 0.5 mg")
        expect(rows(page)).to_have_count(count)
    page.get_by_role("button", name="I took 0.5 mg now").click()
    took_more(page)
    expect(rows(page)).to_have_count(3)
    expect(page.locator(".answer")).to_contain_text("Yes: 0.5 mg at")
    notice(page).get_by_role("button", name="Undo").click()
    expect(notice(page)).to_contain_text("Deleted: 0.5 mg")
    expect(rows(page)).to_have_count(2)
    notice(page).get_by_role("button", name="Undo: put it back").click()
    expect(notice(page)).to_contain_text("Put back")
    expect(rows(page)).to_have_count(3)


def took_more(page: Page) -> None:
    """Yes to the question that comes before a dose so soon after another one is saved."""
    page.get_by_role("button", name="Yes, I took").click()


def check_in(page: Page, script: bool) -> None:
    """Three effects, a note, and the form once without any answer."""
    page.get_by_role("link", name="How are you?").click()
    choice(page, "Drowsiness", "severe").click()
    choice(page, "Dizziness", "mild").click()
    choice(page, "Fatigue", "none").click()
    page.get_by_text("Other symptom, earlier time, when to tell somebody").click()
    page.get_by_label("Note").fill(NOTE)
    expect(page.get_by_label("Day")).to_be_visible(visible=not script)
    page.get_by_role("button", name="Save").last.click()
    expect(notice(page)).to_contain_text("Saved: check-in")
    expect(page.locator(".tag")).to_have_text(["Drowsiness severe", "Dizziness mild"])


def look_back(page: Page, script: bool) -> None:
    """Find, edit, delete and undo."""
    go(page, "History")
    expect(rows(page)).to_have_count(4)
    page.get_by_text("Find something").click()
    page.get_by_label("Kind").select_option(label="Check-ins")
    page.get_by_label("At least").select_option(label="moderate")
    page.get_by_label("Words").fill("coffees")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(rows(page)).to_have_count(1)
    expect(page.locator(".found")).to_contain_text("1 entry: check-ins, at least moderate, “coffees”.")
    expect(page.get_by_label("Kind")).to_be_hidden()
    settled(page)
    page.get_by_role("link", name="Edit Check-in").click()
    settled(page)
    choice(page, "Drowsiness", "mild").click()
    page.get_by_role("button", name="Save").click()
    expect(notice(page)).to_contain_text("Saved: check-in, drowsiness and dizziness mild")
    expect(page.locator(".found")).to_contain_text("Nothing matches. You asked for: check-ins, at least moderate")
    settled(page)
    page.get_by_role("link", name="Show everything").first.click()
    expect(rows(page).filter(has_text="Check-in")).to_contain_text("edited")
    settled(page)
    page.get_by_role("link", name="Edit Check-in").click()
    page.get_by_text("Earlier versions (1)").click()
    expect(page.locator(".versions")).to_contain_text("Drowsiness severe")
    page.get_by_role("button", name="Delete this check-in").click()
    expect(notice(page)).to_contain_text("Deleted: check-in")
    expect(rows(page)).to_have_count(3)
    page.get_by_role("link", name="Deleted entries").click()
    expect(rows(page)).to_have_count(1)
    page.go_back()
    notice(page).get_by_role("button", name="Undo: put it back").click()
    expect(rows(page)).to_have_count(4)


def see_the_trend(page: Page) -> None:
    """Another period, other effects, the numbers as a table."""
    go(page, "Trends")
    page.get_by_role("link", name="90 days").click()
    expect(page.get_by_role("link", name="90 days")).to_have_attribute("aria-current", "true")
    page.get_by_text("Choose days and side effects").click()
    for effect in page.get_by_role("group", name="Side effects to show").get_by_role("checkbox").all():
        effect.set_checked(False, force=True)
    page.get_by_role("group", name="Side effects to show").locator("label.tile", has_text="Dizziness").click()
    page.get_by_role("button", name="Show").click()
    expect(page).to_have_url(re.compile("effect=dizziness$"))
    for part in page.locator(".chart > details:not([open]) > summary").all()[::-1]:
        part.click()
    expect(page.locator("#severity_over_dose table, .chart table").first).to_contain_text("mild")


def take_along(page: Page, folder: Path) -> None:
    """After one day there is too little to draw, and the page says so; the paper is there all the same."""
    expect(page.locator(".chart-state").first).to_be_visible()
    paper = download(page, page.get_by_role("link", name="Take it along (PDF)"))
    paper.save_as(folder / "all.pdf")
    assert (folder / "all.pdf").read_bytes().startswith(b"%PDF-")


def download(page: Page, link: Locator) -> Download:
    """What a link gives to keep."""
    with page.expect_download() as found:
        link.click()
    return found.value


def leave(page: Page) -> None:
    """Log out; nothing of the record comes back, whatever is pressed."""
    go(page, "History")
    expect(page.get_by_text(NOTE)).to_be_visible()
    go(page, "More")
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Log in")
    for _ in range(2):
        page.go_back()
        expect(page.get_by_role("heading", level=1)).to_have_text("Log in")
        assert "coffees" not in page.content()


def test_nothing_private_comes_back_after_log_out(
    playwright: Any, chromium_path: str, installation: Installation, logged_in: Callable[[str], Any]
) -> None:
    """The same with a browser that keeps whole pages to go back to, as people's browsers do."""
    from tests.browser.conftest import ARGUMENTS

    installation.patient("Leaving")
    browser = playwright.chromium.launch(
        executable_path=chromium_path, args=list(ARGUMENTS), ignore_default_args=["--disable-back-forward-cache"]
    )
    page = browser.new_context(base_url=installation.address, storage_state=logged_in("Leaving")).new_page()
    page.goto("/history")
    page.goto("/settings")
    expect(page.get_by_text("You are logged in as Leaving")).to_be_visible()
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Log in")
    page.evaluate("() => history.back()")
    page.wait_for_timeout(500)
    expect(page.get_by_role("heading", level=1)).to_have_text("Log in")
    assert "logged in as" not in page.content()
    browser.close()


def test_usual_dose_is_one_tap(window: Window, installation: Installation) -> None:
    """From Today, one tap, on the smallest phone."""
    installation.log_usual_dose(installation.patient("One tap"))
    page = window("One tap", viewport={"width": 320, "height": 568}, has_touch=True)
    page.goto("/")
    thumb = Thumb(page)
    button = page.get_by_role("button", name="I took 0.5 mg now")
    expect(button).to_be_in_viewport(ratio=1)
    thumb.tap(button)
    expect(notice(page)).to_contain_text("Saved: 0.5 mg")
    expect(rows(page)).to_have_count(1)
    assert thumb.taps == 1


@pytest.mark.parametrize("script", [True, False], ids=["with a script", "without a script"])
@pytest.mark.parametrize(
    ("often", "night", "at"), [("Twice", 3, "20:00"), ("Other times", 4, "22:00")], ids=["evening", "bedtime"]
)
def test_a_plan_of_two_amounts_is_five_taps(window: Window, often: str, night: int, at: str, script: bool) -> None:
    """Half in the morning and a whole at night, from Today, without typing."""
    page = window(f"Two amounts {often} {script}", has_touch=True, java_script_enabled=script)
    page.goto("/")
    thumb = Thumb(page)
    thumb.button("Enter the planned times")
    order(page, thumb, often, {1: "0.5 mg", night: "1 mg"})
    thumb.button("Save")
    expect(page.locator(".answer")).to_contain_text(f"0.5 mg at 08:00 and 1 mg at {at}")
    assert thumb.taps == 5


def order(page: Page, thumb: Thumb, often: str, amounts: dict[int, str]) -> None:
    """Say how often a day, and how much at each time."""
    thumb.tap(page.locator("label.chip").filter(has=page.get_by_role("radio", name=often, exact=True)))
    expect(page.get_by_role("group", name="Time 2 and its amount")).to_be_visible(visible=often == "Other times")
    for number, amount in amounts.items():
        row = page.get_by_role("group", name=f"Time {number} and its amount")
        thumb.tap(row.locator("label.chip").filter(has=page.get_by_role("radio", name=amount, exact=True)))


@pytest.mark.parametrize("script", [True, False], ids=["with a script", "without a script"])
def test_the_page_after_sign_up_is_four_taps_on_one_screen(window: Window, script: bool) -> None:
    """Twice a day, another amount at night, then a Today with its row."""
    page = window(f"First minute {script}", has_touch=True, java_script_enabled=script)
    page.goto("/regimens/new?first=1")
    thumb = Thumb(page)
    expect(page.get_by_role("link", name="Later")).to_be_in_viewport(ratio=1)
    order(page, thumb, "Twice", {1: "0.5 mg", 3: "1 mg"})
    assert page.evaluate("scrollY") == 0
    save = page.get_by_role("button", name="Save")
    expect(save).to_be_in_viewport(ratio=1)
    thumb.tap(save)
    expect(page.get_by_role("heading", level=1)).to_have_text("Today")
    expect(page.locator(".today-row", has_text="20:00")).to_contain_text("1 mg")
    assert thumb.taps == 4


def test_a_time_that_is_put_away_again_is_not_sent(window: Window) -> None:
    """Three times chosen, an amount typed for the second, then twice after all."""
    page = window("Put away", has_touch=True)
    page.goto("/regimens/new")
    thumb = Thumb(page)
    thumb.tap(page.locator("label.chip", has_text="3 times"))
    row = page.get_by_role("group", name="Time 2 and its amount")
    thumb.tap(row.locator("label.chip", has_text="other"))
    row.get_by_label("Another amount, in mg").fill("0.75")
    order(page, thumb, "Twice", {1: "0.5 mg", 3: "0.5 mg"})
    thumb.button("Save")
    expect(page.locator(".answer")).to_contain_text("0.5 mg at 08:00 and 20:00")


@pytest.mark.parametrize("script", [True, False], ids=["with a script", "without a script"])
@pytest.mark.parametrize(("words", "state"), [("Took it", "taken at"), ("Skipped", "skipped")])
def test_planned_dose_taken_or_skipped_is_one_tap(
    window: Window, installation: Installation, words: str, state: str, script: bool
) -> None:
    """In the row of a planned time that has come, on the smallest phone."""
    name = f"Planned {words} {script}"
    now = datetime.now(ZoneInfo(installation.zone))
    installation.plan(installation.patient(name), f"{now - timedelta(minutes=20):%H:%M}")
    page = window(name, viewport={"width": 320, "height": 640}, has_touch=True, java_script_enabled=script)
    page.goto("/")
    thumb = Thumb(page)
    row = page.locator(".today-row")
    button = row.get_by_role("button", name=words)
    expect(button).to_be_in_viewport(ratio=1)
    thumb.tap(button)
    expect(notice(page)).to_contain_text("Saved: ")
    expect(row).to_contain_text(state)
    assert thumb.taps == 1


@pytest.mark.parametrize("script", [True, False], ids=["with a script", "without a script"])
def test_check_in_is_five_taps(window: Window, script: bool) -> None:
    """Three effects rated from Today, without typing, on the smallest phone."""
    name = f"Five taps {script}"
    page = window(name, viewport={"width": 320, "height": 568}, has_touch=True, java_script_enabled=script)
    page.goto("/")
    thumb = Thumb(page)
    thumb.button("How are you?")
    thumb.rate("Drowsiness", "severe")
    thumb.rate("Dizziness", "mild")
    thumb.rate("Coordination", "none")
    save = page.get_by_role("button", name="Save").last
    expect(save).to_be_in_viewport(ratio=1)
    thumb.tap(save)
    expect(notice(page)).to_contain_text("Saved: check-in")
    expect(page.locator(".entry .tag")).to_have_text(["Drowsiness severe", "Dizziness mild"])
    assert thumb.taps <= 5


@pytest.mark.parametrize("words", ["None of these", "Too sleepy to say", "Same as"])
def test_check_in_in_two_taps(window: Window, words: str) -> None:
    """The three answers that say everything at once."""
    page = window("Two taps", has_touch=True)
    page.goto("/")
    before = rows(page).count()
    thumb = Thumb(page)
    thumb.button("How are you?")
    thumb.button(words)
    expect(notice(page)).to_contain_text("Saved: check-in")
    expect(rows(page)).to_have_count(before + 1)
    assert thumb.taps == 2


@pytest.mark.parametrize("script", [True, False], ids=["with a script", "without a script"])
def test_double_click_is_one_dose(window: Window, installation: Installation, script: bool) -> None:
    """A nervous thumb takes no second tablet."""
    name = f"Double {script}"
    installation.log_usual_dose(installation.patient(name))
    page = window(name, java_script_enabled=script)
    page.goto("/")
    page.get_by_role("button", name="I took 0.5 mg now").dblclick(no_wait_after=True)
    expect(notice(page)).to_be_visible()
    page.goto("/history")
    expect(rows(page)).to_have_count(3)


def test_a_button_looks_busy_until_an_answer_comes(window: Window, installation: Installation) -> None:
    """A thumb that sees nothing happen presses again, or goes away. The form is kept from being sent here: what would
    come is long in coming. Nothing moves meanwhile, and the button can be pressed once more in the end."""
    installation.log_usual_dose(installation.patient("Slow line"))
    page = window("Slow line")
    page.goto("/")
    button = page.get_by_role("button", name="I took 0.5 mg now")
    before = button.bounding_box()
    page.evaluate("document.addEventListener('submit', (event) => event.preventDefault())")
    button.click()
    expect(button).to_have_attribute("aria-busy", "true")
    expect(button).to_have_css("opacity", "0.6")
    assert button.bounding_box() == before
    expect(page.locator("[aria-busy]")).to_have_count(0)


def test_form_sent_again_is_one_entry(window: Window, installation: Installation) -> None:
    """The very same form a second time: one entry, and the page says so."""
    installation.log_usual_dose(installation.patient("Again"))
    page = window("Again")
    page.goto("/")
    form = page.locator("#usual")
    fields = form.evaluate("form => Object.fromEntries(new FormData(form))")
    form.get_by_role("button").click()
    expect(notice(page)).to_contain_text("Saved")
    page.request.post("/doses", form=fields)
    page.goto("/history")
    expect(rows(page)).to_have_count(3)


def test_back_and_send_again_is_one_entry(window: Window, installation: Installation) -> None:
    """Saved on Today, gone back, pressed once more."""
    installation.log_usual_dose(installation.patient("Back"))
    page = window("Back")
    page.goto("/")
    button = page.locator("#usual button")
    button.click()
    expect(notice(page)).to_contain_text("Saved")
    page.go_back()
    button.click()
    expect(notice(page)).to_contain_text("Already recorded, once")
    page.goto("/history")
    expect(rows(page)).to_have_count(3)


def test_back_to_a_saved_form_shows_what_was_saved(window: Window, installation: Installation, watch: Watch) -> None:
    """The address of the form knows its entry: there is no second form to send by mistake, and a way to log another."""
    watch.allowed = {422}  # so soon after another one it is asked first
    installation.log_usual_dose(installation.patient("Back again"))
    page = window("Back again")
    page.goto("/doses/new")
    page.get_by_role("button", name="Just now").click()
    expect(notice(page)).to_contain_text("Saved")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("This is saved")
    expect(page.locator(".chip")).to_have_count(0)
    page.get_by_role("link", name="Log another one").click()
    page.get_by_role("button", name="Just now").click()
    took_more(page)
    expect(notice(page)).to_contain_text("Saved")
    page.goto("/history")
    expect(rows(page)).to_have_count(4)


def test_undone_and_sent_again_is_recorded(window: Window, installation: Installation) -> None:
    """Who takes a dose back, goes back and says it after all, has said it."""
    installation.log_usual_dose(installation.patient("After all"))
    page = window("After all")
    page.goto("/")
    page.get_by_role("button", name="I took 0.5 mg now").click()
    notice(page).get_by_role("button", name="Undo").click()
    expect(notice(page)).to_contain_text("Deleted: 0.5 mg")
    page.go_back()
    page.go_back()
    page.get_by_role("button", name="I took 0.5 mg now").click()
    expect(notice(page)).to_contain_text("Saved: 0.5 mg")
    expect(rows(page)).to_have_count(1)


def test_typed_is_kept_when_something_is_wrong(window: Window, installation: Installation, watch: Watch) -> None:
    """A sentence beside the field, the focus on the summary, everything typed still there, nothing saved."""
    watch.allowed = {422}
    page = window("Typing")
    page.goto("/doses/new")
    choice(page, "Amount", "Another amount").click()
    page.get_by_label("Another amount, in mg").fill("half")
    page.get_by_text("Another time, or a note").click()
    page.get_by_label("Note").fill(NOTE)
    page.get_by_role("button", name="30 min ago").click()
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.get_by_label("Another amount, in mg")).to_have_value("half")
    expect(page.get_by_label("Note")).to_have_value(NOTE)
    page.locator(".error-summary a").first.click()
    expect(page.get_by_label("Another amount, in mg")).to_be_focused()
    page.get_by_label("Another amount, in mg").fill("0,75")
    page.get_by_role("button", name="Save it").click()
    expect(notice(page)).to_contain_text("Saved: 0.75 mg")
    expect(rows(page)).to_have_count(1)


def test_log_in_that_ran_out_loses_nothing(window: Window, installation: Installation, watch: Watch) -> None:
    """The form waits behind the log-in and is saved with one more press."""
    watch.allowed = {401}
    page = window("Away")
    page.goto("/doses/new")
    choice(page, "Amount", "1 mg").click()
    page.get_by_text("Another time, or a note").click()
    page.get_by_label("Note").fill(NOTE)
    page.context.clear_cookies()
    page.get_by_role("button", name="1 h ago").click()
    expect(page.get_by_text("What you typed is kept")).to_be_visible()
    page.get_by_label("Name").fill("Away")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_text(NOTE)).to_be_visible()
    page.get_by_role("button", name="Save 1 mg at").click()
    expect(notice(page)).to_contain_text("Saved: 1 mg")
    expect(rows(page)).to_have_count(1)


def test_recovery_codes_are_printed_and_a_reload_makes_no_others(window: Window) -> None:
    """They stand in the answer to the form: what is on paper works, whatever the browser does afterwards."""
    page = window("Printing")
    turn_on_second_step(page.context.new_page())
    page.goto("/second-factors")
    page.get_by_role("button", name="Get new recovery codes").click()
    codes = page.locator(".codes li").all_inner_texts()
    assert len(codes) == 10
    paper = " ".join(sheet.extract_text() for sheet in PdfReader(BytesIO(page.pdf())).pages)
    assert all(code in paper for code in codes)
    page.reload()
    expect(page.get_by_text("10 of yours are left")).to_be_visible()
    page.go_back()
    expect(page.get_by_text("10 of 10 recovery codes are left")).to_be_visible()
    page.context.clear_cookies()
    page.goto("/sessions/new")
    page.get_by_label("Name").fill("Printing")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.get_by_label("Code").fill(codes[0])
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_text("That recovery code is used up; 9 are left")).to_be_visible()


def test_a_medicine_is_found_by_the_name_on_its_box(window: Window) -> None:
    """Accents and capitals aside, also half a word; what is chosen stays, and Enter in the search sends nothing."""
    page = window()
    page.goto("/accounts/new")
    find = page.get_by_label("Find it by any name")
    listed = page.locator("[data-found-by]")
    everything = listed.count()
    find.fill("ÁTIVA")
    expect(listed.filter(visible=True)).to_have_count(1)
    page.get_by_role("radio", name="Lorazepam").check(force=True)
    find.fill("xanax")
    expect(listed.filter(visible=True)).to_have_count(2)
    find.fill("aspirin")
    expect(listed.filter(visible=True)).to_have_count(1)
    expect(page.get_by_text("No medicine in the list has that name.")).to_be_visible()
    find.press("Enter")
    expect(page).to_have_url(re.compile("/accounts/new$"))
    find.fill("")
    expect(listed.filter(visible=True)).to_have_count(everything)
    page.get_by_text("What the journal knows of sertraline").click()
    expect(page.get_by_text("Sertraline is taken for low mood")).to_be_visible()


def test_journey_by_keyboard(window: Window, installation: Installation, watch: Watch) -> None:
    """Sign up, dose, undo, check-in, history, trends, log out without a mouse; the focus is seen at every stop."""
    watch.allowed = {422}  # so soon after another one it is asked first
    page = window()
    keys = Keys(page)
    page.goto("/accounts/new")
    keys.type("Your name here", "Keyboard")
    keys.type("Password", PASSWORD)
    keys.choose("Your medicine", 1)
    keys.press("Begin")
    keys.press("Later", "link")
    keys.press("Log a dose", "link")
    keys.choose("Amount", 2)
    expect(page.get_by_role("radio", name="0.5 mg")).to_be_checked()
    keys.press("Just now", key="Space")
    keys.press("Log a dose", "link")
    keys.choose("Amount", 2)
    keys.press("Just now", key="Space")
    keys.press("Yes, I took 0.5 mg more")
    expect(rows(page)).to_have_count(2)
    keys.press("Undo")
    expect(rows(page)).to_have_count(1)
    keys.press("How are you?", "link")
    keys.choose("Drowsiness", 3)
    keys.choose("Dizziness", 1)
    keys.to(page.locator(".sticky-save button"))
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator(".entry .tag")).to_have_text(["Drowsiness severe", "Dizziness mild"])
    keys.press("History", "link")
    keys.press("Edit Check-in", "link")
    keys.press("Delete this check-in", key="Space")
    expect(rows(page)).to_have_count(1)
    keys.press("Undo: put it back")
    expect(rows(page)).to_have_count(2)
    keys.press("Trends", "link")
    keys.press("7 days", "link")
    expect(page.get_by_role("link", name="7 days")).to_have_attribute("aria-current", "true")
    keys.press("More", "link")
    keys.press("Log out")
    expect(page.get_by_role("heading", level=1)).to_have_text("Log in")
    assert not keys.faults, "\n".join(keys.faults)
