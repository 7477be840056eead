"""Every page of the journal, in every state worth looking at, and how to get there. Nothing here saves anything."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from playwright.sync_api import BrowserContext, Page, expect

from journal.core.record.entries import KINDS
from tests.browser.conftest import PASSWORD, Installation
from tests.browser.watch import Watch


def press(name: str) -> Callable[[Page], None]:
    """Press the button of that name and wait for the next page."""

    def pressed(page: Page) -> None:
        with page.expect_navigation():
            page.get_by_role("button", name=name, exact=True).click()

    return pressed


def bad_account(page: Page) -> None:
    """A name that is taken, a password too short."""
    page.get_by_label("Your name here").fill("Full")
    page.get_by_label("Password").fill("short")
    press("Begin")(page)


def bad_log_in(page: Page) -> None:
    """A name and a password that do not belong together."""
    page.get_by_label("Name").fill("Full")
    page.get_by_label("Password").fill("not the password")
    press("Log in")(page)


def bad_dose(page: Page) -> None:
    """Letters for the amount, a day that does not come for years."""
    open_all(page)
    page.locator("label.tile", has_text="Another amount").click()
    page.get_by_label("Another amount, in mg").fill("half")
    page.get_by_label("Day").fill("2199-01-01")
    page.get_by_label("Time").fill("08:00")
    press("Save")(page)


def much(page: Page) -> None:
    """More than the strengths make sense of."""
    open_all(page)
    page.locator("label.tile", has_text="Another amount").click()
    page.get_by_label("Another amount, in mg").fill("90")
    with page.expect_navigation():
        page.get_by_role("button", name="1 h ago").click()


def much_on_a_bad_day(page: Page) -> None:
    """More than the strengths make sense of, by a press that nothing on the page offers."""
    page.evaluate(
        """() => {
            const form = document.querySelector("#rating");
            form.action = "/bad-day/doses";
            const said = { medicine_1: "clonazepam", amount_1: "other", other_amount_1: "90", form_1: "tablet" };
            for (const [name, value] of Object.entries(said)) form.append(Object.assign(
                document.createElement("input"), { type: "hidden", name, value }));
        }"""
    )
    press("mild")(page)


def bad_check_in(page: Page) -> None:
    """A severity without the name of the new symptom."""
    open_all(page)
    page.get_by_role("group", name="How strong was it?").locator("label.tile").nth(2).click()
    press("Save")(page)


def very_sleepy(page: Page) -> None:
    """Drowsiness severe: the danger signs stand below it."""
    page.locator('label.tile:has([name="rating-drowsiness"][value="3"])').click()


def confused(page: Page) -> None:
    """Severe drowsiness, confused, and saved."""
    very_sleepy(page)
    page.locator('label.tile:has([name="sign-confused"])').click()
    press("Save")(page)


def visit_that_was(page: Page) -> None:
    """The last visit before today, with what was decided."""
    page.locator("section[aria-labelledby=past] .visits a").first.click()
    page.wait_for_load_state()


def bad_episode(page: Page) -> None:
    """An episode that lasted "long"."""
    open_all(page)
    page.get_by_label("How many minutes").fill("long")
    press("Seizure")(page)


def bad_sheet(page: Page) -> None:
    """Nothing that could be read: a number too high."""
    open_all(page)
    page.locator(".sheet-digit").first.fill("9")
    press("Save the week")(page)


def bad_regimen(page: Page) -> None:
    """No time and no amount."""
    page.locator("label.chip", has_text="Other times").click()
    page.get_by_label("From this day on").fill("")
    for number in range(1, 5):
        page.get_by_label(f"Time {number}").fill("")
    press("Save")(page)


def bad_zone(page: Page) -> None:
    """A zone nobody lives in."""
    page.locator("summary", has_text="Time").click()
    page.get_by_label("Time zone").fill("Atlantis")
    page.get_by_role("button", name="Save").click()
    page.wait_for_load_state()


def day_to_come(page: Page) -> None:
    """A day that is still to come."""
    page.get_by_label("Pregnant since").fill("2199-01-01")
    page.get_by_role("button", name="Save").click()
    page.wait_for_load_state()


def bad_password(page: Page) -> None:
    """A wrong old password and a short new one."""
    page.locator("summary", has_text="Password").click()
    page.get_by_label("New password").fill("short")
    press("Change the password")(page)


def bad_confirmation(page: Page) -> None:
    """Another password than one's own."""
    page.get_by_label("Password").fill("not the password")
    press("Go on")(page)


def confirm(page: Page) -> None:
    """Type the password, where it was typed too long ago."""
    if "/confirmations" in page.url:
        page.get_by_label("Password").fill(PASSWORD)
        press("Go on")(page)


def by_hand(page: Page) -> None:
    """Open the secret to be typed by hand."""
    confirm(page)
    open_all(page)


def bad_digits(page: Page) -> None:
    """Letters in the place of six digits."""
    confirm(page)
    page.get_by_label("Six digits").fill("abc")
    press("Turn it on")(page)


def new_codes(page: Page) -> None:
    """Get new recovery codes, the password typed just before: the page to print."""
    page.goto("/confirmations/new?next=/second-factors")
    page.get_by_label("Password").fill(PASSWORD)
    press("Go on")(page)
    press("Get new recovery codes")(page)


def bad_end(page: Page) -> None:
    """A password without a code."""
    open_all(page)
    page.get_by_label("Password").fill(PASSWORD)
    press("Turn off the second step")(page)


def password_of_guarded(page: Page) -> None:
    """The right password of a patient of whom a code is asked as well."""
    page.get_by_label("Name").fill("Guarded")
    page.get_by_label("Password").fill(PASSWORD)
    press("Log in")(page)


def bad_code(page: Page) -> None:
    """Letters in the place of a code."""
    password_of_guarded(page)
    page.get_by_label("Code").fill("abc")
    press("Log in")(page)


def stale(page: Page) -> None:
    """Save a form that was opened before somebody else changed the entry."""
    page.locator("form.form input[name=version]").evaluate("field => field.value = 0")
    page.get_by_label("Note").first.fill("Half a tablet, with breakfast")
    press("Save")(page)


def too_old(page: Page) -> None:
    """Send a form whose token is no longer good."""
    open_all(page)
    page.locator("form.form input[name=csrf_token]").evaluate("field => field.value = 'old'")
    page.get_by_label("Note").first.fill("Written all afternoon")
    press("Save")(page)


def not_deleted(page: Page) -> None:
    """Press "Delete" when the token is no longer good."""
    page.locator("form[action$='/deletion'] input[name=csrf_token]").evaluate("field => field.value = 'old'")
    press("Delete this dose")(page)


def plan_again(page: Page) -> None:
    """Save a plan when the token is no longer good."""
    page.locator("form.form input[name=csrf_token]").evaluate("field => field.value = 'old'")
    press("Save")(page)


def anothers(page: Page) -> None:
    """Send a form that somebody else opened before logging out."""
    open_all(page)
    page.locator("form.form input[name=whose]").evaluate("field => field.value = 'another'")
    page.get_by_label("Note").first.fill("Written all afternoon")
    press("Save")(page)


def stale_plan(page: Page) -> None:
    """Save a plan that was opened before another device changed what is planned."""
    page.locator("form.form input[name=seen]").evaluate("field => field.value = 'another'")
    page.locator("form.form input[name=amount_1][value='other']").check(force=True)
    page.locator("form.form input[name=other_amount_1]").fill("0,75")
    press("Save")(page)


def logged_out(page: Page) -> None:
    """Send a form after the log-in has run out."""
    page.evaluate(
        """() => {
            const form = document.querySelector("form.form");
            form.action = "/doses";
            form.querySelector("input[name=name]").name = "note";
            form.querySelector("input[name=note]").value = "Written all afternoon";
        }"""
    )
    press("Log in")(page)


def open_all(page: Page) -> None:
    """Open everything that can be opened."""
    closed = page.locator("details:not([open]) > summary")
    while closed.count():
        closed.first.click()


def looked_after(page: Page) -> None:
    """The record of somebody who is looked after."""
    with page.expect_navigation():
        page.get_by_role("link", name="Open the record of Full").click()


def form_for_another(page: Page) -> None:
    """A form in that record."""
    looked_after(page)
    with page.expect_navigation():
        page.get_by_role("link", name="Log a dose").first.click()


def observed(page: Page) -> None:
    """What somebody saw who only observes."""
    looked_after(page)
    expect(page.get_by_role("heading", name="What you saw")).to_be_visible()


def form_of_what_was_seen(page: Page) -> None:
    """The form of it."""
    looked_after(page)
    with page.expect_navigation():
        page.get_by_role("link", name="Write down what you saw").click()


def access_to_change(page: Page) -> None:
    """What somebody may do, to be changed."""
    with page.expect_navigation():
        page.get_by_role("link", name="Change what").first.click()


def look_ahead(page: Page) -> None:
    """What the doctor would see, with a second chart and the notes."""
    confirm(page)
    for words in ("Calendar of the worst ratings", "What you wrote"):
        page.locator("label.tile", has_text=words).click()
    press("See what the doctor will see")(page)


def bad_link(page: Page) -> None:
    """A PIN that everybody guesses, for more days than there may be."""
    look_ahead(page)
    page.get_by_label("For how many days").fill("91")
    page.get_by_label("PIN").fill("123456")
    press("Make the link")(page)


def bad_invitation(page: Page) -> None:
    """Nobody is named, and no medicine."""
    page.locator("label.tile", has_text="Only these").click()
    press("Make the code")(page)


def no_code(page: Page) -> None:
    """Letters for digits."""
    page.get_by_label("The code").fill("half past eight")
    press("Use the code")(page)


def for_worry(page: Page) -> None:
    """Today, with what the medicine is for."""
    press("Ask: Worry or fear")(page)
    page.goto(f"{page.url.partition('/effects')[0]}/")


def own_symptom(page: Page) -> None:
    """The first symptom of the list."""
    with page.expect_navigation():
        page.locator(".links a").first.click()


def merger(page: Page) -> None:
    """What merging the first symptom into a side effect of the list would do."""
    own_symptom(page)
    page.get_by_label("It is the same as").select_option("drowsiness")
    press("See what that does")(page)


def bad_merger(page: Page) -> None:
    """A merger into nothing."""
    own_symptom(page)
    press("See what that does")(page)


def bad_symptom(page: Page) -> None:
    """A symptom that is on the list already."""
    page.get_by_label("What is it?").fill("Drowsiness")
    press("Add")(page)


def bad_erasure(page: Page) -> None:
    """Somebody else's name."""
    confirm(page)
    page.get_by_label("To erase it").fill("Somebody")
    press("Erase everything")(page)


@dataclass(frozen=True)
class Place:
    """A page in a state: whose it is, its address, and what is done there."""

    name: str
    who: str
    address: str
    then: Callable[[Page], Any] | None = None
    status: int = 200

    def __str__(self) -> str:
        return f"{self.name} ({self.who})"

    def visit(self, page: Page, installation: Installation, watch: Watch) -> Page:
        """Go there."""
        watch.allowed.add(self.status)
        address = self.address
        for kind in KINDS:
            if f"<{kind}>" in address:
                address = address.replace(f"<{kind}>", installation.last(self.who.title(), kind))
        for words, back in (("<yesterday>", 1), ("<long ago>", 23)):
            address = address.replace(words, str(installation.today - timedelta(days=back)))
        page.goto(address)
        if self.then:
            self.then(page)
        return page

    def open(self, people: dict[str, BrowserContext], installation: Installation, watch: Watch) -> Page:
        """Go there in a new tab of the person."""
        return self.visit(people[self.who].new_page(), installation, watch)


PLACES = (
    Place("sign-up", "nobody", "/accounts/new"),
    Place("sign-up with errors", "nobody", "/accounts/new", bad_account, 422),
    Place("log-in", "nobody", "/sessions/new"),
    Place("log-in with an error", "nobody", "/sessions/new", bad_log_in, 422),
    Place("log-in with a form waiting", "nobody", "/sessions/new", logged_out, 401),
    Place("second step at log-in", "nobody", "/sessions/new", password_of_guarded),
    Place("second step at log-in with an error", "nobody", "/sessions/new", bad_code, 422),
    Place("goodbye", "nobody", "/erasures"),
    Place("emergency", "nobody", "/emergency"),
    Place("about", "nobody", "/about"),
    Place("nothing here", "nobody", "/nothing", status=404),
    Place("today", "empty", "/"),
    Place("history", "empty", "/history"),
    Place("alerts", "empty", "/alerts"),
    Place("deleted", "empty", "/history/deleted"),
    Place("a day, nothing recorded yet", "empty", "/history/<yesterday>"),
    Place("everything out, nothing recorded yet", "empty", "/exports/new", confirm),
    Place("trends", "empty", "/trends"),
    Place("visit without anything recorded", "empty", "/visit"),
    Place("medicine", "empty", "/medicine"),
    Place("regimen", "empty", "/regimens/new"),
    Place("pause", "empty", "/regimens/pauses/new"),
    Place("pause with errors", "full", "/regimens/pauses/new", press("Save"), 422),
    Place("taper", "full", "/regimens/tapers/new?first_on=2026-12-01&every=14&less=0.125&at=each"),
    Place("taper with errors", "full", "/regimens/tapers/new", press("Save these steps"), 422),
    Place("taper without a plan", "empty", "/regimens/tapers/new"),
    Place("taper without a plan, its times", "empty", "/regimens/tapers/new?at_1=08:00"),
    Place("no plan to end", "empty", "/regimens/end"),
    Place("first plan", "empty", "/regimens/new?first=1"),
    Place("first plan with errors", "empty", "/regimens/new?first=1", press("Save"), 422),
    Place("first plan, another medicine", "empty", "/medicines/new?first=1"),
    Place("regimen with errors", "empty", "/regimens/new", bad_regimen, 422),
    Place("dose", "empty", "/doses/new"),
    Place("check-in", "empty", "/check-ins/new"),
    Place("week sheets", "full", "/week-sheets"),
    Place("week sheet", "full", "/week-sheets/<yesterday>"),
    Place("week sheet, everything open", "full", "/week-sheets/<long ago>", open_all),
    Place("week sheet without a plan", "empty", "/week-sheets/<yesterday>"),
    Place("week sheet with errors", "full", "/week-sheets/<long ago>", bad_sheet, 422),
    Place("episode", "empty", "/episodes/new"),
    Place("episode, everything open", "full", "/episodes/new", open_all),
    Place("today, episode saved", "full", "/?saved=<episode>"),
    Place("second step, off", "empty", "/second-factors"),
    Place("second step, set-up", "empty", "/second-factors/new", by_hand),
    Place("second step, set-up with errors", "empty", "/second-factors/new", bad_digits, 422),
    Place("second step, no codes", "empty", "/second-factors/recovery-codes"),
    Place("second step, on", "guarded", "/second-factors"),
    Place("second step, a code used", "guarded", "/second-factors?used=1&next=/history"),
    Place("second step, not ended", "guarded", "/second-factors", bad_end, 422),
    Place("recovery codes", "guarded", "/second-factors", new_codes),
    Place("recovery codes, shown before", "guarded", "/second-factors/recovery-codes"),
    Place("today", "full", "/"),
    Place("today, saved", "full", "/?saved=<dose>"),
    Place("today, sent twice", "full", "/?saved=<dose>&again=1"),
    Place("quiet days", "full", "/quiet-days/new?first_on=<yesterday>&last_on=<yesterday>"),
    Place("quiet days to edit", "full", "/quiet-days/<quiet>"),
    Place("quiet days with errors", "full", "/quiet-days/new", press("Save"), 422),
    Place("bad day", "empty", "/bad-day"),
    Place("bad day", "full", "/bad-day"),
    Place("bad day, saved", "full", "/bad-day?saved=<dose>"),
    Place("bad day, rated", "full", "/bad-day?saved=<check_in>"),
    Place("bad day, a question", "empty", "/bad-day", much_on_a_bad_day, 422),
    Place("dose", "full", "/doses/new?when=earlier"),
    Place("dose, everything open", "full", "/doses/new", open_all),
    Place("dose of a day gone by", "full", "/doses/new?on=<yesterday>&at=08:00&found=day%3D<yesterday>"),
    Place("dose with errors", "full", "/doses/new", bad_dose, 422),
    Place("dose, a great deal", "full", "/doses/new", much, 422),
    Place("dose to edit", "full", "/doses/<dose>", open_all),
    Place("dose in two versions", "full", "/doses/<dose>", stale, 409),
    Place("dose not saved yet", "full", "/doses/new", too_old, 400),
    Place("dose not deleted", "full", "/doses/<dose>", not_deleted, 400),
    Place("plan not saved yet", "full", "/regimens/new", plan_again, 400),
    Place("dose of somebody else", "full", "/doses/new", anothers, 409),
    Place("check-in", "full", "/check-ins/new", open_all),
    Place("check-in, very sleepy", "full", "/check-ins/new", very_sleepy),
    Place("check-in saved, danger sign", "full", "/check-ins/new", confused),
    Place("check-in with nothing", "full", "/check-ins/new", press("Save"), 422),
    Place("check-in with errors", "full", "/check-ins/new", bad_check_in, 422),
    Place("check-in to edit", "full", "/check-ins/<check_in>"),
    Place("the day", "empty", "/days/new"),
    Place("the day, everything open", "full", "/days/<yesterday>", open_all),
    Place("the day to edit", "full", "/days/<day>", open_all),
    Place("the day with nothing", "empty", "/days/new", press("Save"), 422),
    Place("today, what the medicine is for", "guarded", "/effects", for_worry),
    Place("the day, none such", "full", "/days/2026-02-30", status=404),
    Place("episode with errors", "full", "/episodes/new", bad_episode, 422),
    Place("episode to edit", "full", "/episodes/<episode>"),
    Place("history", "full", "/history"),
    Place("history, filtered", "full", "/history?kind=check_in&severity=2&period=90"),
    Place("history, nothing matches", "full", "/history?words=zeppelin"),
    Place("history with errors", "full", "/history?period=free&first=2026-03-02&last=2026-03-01", status=400),
    Place("a day", "full", "/history/<yesterday>"),
    Place("a day long ago", "full", "/history/<long ago>"),
    Place("a day before the record", "full", "/history/2001-02-03"),
    Place("no such day", "full", "/history/2026-02-30", status=404),
    Place("deleted", "full", "/history/deleted"),
    Place("trends", "full", "/trends?period=90", open_all),
    Place("trends, a week", "full", "/trends?period=7"),
    Place("trends, all the time", "full", "/trends?period=all"),
    Place("visit", "full", "/visit?period=90", open_all),
    Place("visit, details with notes", "full", "/visit/details?period=90&notes=yes"),
    Place("visits, none", "empty", "/visits"),
    Place("visits", "full", "/visits"),
    Place("a visit to add", "empty", "/visits/new"),
    Place("a visit to add, errors", "empty", "/visits/new", press("Save"), 422),
    Place("a visit that was", "full", "/visits", visit_that_was),
    Place("visit, a suspected side effect", "full", "/visit/reaction?effect=drowsiness"),
    Place("visit with errors", "full", "/visit?period=free&first=2026-03-02&last=2026-03-01", status=400),
    Place("trends with errors", "full", "/trends?period=free&first=2026-03-02&last=2026-03-01", status=400),
    Place("medicine", "full", "/medicine"),
    Place("medicine, all opened", "full", "/medicine", open_all),
    Place("medicine, a part of it", "full", "/medicine#precautions"),
    Place("medicine, no steps there", "full", "/medicine?before=1900-01-01"),
    Place("medicines", "full", "/medicines"),
    Place("medicine to add", "full", "/medicines/new"),
    Place("medicine to add with an error", "full", "/medicines/new", press("Add"), 422),
    Place("label for the box", "full", "/labels/clonazepam"),
    Place("medicine to change", "full", "/medicines/clonazepam"),
    Place("what is left", "full", "/supplies"),
    Place("what is left with errors", "full", "/supplies", press("Save"), 422),
    Place("regimen", "full", "/regimens/new"),
    Place("plan to end", "full", "/regimens/end"),
    Place("plan in two versions", "full", "/regimens/new", stale_plan, 409),
    Place("what a check-in asks", "full", "/effects"),
    Place("own symptoms, none", "empty", "/symptoms"),
    Place("own symptoms", "full", "/symptoms"),
    Place("own symptoms with an error", "full", "/symptoms", bad_symptom, 422),
    Place("own symptom", "full", "/symptoms", own_symptom),
    Place("own symptom with an error", "full", "/symptoms", bad_merger, 400),
    Place("merger", "full", "/symptoms", merger),
    Place("circumstances", "full", "/circumstances"),
    Place("circumstances with errors", "empty", "/circumstances", day_to_come, 422),
    Place("settings", "full", "/settings"),
    Place("settings, saved", "full", "/settings?saved=settings"),
    Place("settings with errors", "full", "/settings", bad_zone, 422),
    Place("password with errors", "full", "/settings", bad_password, 422),
    Place("devices", "full", "/devices"),
    Place("devices, one ended", "full", "/devices?ended=one"),
    Place("confirmation", "full", "/confirmations/new"),
    Place("confirmation with an error", "full", "/confirmations/new", bad_confirmation, 422),
    Place("alerts", "full", "/alerts"),
    Place("alerts of a level", "full", "/alerts?level=urgent"),
    Place("what happened", "full", "/audit-events"),
    Place("who has access", "full", "/grants"),
    Place("who has access, ended", "empty", "/grants?done=ended"),
    Place("invite somebody", "full", "/grants/new"),
    Place("links, none", "empty", "/shares"),
    Place("link to choose", "full", "/shares/new?period=28", confirm),
    Place("link to choose, errors", "full", "/shares/preview?first=2026-03-02&last=2026-03-01", confirm, 400),
    Place("link to look at", "full", "/shares/preview?chart-severity=yes&chart-doses=yes", confirm),
    Place("link to look at, with notes", "full", "/shares/new?period=28", look_ahead),
    Place("link, errors", "full", "/shares/new?period=28", bad_link, 422),
    Place("link, its door", "nobody", "/s/whatever"),
    Place("link, wrong", "nobody", "/s/whatever", press("Show the report"), 404),
    Place("link, closed", "nobody", "/shared/whatever", None, 404),
    Place("invite somebody, errors", "full", "/grants/new", bad_invitation, 422),
    Place("access to change", "full", "/grants", access_to_change),
    Place("people", "empty", "/people"),
    Place("people, nobody", "full", "/people"),
    Place("people, no code", "full", "/people", no_code, 422),
    Place("no log-in, nobody cares", "empty", "/no-log-in"),
    Place("no log-in, somebody cares", "full", "/no-log-in"),
    Place("no log-in, the second yes", "full", "/no-log-in/new"),
    Place("log-in given up", "nobody", "/no-log-in/done"),
    Place("what others saw", "full", "/observations"),
    Place("what somebody saw", "guarded", "/people", observed),
    Place("form of what was seen", "guarded", "/people", form_of_what_was_seen),
    Place("looked after", "empty", "/people", looked_after),
    Place("form for another", "empty", "/people", form_for_another),
    Place("what happened, nothing older", "full", "/audit-events?before=1"),
    Place("everything out", "full", "/exports/new", confirm),
    Place("a part, errors", "full", "/exports/new?first=2030-01-01&medicine=x&sign=x", status=400),
    Place("account gone", "full", "/erasures/new", confirm),
    Place("account gone with an error", "full", "/erasures/new", bad_erasure, 422),
    Place("emergency", "full", "/emergency"),
    Place("nothing here", "full", "/history/nothing/here", status=404),
)
