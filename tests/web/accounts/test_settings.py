"""Settings: zone, day boundary, clock and password. What is recorded stays as it was lived."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from journal.core.accounts.throttle import RULES, Kind
from tests.conftest import PASSWORD, carried, logged_in
from tests.web.client import Browser, Page
from tests.web.lint import words_of

NEW = "seven purple umbrellas sing"


def test_a_change_of_zone_moves_nothing_that_is_recorded(owner: Browser) -> None:
    owner.log_dose()
    owner.check_in({"drowsiness": 2}, when="earlier", on="2026-11-23", at="01:30")
    page = owner.follow(owner.submit("/settings", "/settings", {"zone": "Pacific/Auckland"}))
    assert page.notice.startswith("Saved.")
    history = owner.get("/history")
    assert [row.split()[0] for row in history.entries] == ["12:00", "01:30"]
    assert "Berlin time" in history.entries[0]
    assert "counted to Sunday 22 November" in history.entries[1]
    assert "Tuesday 24 November" in owner.get("/").text


def test_a_changed_day_boundary_counts_from_now_on(owner: Browser) -> None:
    owner.check_in({"drowsiness": 2}, when="earlier", on="2026-11-23", at="01:30")
    owner.submit("/settings", "/settings", {"day_starts": "0"})
    owner.check_in({"drowsiness": 3}, when="earlier", on="2026-11-23", at="01:30")
    assert owner.get("/history").words("day-heading") == ["Today", "Yesterday"]
    assert owner.get("/settings").fields("/settings")["day_starts"] == "0"


def test_twelve_hours_on_every_page(owner: Browser) -> None:
    owner.log_dose(when="earlier", on="2026-11-22", at="20:05")
    owner.submit(
        "/regimens/new", "/regimens", {"time_1": "08:00", "amount_1": "0.5", "time_2": "20:30", "amount_2": "0.5"}
    )
    owner.submit("/settings", "/settings", {"hours": "12"})
    assert owner.get("/history").entries[0].startswith("8:05 pm")
    assert "8:00 am and 8:30 pm" in owner.get("/medicine").text
    assert "8:30 pm" in owner.get("/").text
    assert "4:00 am" in owner.get("/settings").text
    assert "8:05 pm (0.5 mg" in owner.get("/trends?period=7").text
    assert "20:05" not in owner.get("/trends?period=7").text
    axis = owner.get("/charts/doses.svg?period=7").body.decode()
    assert re.findall(r">([0-9:]+(?: am| pm)?)<", axis) == ["8:30 pm"]
    skipped = {"when": "earlier", "on": "2026-03-29", "at": "2:10 am", "day_confirmed": "2026-03-29"}
    page = owner.submit("/doses/new", "/doses", {"amount": "0.5", **skipped}, 422)
    assert "Choose 1:59 am or earlier, or 3:00 am or later." in page.error_beside("at")


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"zone": "Mars/Olympus"}, "zone"),
        ({"zone": ""}, "zone"),
        ({"zone": "../../etc/passwd"}, "zone"),
        ({"zone": "Europe/Berlin\x00"}, "zone"),
        ({"zone": "<script>"}, "zone"),
        ({"day_starts": "25"}, "day_starts"),
        ({"day_starts": "x"}, "day_starts"),
        ({"hours": "13"}, "hours"),
        ({"decimal_sign": ";"}, "decimal_sign"),
        ({"hours": None}, "hours"),
    ],
)
def test_a_setting_that_does_not_exist_is_refused_and_the_rest_kept(
    owner: Browser, fields: dict[str, str | None], field: str
) -> None:
    typed = {"zone": "Asia/Tokyo", "day_starts": "6", "hours": "12"} | fields
    page = owner.submit("/settings", "/settings", typed, 422)
    assert page.error_beside(field)
    kept = page.fields("/settings")
    for name in {"zone", "day_starts", "hours"} - {field}:
        assert kept[name] == typed[name]
    assert owner.get("/settings").fields("/settings")["zone"] == "Europe/Berlin"


def test_a_new_password_logs_every_other_device_out(owner: Browser, nobody: Browser) -> None:
    phone = logged_in(owner.app, owner.patient_id)
    phone.get("/")
    token = carried(owner)
    page = owner.submit("/settings", "/settings/password", {"old_password": PASSWORD, "new_password": NEW})
    assert "The password is changed." in owner.follow(page).notice
    owner.get("/")
    assert carried(owner) != token
    phone.get("/", 303)
    nobody.submit("/sessions/new", "/sessions", {"name": "Owner", "password": PASSWORD}, 422)
    nobody.submit("/sessions/new", "/sessions", {"name": "Owner", "password": NEW})


def test_too_many_wrong_passwords_make_one_wait(owner: Browser, clock) -> None:
    wrong = {"old_password": "wrong", "new_password": NEW}
    for _ in range(RULES[Kind.ACCOUNT].tries):
        owner.submit("/settings", "/settings/password", wrong, 422)
    page = owner.submit("/settings", "/settings/password", {"old_password": PASSWORD, "new_password": NEW}, 429)
    assert page.error_beside("old_password") == "Too many tries. Wait 5 minutes, then try again. Nothing is lost."
    assert page.headers["Retry-After"] == "300"
    assert NEW not in page.html
    clock.shift(timedelta(minutes=5))
    owner.submit("/settings", "/settings/password", {"old_password": PASSWORD, "new_password": NEW})


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("not mine at all, no", NEW, "old_password"),
        ("", NEW, "old_password"),
        ("x" * 5000, NEW, "old_password"),
        (PASSWORD, "too shrt 4 it", "new_password"),
        (PASSWORD, "", "new_password"),
        (PASSWORD, "x" * 300, "new_password"),
        (PASSWORD, "aaaaaaaaaaaaaaaaaa", "new_password"),
        (PASSWORD, "clonazepam2026journal", "new_password"),
        (PASSWORD, "with a NUL \x00 inside it", "new_password"),
    ],
)
def test_a_password_that_cannot_be_changed_says_why_and_is_not_echoed(
    owner: Browser, old: str, new: str, field: str
) -> None:
    fields = {"old_password": old, "new_password": new}
    page = owner.submit("/settings", "/settings/password", fields, 422)
    assert page.error_beside(field)
    assert all(not typed or typed not in page.html for typed in (old, new))


def test_the_half_typed_password_form_never_travels_in_a_kept_page(owner: Browser, clock) -> None:
    page = owner.get("/settings")
    clock.shift(timedelta(days=31))
    kept = owner.send(page, "/settings/password", {"old_password": PASSWORD, "new_password": NEW}, 401)
    assert PASSWORD not in kept.html
    assert NEW not in kept.html


def test_settings_are_kept_when_the_log_in_ran_out(owner: Browser, clock) -> None:
    page = owner.get("/settings")
    clock.shift(timedelta(days=31))
    kept = owner.send(page, "/settings", {"zone": "Asia/Tokyo"}, 401)
    back = owner.send(kept, "/sessions", {"name": "Owner", "password": PASSWORD}, 200)
    owner.send(back, "/settings")
    assert owner.get("/settings").fields("/settings")["zone"] == "Asia/Tokyo"


def test_more_begins_with_the_log_in_and_ends_with_erasing(owner: Browser) -> None:
    """What is dangerous stands alone at the foot; what is rarely changed is folded, and open when it was refused."""
    text = owner.get("/settings").text
    order = ("Your devices", "Time zone", "New password", "Deleted entries Put one back", "About this journal")
    places = [text.index(words) for words in (*order, "Log out of this device", "Erase this account")]
    assert places == sorted(places)
    assert not opened(owner.get("/settings"))
    assert opened(owner.submit("/settings", "/settings", {"zone": "Mars/Olympus"}, 422)) == ["Time, tables and paper"]
    wrong = {"old_password": "wrong", "new_password": NEW}
    assert opened(owner.submit("/settings", "/settings/password", wrong, 422)) == ["Password"]


def opened(page: Page) -> list[str | None]:
    """The parts that stand open."""
    return [part.findtext("summary") for part in page.document.iter("details") if "open" in part.attrib]


def test_more_leads_to_what_has_no_place_of_its_own(log_in: Callable[..., Browser]) -> None:
    person = log_in("<b>Zoë</b> & $x$")
    page = person.get("/settings")
    assert "You are logged in as <b>Zoë</b> & $x$." in page.text
    assert "<b>Zoë" not in page.html
    links = {link.get("href") for link in page.document.iter("a")}
    assert {"/emergency", "/history/deleted", "/about"} <= links


def heads(browser: Browser) -> list[str]:
    """The weekdays over the calendar of the history."""
    return [words_of(head) for head in browser.get("/history").document.iter("th")]


def test_weeks_begin_as_where_one_lives_until_another_day_is_chosen(log_in: Callable[..., Browser]) -> None:
    american = log_in("American", zone="America/New_York")
    assert heads(american) == ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    assert "As where you live: Sunday" in american.get("/settings").text
    american.submit("/settings", "/settings", {"week_starts": "mon"})
    assert heads(american) == ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    cells = [words_of(cell) for cell in american.get("/history").document.iter("td")]
    assert cells[6].startswith("1 Sunday 1 November")
    american.submit("/settings", "/settings", {"week_starts": "sat"})
    assert heads(american)[0] == "Sat"
    assert american.get("/settings").fields("/settings")["week_starts"] == "sat"
    american.submit("/settings", "/settings", {"week_starts": None})  # a form of before does not know the field
    assert heads(american)[0] == "Sat"
    american.submit("/settings", "/settings", {"week_starts": ""})
    assert heads(american)[0] == "Sun"


def test_the_calendar_of_the_trends_begins_its_weeks_there_too(owner: Browser) -> None:
    for day in range(1, 20):
        owner.check_in({"drowsiness": 2}, when="earlier", on=f"2026-11-{day:02d}", at="12:00")
    pictures = []
    for chosen in ("", "sun"):
        owner.submit("/settings", "/settings", {"week_starts": chosen})
        pictures.append(owner.get("/charts/calendar.svg?period=28&width=desk").body.decode())
    first = [re.findall(">(Mon|Sun)<", picture)[0] for picture in pictures]
    assert first == ["Mon", "Sun"]


def test_a_day_weeks_cannot_begin_on_is_refused(owner: Browser) -> None:
    page = owner.submit("/settings", "/settings", {"week_starts": "tue"}, 422)
    assert "one of the days" in page.error_beside("week_starts")
    assert owner.get("/settings").fields("/settings")["week_starts"] == ""
