"""Every page of the journal in every state that says something of its own, and how to get there without a browser.

What a person typed begins with "Typed" everywhere, so that it can be told from what the journal says.
"""

import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import time_machine

from journal.actions.trends import SOURCES
from journal.core.record.symptoms import own_key
from tests.caring import accept, invite, look_after
from tests.conftest import PASSWORD
from tests.web.accounts.test_second_factors import digits, turn_on
from tests.web.client import YES, Browser, Page

ITCH, RASH, GONE = own_key("Typeditch"), own_key("Typedrash"), own_key("Typedgone")
PLAN = {"starts_on": "2026-11-10", "time_1": "08:00", "amount_1": "0.5", "time_2": "20:00", "amount_2": "0.5"}
EVERYTHING = "period=free&first=2026-10-01&last=2026-11-23"
PICTURES = tuple(SOURCES)


@dataclass
class Visit:
    """Who opens pages: the owner of the filled record, somebody who has just begun, and nobody."""

    owner: Browser
    stranger: Browser
    nobody: Browser
    clock: time_machine.Traveller
    ids: Mapping[str, str]

    def stale(self, address: str, action: str, **fields: str) -> Page:
        """What a form with a token that is no longer good is answered with."""
        filled = self.owner.get(address).fields(action)
        return self.owner.post(action, filled | {"csrf_token": "old"} | fields, 400)

    def confirmed(self, address: str) -> Page:
        """A page that asks for the password when it was typed too long ago."""
        page = self.owner.get(address, 200)
        assert "/confirmations" not in page.html.split("</head>")[0]
        return page


def fill(owner: Browser) -> dict[str, str]:
    """Two weeks of doses, check-ins and episodes, with something edited, deleted, renamed, merged and hidden."""
    earlier = {"when": "earlier"}
    for day in range(8, 23):
        on = {"on": f"2026-11-{day:02}", **earlier}
        owner.log_dose(at="08:05", **on)
        if day % 5:
            owner.log_dose(at="20:10", status="skipped" if day % 4 == 0 else "taken", **on)
        if day % 3:
            owner.check_in({"drowsiness": day % 5, "dizziness": (day + 2) % 4}, mood=str(day % 5 + 1), at="09:00", **on)
    for name, at in (("Typeditch", "10:00"), ("Typedgone", "10:30"), ("Typedrash", "11:00")):
        owner.check_in(new_symptom=name, **{"rating-new": "2"}, at=at, on="2026-11-21", note="Typednote", **earlier)
    owner.submit("/regimens/new", "/regimens", PLAN)
    owner.submit("/regimens/new", "/regimens", {"starts_on": "2026-11-25", "amount_1": "1"})
    owner.submit("/symptoms", "/symptoms", {"name": "Typedunrated"})
    owner.submit(f"/symptoms/{ITCH}", f"/symptoms/{ITCH}", {"name": "Typedtickle"})
    owner.submit(f"/symptoms/{RASH}", f"/symptoms/{RASH}/visibility")
    owner.submit(f"/symptoms/{GONE}/merger?into=dizziness", f"/symptoms/{GONE}/merger")
    episode = owner.log_episode(minutes="75", severity="3", at="07:00", on="2026-11-22", note="Typednote", **earlier)
    abroad = owner.log_episode(what="seizure", at="07:00", on="2026-11-19", zone="America/New_York", **earlier)
    check_in = owner.check_in({"drowsiness": 3, "dizziness": 0, "coordination": 2}, mood="1", note="Typednote")
    dose = owner.log_dose(note="Typednote")
    owner.submit(f"/doses/{dose}", f"/doses/{dose}", {"amount": "1", "note": "Typedother"})
    deleted = owner.log_dose(amount="2", at="09:30", on="2026-11-23", **earlier)
    owner.submit(f"/doses/{deleted}", f"/entries/{deleted}/deletion")
    owner.log_day("2026-11-21", drove="no", missed="yes", alcohol="yes", sedative="yes", sleep="7.5", note="Typednote")
    day = owner.log_day("2026-11-22", drove="yes", fell="yes", sleep="8", hard_days="2", undone="1", living="3")
    return {"dose": dose, "check_in": check_in, "episode": episode, "abroad": abroad, "deleted": deleted, "day": day}


def _asked_about_driving(visit: Visit) -> Page:
    return visit.owner.follow(visit.owner.submit("/check-ins/new", "/check-ins", {"rating-drowsiness": "3"}))


def _day_changed(visit: Visit) -> Page:
    address = f"/days/{visit.ids['day']}"
    return visit.owner.follow(visit.owner.submit("/days/2026-11-22", address, {"fell": "no"}))


def _day_deleted(visit: Visit) -> Page:
    visit.owner.submit("/days/2026-11-22", f"/entries/{visit.ids['day']}/deletion")
    return visit.owner.get("/days/2026-11-22")


def _every_day_question(visit: Visit) -> Page:
    """Everything is asked, but for driving, which is folded."""
    for pressed in ({"ask": "sleep"}, {"ask": "look"}, {"unask": "drove"}, {"ease": "worry"}):
        visit.owner.post("/effects", visit.owner.marks() | pressed)
    return visit.owner.get("/days/2026-11-20")


def _for_worry(visit: Visit) -> Page:
    """What the medicine is for is asked on Today."""
    visit.owner.post("/effects", visit.owner.marks() | {"ease": "worry"})
    return visit.owner.get("/")


def _worry_answered(visit: Visit) -> Page:
    today = "/days/2026-11-23/benefit-worry"
    return visit.owner.follow(visit.owner.send(_for_worry(visit), today, {"answer": "2"}))


def _get(address: str, who: str = "owner", status: int = 200) -> Callable[[Visit], Page]:
    return lambda visit: getattr(visit, who).get(address.format(**visit.ids), status)


def _send(address: str, action: str, fields: dict[str, str], status: int = 422) -> Callable[[Visit], Page]:
    return lambda visit: visit.owner.submit(address.format(**visit.ids), action.format(**visit.ids), fields, status)


def _bad_account(visit: Visit) -> Page:
    fields = {"name": "Owner", "password": "short", "zone": "Atlantis"}
    return visit.nobody.submit("/accounts/new", "/accounts", fields, 422)


def _bad_log_in(visit: Visit) -> Page:
    return visit.nobody.submit("/sessions/new", "/sessions", {"name": "Owner", "password": "wrong"}, 422)


def _held(visit: Visit) -> Page:
    form = visit.owner.get("/doses/new").fields("/doses") | {"amount": "0.5", "note": "Typednote"}
    visit.owner.client.delete_cookie("journal")
    return visit.owner.post("/doses", form, 401)


def _conflict(address: str, **fields: str) -> Callable[[Visit], Page]:
    def save_both(visit: Visit) -> Page:
        path = address.format(**visit.ids)
        before = visit.owner.get(path)
        visit.owner.submit(path, path, {"note": "Typedfirst"})
        return visit.owner.send(before, path, {"note": "Typedsecond", **fields}, 409)

    return save_both


def _sheet_saved(visit: Visit) -> Page:
    """A dose and a check-in of a day, typed in from paper."""
    address = "/week-sheets/2026-11-16"
    typed = {"rating-2026-11-18-memory": "2", "note-2026-11-18": "Typednote"}
    return visit.owner.follow(visit.owner.submit(address, address, typed))


def _sheet_as_needed(visit: Visit) -> Page:
    """A sheet with a medicine that is taken as needed, a pause, and one without a plan."""
    drops = visit.owner.add_medicine("Typeddrops", unit="drops", amounts="5")
    ordered = {"as_needed_amount": "5", "starts_on": "2026-11-23"}
    visit.owner.submit(f"/regimens/new?medicine={drops}", "/regimens", ordered)
    pause = {"first_on": "2026-11-22", "last_on": "2026-11-23", "reason": "0"}
    visit.owner.submit("/regimens/pauses/new?medicine=clonazepam", "/regimens/pauses", pause)
    return visit.owner.get("/week-sheets/2026-11-23")


def _plan_conflict(visit: Visit) -> Page:
    before = visit.owner.get("/regimens/new")
    other = {"starts_on": "2026-11-23", "often": "other", "amount_2": "0.5", "ordered_by": "Typeddoctor"}
    visit.owner.submit("/regimens/new", "/regimens", other)
    return visit.owner.send(before, "/regimens", {"starts_on": "2026-11-24", "amount_1": "2"}, 409)


def _pause_again(visit: Visit) -> Page:
    form = visit.owner.get("/regimens/pauses/new")
    visit.owner.send(form, "/regimens/pauses", {"last_on": "2026-12-24"})
    return visit.owner.send(form, "/regimens/pauses", {"last_on": "2026-12-25"}, 409)


def _taper_conflict(visit: Visit) -> Page:
    form, row = visit.owner.get("/regimens/tapers/new"), {"from_1": "2026-12-01", "amount_1_1": "0.25"}
    visit.owner.send(form, "/regimens/tapers", row)
    visit.owner.submit("/regimens/new", "/regimens", {"starts_on": "2026-11-24", "amount_1": "2"})
    return visit.owner.send(form, "/regimens/tapers", row | {"amount_1_1": "0.5"}, 409)


def _medicine_told(done: str) -> Callable[[Visit], Page]:
    return _get(f"/medicines?done={done}&about=clonazepam")


def _listed(name: str) -> Callable[[Visit], Page]:
    """The page after a medicine was added."""

    def added(visit: Visit) -> Page:
        return visit.owner.follow(visit.owner.submit("/medicines/new", "/medicines", {"name": name}))

    return added


def _listed_dose(visit: Visit) -> Page:
    """Today right after a dose of a medicine that can act together with another one."""
    owner, medicine = visit.owner, visit.owner.add_medicine("Typedname Tramadol")
    sent = {"medicine": medicine, "amount": "other", "other_amount": "30"}
    return owner.follow(owner.submit(f"/doses/new?medicine={medicine}", "/doses", sent))


def _second_seizure(visit: Visit) -> Page:
    """Today right after the second seizure within a day."""
    visit.owner.log_episode(what="seizure")
    return visit.owner.follow(visit.owner.submit("/episodes/new", "/episodes", {"what": "seizure"}))


def _smaller_dose(visit: Visit) -> Page:
    """Today on the day of a smaller dose."""
    visit.owner.submit("/regimens/new", "/regimens", {"starts_on": "2026-11-23", "amount_1": "0.25"})
    return visit.owner.get("/")


def _tablets(visit: Visit) -> Page:
    """Tablets of two strengths at home."""
    address, fields = "/medicines/clonazepam", {f"tablet_clonazepam_{each}": "yes" for each in (500_000, 2_000_000)}
    visit.owner.submit(address, address, fields)
    return visit.owner.get(address)


def _counted(visit: Visit, amount: str) -> Page:
    return visit.owner.follow(visit.owner.submit("/supplies", "/supplies", {"amount": amount}))


def _counted_again(visit: Visit) -> Page:
    form = visit.owner.get("/supplies")
    visit.owner.send(form, "/supplies", {"amount": "3"})
    return visit.owner.send(form, "/supplies", {"amount": "4"}, 409)


def _medicine_days(visit: Visit, *last_days: str) -> Page:
    """What is said after its last day was changed to each of these."""
    address = "/medicines/clonazepam"
    for day in last_days:
        page = visit.owner.follow(visit.owner.submit(address, address, {"ends_on": day}))
    return page


def _medicine_again(visit: Visit) -> Page:
    form = visit.owner.get("/medicines/new")
    visit.owner.send(form, "/medicines", {"name": "Typedone", "unit": "mg"})
    return visit.owner.send(form, "/medicines", {"name": "Typedtwo", "unit": "mg"}, 409)


def _medicine_conflict(visit: Visit) -> Page:
    address = f"/medicines/{visit.owner.add_medicine('Typeddrops', unit='drops', amounts='5', starts_on='2026-11-20')}"
    before = visit.owner.get(address)
    visit.owner.send(before, address, {"name": "Typedone", "unit": "ml", "amounts": "", "ends_on": "2026-12-01"})
    return visit.owner.send(before, address, {"name": "Typedtwo", "amounts": "6", "starts_on": ""}, 409)


def _then(first: Callable[[Visit], Any], address: str) -> Callable[[Visit], Page]:
    def step(visit: Visit) -> Page:
        first(visit)
        return visit.owner.get(address.format(**visit.ids))

    return step


def _taper(visit: Visit) -> Page:
    """Steps to come after one that was replaced, a pause, and an end."""
    later = {"starts_on": "2026-12-01", "amount_1": "1", "ends_on": "2026-12-24", "ordered_by": "Typeddoctor"}
    visit.owner.submit("/regimens/new", "/regimens", {"starts_on": "2026-12-08", "amount_1": "0.5"})
    visit.owner.submit("/regimens/new", "/regimens", later)
    days = {"first_on": "2026-11-21", "last_on": "2026-11-22", "reason": "0"}
    visit.owner.submit("/regimens/pauses/new", "/regimens/pauses", days)
    return visit.owner.get("/medicine")


def _medicines(visit: Visit) -> Page:
    """Another one, planned, with doses as needed, and a third that has ended."""
    drops = visit.owner.add_medicine("Typeddrops", unit="drops", amounts="5", starts_on="2026-11-20")
    visit.owner.submit(f"/regimens/new?medicine={drops}", "/regimens", {"amount_1": "5"})
    visit.owner.submit(f"/doses/new?medicine={drops}", "/doses", {"amount": "5"})
    gone = visit.owner.add_medicine("Typedgone", unit="ml", starts_on="2026-11-20")
    visit.owner.submit(f"/medicines/{gone}", f"/medicines/{gone}", {"ends_on": "2026-11-21"})
    return visit.owner.get("/medicines")


def _wrong_medicine(visit: Visit) -> Page:
    drops = visit.owner.add_medicine("Typeddrops", unit="drops", amounts="5")
    return visit.owner.get(f"/doses/{visit.ids['dose']}?medicine={drops}")


def _nothing_known(visit: Visit) -> None:
    fields = {"name": "Typedown", "not_taken": "clonazepam"}
    visit.stranger.submit("/medicines/new?first=1", "/medicines", fields)


def _of_own_medicine(address: str) -> Callable[[Visit], Page]:
    def step(visit: Visit) -> Page:
        _nothing_known(visit)
        return visit.stranger.get(address)

    return step


def _recorded(visit: Visit) -> Page:
    form = visit.owner.get("/doses/new").fields("/doses") | {"amount": "0.5"}
    visit.owner.post("/doses", form | YES)
    return visit.owner.post("/doses", form | YES | {"amount": "1"}, 409)


def _anothers(visit: Visit) -> Page:
    form = visit.stranger.get("/doses/new").fields("/doses")
    return visit.owner.submit("/doses/new", "/doses", {"amount": "1", "whose": form["whose"]}, 409)


def _saved(visit: Visit) -> Page:
    return visit.owner.follow(visit.owner.submit("/doses/new", "/doses", {"amount": "1"} | YES))


def _check_in_saved(**fields: str) -> Callable[[Visit], Page]:
    """Today right after a check-in of which a safety rule has something to say."""
    return lambda visit: visit.owner.follow(visit.owner.submit("/check-ins/new", "/check-ins", fields))


MUCH = {"amount": "other", "other_amount": "40", "confirmed": "yes", **YES}


def _alert_told(visit: Visit) -> Page:
    return visit.owner.follow(visit.owner.submit("/doses/new", "/doses", MUCH))


def _alert_of_dose(visit: Visit) -> Page:
    address = f"/doses/{visit.owner.log_dose(**MUCH)}"
    visit.owner.submit(address, address, MUCH | {"other_amount": "50"})
    return visit.owner.get(address)


def _alerts_read(visit: Visit) -> Page:
    _alert_of_dose(visit)
    page = visit.owner.get("/alerts")
    action = next(
        form.get("action") or "" for form in page.document.iter("form") if "ackn" in (form.get("action") or "")
    )
    return visit.owner.follow(visit.owner.send(page, action))


def _day_asked(visit: Visit) -> Page:
    visit.clock.shift(timedelta(days=1))
    return visit.owner.get("/history/2026-11-23")


def _day_saved(visit: Visit) -> Page:
    return visit.owner.follow(visit.owner.send(_day_asked(visit), "/doses"))


def _dose_later(visit: Visit) -> Page:
    visit.clock.shift(timedelta(hours=16))
    return visit.owner.get("/doses/new")


def _dose_other_amount(visit: Visit) -> Page:
    visit.clock.shift(timedelta(hours=16))
    return visit.owner.get("/doses/new?amount=1.5")


def _bad_day(visit: Visit, **fields: str) -> Page:
    """What a press on a bad day is answered with, when the morning's dose is due."""
    visit.clock.shift(timedelta(hours=20))
    answer = visit.owner.submit("/bad-day", "/bad-day/doses", fields, 422 if fields else 303)
    return answer if fields else visit.owner.follow(answer)


def _bad_day_removed(visit: Visit) -> Page:
    return visit.owner.follow(visit.owner.send(_bad_day(visit), "/bad-day/removal"))


def _noted(visit: Visit) -> Page:
    fields = {"pregnant_since": "2026-09-01", "breastfeeding_since": "2026-11-01"}
    return visit.owner.follow(visit.owner.submit("/circumstances", "/circumstances", fields))


def _quiet(visit: Visit) -> str:
    return visit.owner.log("quiet", {"first_on": "2026-11-17", "last_on": "2026-11-20", "note": "Typednote"})


def _quiet_deleted(visit: Visit) -> Page:
    entry_id = _quiet(visit)
    visit.owner.submit(f"/quiet-days/{entry_id}", f"/entries/{entry_id}/deletion")
    return visit.owner.get(f"/quiet-days/{entry_id}")


def _quiet_offered(visit: Visit) -> Page:
    visit.stranger.log_dose(when="earlier", on="2026-11-10", at="08:00")
    visit.stranger.submit("/effects", "/effects", {"only_when_wrong": "yes"})
    return visit.stranger.get("/")


def _bad_day_at(hours: int) -> Callable[[Visit], Page]:
    def step(visit: Visit) -> Page:
        visit.clock.shift(timedelta(hours=hours))
        return visit.owner.get("/bad-day")

    return step


def _bad_day_several(visit: Visit) -> Page:
    """Three medicines due at once, and what is said when all of them are recorded."""
    for name in ("Typeddrops", "Typedpills"):
        added = visit.owner.add_medicine(name, unit="drops", amounts="5")
        step = {"amount_1": "5", "time_1": "08:00"}
        visit.owner.submit(f"/regimens/new?medicine={added}", "/regimens", step)
    visit.clock.shift(timedelta(hours=20))
    return visit.owner.get("/bad-day")


def _bad_day_several_saved(visit: Visit) -> Page:
    return visit.owner.follow(visit.owner.send(_bad_day_several(visit), "/bad-day/doses"))


def _bad_day_rated(visit: Visit) -> Page:
    return visit.owner.follow(visit.owner.submit("/bad-day", "/bad-day/ratings", {"rating-drowsiness": "3"}))


def _undone(visit: Visit) -> Page:
    deletion = f"/entries/{visit.ids['check_in']}/deletion"
    return visit.owner.follow(visit.owner.submit(f"/check-ins/{visit.ids['check_in']}", deletion))


def _put_back(visit: Visit) -> Page:
    restoration = f"/entries/{visit.ids['deleted']}/restoration"
    return visit.owner.follow(visit.owner.submit("/history/deleted", restoration))


def _ended(visit: Visit) -> Page:
    return visit.owner.follow(visit.owner.submit("/regimens/end", "/regimens/end"))


def _going_on(visit: Visit) -> Page:
    return visit.owner.follow(visit.owner.send(_ended(visit), "/regimens/restoration"))


def _codes(visit: Visit) -> Page:
    turn_on(visit.stranger)
    return visit.stranger.submit("/second-factors", "/second-factors/recovery-codes", status=200)


def _codes_before(visit: Visit) -> Page:
    turn_on(visit.stranger)
    return visit.stranger.get("/second-factors/recovery-codes")


def _second_step_on(visit: Visit) -> Page:
    turn_on(visit.stranger)
    return visit.stranger.get("/second-factors?used=1")


def _second_step_not_ended(visit: Visit) -> Page:
    turn_on(visit.stranger)
    return visit.stranger.submit("/second-factors", "/second-factors/end", {"password": PASSWORD, "code": "x"}, 422)


def _second_step(visit: Visit) -> Page:
    turn_on(visit.stranger)
    fields = {"name": "Stranger", "password": PASSWORD}
    return visit.nobody.follow(visit.nobody.submit("/sessions/new", "/sessions", fields))


def _second_step_wrong(visit: Visit) -> Page:
    return visit.nobody.send(_second_step(visit), "/second-factors/log-in", {"code": "abc"}, 422)


def _second_step_passed(visit: Visit) -> Page:
    secret, _ = turn_on(visit.stranger)
    visit.clock.shift(timedelta(seconds=30))
    fields = {"name": "Stranger", "password": PASSWORD}
    asked = visit.nobody.follow(visit.nobody.submit("/sessions/new", "/sessions", fields))
    return visit.nobody.follow(visit.nobody.send(asked, "/second-factors/log-in", {"code": digits(secret)}))


def _confirmation(visit: Visit) -> Page:
    visit.clock.shift(timedelta(minutes=11))
    return visit.owner.follow(visit.owner.get("/erasures/new", 303))


def _everything_out_wrong(visit: Visit) -> Page:
    visit.clock.shift(timedelta(minutes=11))
    return visit.owner.submit("/exports/new", "/exports", {"password": "wrong"}, 422)


def _confirmation_wrong(visit: Visit) -> Page:
    return visit.owner.send(_confirmation(visit), "/confirmations", {"password": "wrong"}, 422)


def _symptom(done: str, action: str, fields: dict[str, Any] | None = None, at: str = "") -> Callable[[Visit], Page]:
    return lambda visit: visit.owner.follow(visit.owner.submit(at or action, action, fields))


def _from_elsewhere(visit: Visit) -> Page:
    return visit.nobody.post("/sessions", {}, 403, headers={"Sec-Fetch-Site": "cross-site"})


def _too_much(visit: Visit) -> Page:
    return visit.nobody.post("/sessions", {f"field{number}": "x" for number in range(1100)}, 413)


def _code_said(visit: Visit) -> Page:
    return visit.owner.submit("/grants/new", "/grants", {"grant_name": "Typedben", "ends_on": "2026-12-24"}, 200)


def _looking_after(address: str, **fields: str) -> Callable[[Visit], Page]:
    """A page of the owner's record, as somebody who looks after it sees it."""

    def there(visit: Visit) -> Page:
        at = look_after(visit.owner, visit.stranger, grant_name="Typedben", **fields)
        return visit.stranger.get(at + address.format(**visit.ids))

    return there


SHARE = "/shares/preview?first=2026-11-08&last=2026-11-23"
ALL_OF_IT = f"{SHARE}&show_name=yes&show_notes=yes&show_typed=yes&" + "&".join(f"chart-{name}=yes" for name in PICTURES)


def _link(visit: Visit, address: str = SHARE, **fields: str) -> Page:
    """A link that was made: the page that shows it."""
    return visit.owner.send(visit.owner.get(address), "/shares", {"share_name": "Typedweber"} | fields, 200)


def _door(visit: Visit, made: Page, pin: str = "", status: int = 303) -> Page:
    token = re.findall(r"/s/([\w-]{43})", made.html)[0]
    return visit.nobody.post(f"/s/{token}", {"pin": pin}, status)


def _link_seen(address: str) -> Callable[[Visit], Page]:
    return lambda visit: visit.nobody.follow(_door(visit, _link(visit, address)))


def _links(visit: Visit) -> Page:
    """One that is open with everything in it, one that was opened as often as it may be, and one that was ended."""
    _link(visit, ALL_OF_IT, pin="481592")
    _door(visit, _link(visit, views="1"))
    _link(visit)
    listed = visit.owner.get("/shares")
    ended = re.findall(r"/shares/([\w-]{22})/end", listed.html)[0]
    return visit.owner.follow(visit.owner.send(listed, f"/shares/{ended}/end"))


def _bad_share(visit: Visit) -> Page:
    typed = {"share_name": "Typed" * 20, "days": "99", "views": "0", "pin": "1"}
    return visit.owner.send(visit.owner.get(SHARE), "/shares", typed, 422)


def _who_has_access(visit: Visit) -> Page:
    """Somebody who looks after one medicine, somebody invited for a time, somebody whose access ended."""
    ended = look_after(visit.owner, visit.stranger, grant_name="Typedold")
    visit.owner.submit("/grants", f"/grants/{ended[5:]}/end")
    some = {"which": "some", "medicine-clonazepam": "yes"}
    look_after(visit.owner, visit.stranger, grant_name="Typedben", starts_on="2026-11-25", **some)
    invite(visit.owner, grant_name="Typedann", starts_on="2026-11-24", ends_on="2026-12-24")
    return visit.owner.get("/grants?done=changed")


def _access_to_change(visit: Visit) -> Page:
    there = look_after(
        visit.owner, visit.stranger, grant_name="Typedben", which="some", **{"medicine-clonazepam": "yes"}
    )
    return visit.owner.get(f"/grants/{there[5:]}")


def _people(visit: Visit) -> Page:
    look_after(visit.owner, visit.stranger, grant_name="Typedben", ends_on="2026-12-24")
    return visit.stranger.get("/people?ended=yes")


def _giving_up(visit: Visit) -> Page:
    """The second yes, with somebody who cares in full."""
    look_after(visit.owner, visit.stranger, grant_name="Typedben")
    return visit.owner.get("/no-log-in/new")


def _not_in_full(**terms: str) -> Callable[[Visit], Page]:
    """Why nobody could go on alone, where somebody was let in on those terms and somebody else was invited."""

    def step(visit: Visit) -> Page:
        look_after(visit.owner, visit.stranger, grant_name="Typedben", **terms)
        invite(visit.owner, grant_name="Typedann")
        return visit.owner.get("/no-log-in")

    return step


def _last_carer(address: str) -> Callable[[Visit], Page]:
    """A page of whoever is the last to care for a record without a log-in; "/for" is where that record is."""

    def step(visit: Visit) -> Page:
        there = look_after(visit.owner, visit.stranger, grant_name="Typedben")
        visit.owner.submit("/no-log-in/new", "/no-log-in", {"password": PASSWORD})
        return visit.stranger.get(address.replace("/for", there))

    return step


def _leaving(visit: Visit) -> Page:
    """The last who cares presses the button of a page that was opened before."""
    there = look_after(visit.owner, visit.stranger, grant_name="Typedben")
    page = visit.stranger.get("/people")
    visit.owner.submit("/no-log-in/new", "/no-log-in", {"password": PASSWORD})
    return visit.stranger.send(page, f"/people/{there[5:]}/end", {}, 422)


def _begun_to_look_after(visit: Visit) -> Page:
    return visit.stranger.follow(accept(visit.stranger, invite(visit.owner)))


def _wrong_code(visit: Visit) -> Page:
    code = invite(visit.owner)
    accept(visit.stranger, code)
    return accept(visit.stranger, code, 422)


def _of_another(visit: Visit) -> Page:
    """An entry that somebody else wrote and changed, as the patient reads it."""
    there = look_after(visit.owner, visit.stranger, grant_name="Typedben")
    dose = visit.ids["dose"]
    visit.stranger.submit(f"{there}/doses/{dose}", f"{there}/doses/{dose}", {"amount": "1"})
    visit.stranger.submit(f"{there}/doses/new", f"{there}/doses", {"amount": "1", "note": "Typednote"} | YES)
    pause = {"first_on": "2026-11-25", "last_on": "2026-11-26", "reason": "0"}
    visit.stranger.submit(f"{there}/regimens/pauses/new", f"{there}/regimens/pauses", pause)
    return visit.owner.get(f"/doses/{dose}")


def _seen(who: str, address: str) -> Callable[[Visit], Page]:
    """Something somebody else saw, as the patient or that person reads it."""

    def there(visit: Visit) -> Page:
        at = look_after(visit.owner, visit.stranger, grant_name="Typedben", kind="observe")
        form = visit.stranger.get(f"{at}/observations/new")
        seen = {"what": "other", "note": "Typednote", "minutes": "75", "severity": "2"}
        made = visit.stranger.send(form, f"{at}/observations", seen).location.rpartition("=")[2]
        return getattr(visit, who).get(address.format(there=at, id=made))  # type: ignore[no-any-return]

    return there


COMING = {"past": None, "on": "2026-12-04", "at": "10:30", "person": "Typeddoctor", "place": "Typedplace"}
LINES = dict.fromkeys(("changed", "bothers", "to_ask"), "Typedline")


def _decided(visit: Visit) -> str:
    """A visit that was, and what was decided at it; returns its id."""
    return visit.owner.add_visit(person="Typeddoctor", decided="Typeddecision")


def _visits(visit: Visit) -> Page:
    """One without a day, one to come, one of today, one that was; the next one changed once."""
    visit.owner.submit("/visits/new", "/visits", LINES)
    visit.owner.add_visit(**COMING)
    visit.owner.add_visit(on="2026-11-23", at="08:00", person="Typeddoctor", **LINES)
    _decided(visit)
    return visit.owner.get("/visits")


def _visit_saved(visit: Visit) -> Page:
    return visit.owner.get(f"/visits?saved={visit.owner.add_visit(**COMING)}")


def _visit_deleted(visit: Visit) -> Page:
    address = f"/visits/{_decided(visit)}"
    return visit.owner.follow(visit.owner.submit(address, f"{address}/deletion"))


def _visit_again(visit: Visit) -> Page:
    form = visit.owner.get("/visits/new")
    visit.owner.send(form, "/visits", LINES)
    return visit.owner.send(form, "/visits", LINES | {"person": "Typeddoctor"}, 409)


def _visit_conflict(visit: Visit) -> Page:
    address = f"/visits/{visit.owner.add_visit(**COMING)}"
    before = visit.owner.get(address)
    visit.owner.submit(address, address, LINES)
    return visit.owner.send(before, address, {"place": "Typedother"}, 409)


def _visit_gone(visit: Visit) -> Page:
    address = f"/visits/{_decided(visit)}"
    before = visit.owner.get(address)
    visit.owner.submit(address, f"{address}/deletion")
    return visit.owner.send(before, address, {"place": "Typedother"}, 409)


def _step_of_visit(visit: Visit) -> Page:
    """The plan after a step was entered that was decided at a visit."""
    form = visit.owner.get(f"/regimens/new?visit={_decided(visit)}")
    return visit.owner.follow(visit.owner.send(form, "/regimens", {"starts_on": "2026-12-08", "amount_1": "0.25"}))


def _visit_with_step(visit: Visit) -> Page:
    found = re.search("/visits/[0-9a-f-]{36}", _step_of_visit(visit).html)
    assert found is not None
    return visit.owner.get(found[0])


def _taken_back(visit: Visit) -> Page:
    page = _seen("stranger", "{there}/observations")(visit)
    action = next(str(form.get("action")) for form in page.forms())
    return visit.stranger.follow(visit.stranger.send(page, action))


def _observing(address: str, status: int = 200) -> Callable[[Visit], Page]:
    def there(visit: Visit) -> Page:
        at = look_after(visit.owner, visit.stranger, grant_name="Typedben", kind="observe")
        return visit.stranger.get(at + address, status)

    return there


def _seen_wrongly(visit: Visit) -> Page:
    form = _observing("/observations/new")(visit)
    action = next(str(each.get("action")) for each in form.forms())
    return visit.stranger.send(form, action, {"what": "", "minutes": "x"}, 422)


def _right_ended(visit: Visit) -> Page:
    there = look_after(visit.owner, visit.stranger, grant_name="Typedben")
    form = visit.stranger.get(f"{there}/doses/new")
    visit.owner.submit("/grants", f"/grants/{there[5:]}/end")
    return visit.stranger.send(form, f"{there}/doses", {"amount": "0.5", "note": "Typednote"}, 404)


PAGES: dict[str, Callable[[Visit], Page]] = {
    "about": _get("/about", "nobody"),
    "emergency": _get("/emergency", "nobody"),
    "emergency, logged in": _get("/emergency"),
    "sign-up": _get("/accounts/new", "nobody"),
    "sign-up, errors": _bad_account,
    "log-in": _get("/sessions/new", "nobody"),
    "log-in, wrong": _bad_log_in,
    "log-in with a form waiting": _held,
    "second step at log-in": _second_step,
    "second step at log-in, wrong": _second_step_wrong,
    "second step at log-in, passed": _second_step_passed,
    "goodbye": _get("/erasures", "nobody"),
    "nothing here": _get("/nothing", "owner", 404),
    "forms only": _get("/sessions/end", "owner", 405),
    "address too long": _get("/?" + "x" * 9000, "owner", 414),
    "too much at once": _too_much,
    "another site": _from_elsewhere,
    "today, empty": _get("/", "stranger"),
    "today": _get("/"),
    "today, saved": _saved,
    "today, sent twice": _get("/?saved={dose}&again=1"),
    "today, deleted": _undone,
    "bad day, empty": _get("/bad-day", "stranger"),
    "bad day": _bad_day_at(20),
    "bad day, early": _bad_day_at(30),
    "bad day, nothing due": _get("/bad-day"),
    "bad day, saved": _bad_day,
    "bad day, sent twice": _get("/bad-day?saved={dose}&again=1"),
    "bad day, sent again after it was deleted": _get("/bad-day?saved={deleted}&again=1"),
    "bad day, taken back": _bad_day_removed,
    "bad day, rated": _bad_day_rated,
    "bad day, several medicines": _bad_day_several,
    "bad day, several medicines, saved": _bad_day_several_saved,
    "bad day, a question": lambda visit: _bad_day(visit, amount_1="other", other_amount_1="90"),
    "bad day, not whole": lambda visit: _bad_day(visit, medicine_1=""),
    "bad day, nothing known of what is taken": _of_own_medicine("/bad-day"),
    "dose, empty": _get("/doses/new", "stranger"),
    "dose": _get("/doses/new?when=earlier"),
    "dose of a day gone by": _get("/doses/new?on=2026-11-20&at=20:00&found=day%3D2026-11-20"),
    "dose, planned times": _dose_later,
    "dose, another amount planned": _dose_other_amount,
    "dose, time pressed": _send(
        "/doses/new", "/doses", {"amount": "90", "pressed": "ago 60 2026-11-23T10:00Z Europe/Berlin"}
    ),
    "dose, skip pressed": _send(
        "/doses/new", "/doses", {"amount": "90", "pressed": "skipped 0 2026-11-23T07:00Z Europe/Berlin"}
    ),
    "dose, page too old": _send("/doses/new", "/doses", {"pressed": "ago 60 2026-11-23T08:00Z Europe/Berlin"}),
    "dose, no time": _send("/doses/new", "/doses", {"when": "asked"}),
    "dose, nonsense pressed": _send("/doses/new", "/doses", {"pressed": "x"}),
    "dose, errors": _send(
        "/doses/new",
        "/doses",
        {"amount": "other", "other_amount": "½", "when": "earlier", "on": "2199-01-01", "at": "x"},
    ),
    "dose, one more": _send("/doses/new", "/doses", {"amount": "0.5"}),
    "dose, a day's total": _send("/doses/new", "/doses", {"amount": "other", "other_amount": "3.5"}),
    "dose, several questions": _send("/doses/new", "/doses", {"amount": "other", "other_amount": "4.25"}),
    "dose, a great deal": _send("/doses/new", "/doses", {"amount": "other", "other_amount": "90"}),
    "dose, a time twice": _send(
        "/doses/new", "/doses", {"amount": "1", "when": "earlier", "on": "2026-10-25", "at": "02:30"}
    ),
    "dose, a time that was not": _send(
        "/doses/new", "/doses", {"amount": "1", "when": "earlier", "on": "2026-03-29", "at": "02:30"}
    ),
    "dose to edit": _get("/doses/{dose}"),
    "dose, deleted": _get("/doses/{deleted}"),
    "dose in two versions": _conflict("/doses/{dose}", amount="2"),
    "dose recorded otherwise": _recorded,
    "dose not saved yet": lambda visit: visit.stale("/doses/new", "/doses", note="Typednote"),
    "dose not deleted": lambda visit: visit.stale(
        f"/doses/{visit.ids['dose']}", f"/entries/{visit.ids['dose']}/deletion"
    ),
    "dose of somebody else": _anothers,
    "check-in, empty": _get("/check-ins/new", "stranger"),
    "check-in": _get("/check-ins/new"),
    "check-in, nothing": _send("/check-ins/new", "/check-ins", {}),
    "check-in, errors": _send("/check-ins/new", "/check-ins", {"rating-new": "2", "note": "Typed" * 500}),
    "check-in to edit": _get("/check-ins/{check_in}"),
    "check-in saved, danger sign": _check_in_saved(**{"rating-drowsiness": "4", "sign-confused": "yes"}),
    "check-in saved, very sleepy": _check_in_saved(**{"rating-drowsiness": "4"}),
    "check-in in two versions": _conflict("/check-ins/{check_in}", **{"rating-drowsiness": "1"}),
    "episode": _get("/episodes/new"),
    "episode, saved": lambda visit: visit.owner.follow(
        visit.owner.submit("/episodes/new", "/episodes", {"what": "seizure"})
    ),
    "episode, errors": _send("/episodes/new", "/episodes", {"what": "", "minutes": "Typedlong"}),
    "episode to edit": _get("/episodes/{episode}"),
    "episode abroad": _get("/episodes/{abroad}"),
    "the day, empty": _get("/days/new", "stranger"),
    "the day, nothing": _send("/days/new", "/days", {}),
    "the day, errors": _send("/days/new", "/days", {"sleep": "Typedlong", "drove": "Typed", "hard_days": "Typed"}),
    "the day, answered": _get("/days/2026-11-21"),
    "the day to edit": _get("/days/{day}"),
    "the day, saved": lambda visit: visit.owner.follow(visit.owner.submit("/days/new", "/days", {"fell": "yes"})),
    "the day, changed": _day_changed,
    "the day, deleted": _day_deleted,
    "the day, driven on": lambda visit: visit.owner.follow(
        visit.owner.submit("/days/new", "/days", {"drove": "yes", "alcohol": "yes", "sedative": "yes"})
    ),
    "today, asked about driving": _asked_about_driving,
    "the day in two versions": _conflict("/days/{day}", drove="no"),
    "the day, with every question": _every_day_question,
    "today, what the medicine is for": _for_worry,
    "today, what the medicine is for, answered": _worry_answered,
    "the day, none such": _get("/days/2026-02-30", "owner", 404),
    "the day, to come": _get("/days/2026-11-24", "owner", 404),
    "quiet days": _get("/quiet-days/new?first_on=2026-11-17&last_on=2026-11-23"),
    "quiet days, errors": _send("/quiet-days/new", "/quiet-days", {"first_on": "x", "last_on": "2199-01-01"}),
    "quiet days, too many": _send(
        "/quiet-days/new", "/quiet-days", {"first_on": "2026-11-01", "last_on": "2026-11-20", "note": "Typednote"}
    ),
    "quiet days to edit": lambda visit: visit.owner.get(f"/quiet-days/{_quiet(visit)}"),
    "quiet days, deleted": _quiet_deleted,
    "today, quiet days offered": _quiet_offered,
    "today, quiet days saved": lambda visit: visit.stranger.follow(
        visit.stranger.send(_quiet_offered(visit), "/quiet-days")
    ),
    "what a check-in asks, only when something is wrong": _then(
        lambda visit: visit.owner.submit("/effects", "/effects", {"only_when_wrong": "yes"}), "/effects"
    ),
    "history, quiet days": _then(_quiet, "/history?kind=quiet"),
    "history, empty": _get("/history", "stranger"),
    "history": _get("/history"),
    "history, filtered": _get("/history?kind=check_in&severity=2&period=90"),
    "history, all filters": _get(f"/history?kind=check_in&effect=drowsiness&severity=3&words=Typednote&{EVERYTHING}"),
    "history, nothing matches": _get("/history?words=Typedzeppelin"),
    "history, errors": _get("/history?period=free&first=2026-03-02&last=2026-03-01", "owner", 400),
    "history, put back": _put_back,
    "a day": _get("/history/2026-11-22"),
    "a day with something late": _get("/history/2026-11-20"),
    "a day, asked": _day_asked,
    "a day, saved": _day_saved,
    "a day, empty": _get("/history/2026-11-23", "stranger"),
    "a day before the record": _get("/history/2026-10-01"),
    "no such day": _get("/history/2026-02-30", "owner", 404),
    "a day to come": _get("/history/2026-11-24", "owner", 404),
    "deleted": _get("/history/deleted"),
    "deleted, nothing": _get("/history/deleted", "stranger"),
    "trends, empty": _get("/trends", "stranger"),
    "trends": _get("/trends"),
    "trends, a week": _get("/trends?period=7"),
    "trends, a year": _get("/trends?period=365"),
    "trends, everything": _get("/trends?period=all"),
    "trends, one effect": _get(f"/trends?effect=drowsiness&{EVERYTHING}"),
    "visit, empty": _get("/visit", "stranger"),
    "visit": _get("/visit"),
    "visit, everything": _get("/visit?period=all"),
    "visit, details": _get("/visit/details?period=90"),
    "visit, details with notes": _get("/visit/details?period=all&notes=yes"),
    "visit, details of nothing": _get("/visit/details?notes=yes", "stranger"),
    "visit, a suspected side effect": _get("/visit/reaction?effect=drowsiness"),
    "visit, a side effect that was never there": _get("/visit/reaction?level=4", "stranger"),
    "visit, errors": _get("/visit?period=free&first=2026-03-02&last=2026-03-01", "owner", 400),
    "trends, errors": _get("/trends?period=free&first=2026-03-02&last=2026-03-01", "owner", 400),
    "medicine, empty": _get("/medicine", "stranger"),
    "medicine": _get("/medicine"),
    "medicine, a part opened": _get("/medicine?part=side-effects"),
    "medicine, no steps there": _get("/medicine?before=1900-01-01"),
    "medicine, steps and pauses": _taper,
    "medicine, another medicine": _then(_medicines, "/medicine"),
    "medicines": _get("/medicines"),
    "medicine to add": _get("/medicines/new"),
    "medicine to add, errors": _send("/medicines/new", "/medicines", {"name": "\u200b", "unit": "x", "amounts": "x"}),
    "medicine to change": _get("/medicines/clonazepam"),
    "label for the box": _get("/labels/clonazepam"),
    "medicine to change, errors": _send(
        "/medicines/clonazepam", "/medicines/clonazepam", {"starts_on": "2026-02-03", "ends_on": "2026-02-01"}
    ),
    "medicines, another one": _medicines,
    "medicines, added": _medicine_told("added"),
    "medicines, added, on the short list": _listed("Typedcodeine Codeine"),
    "medicines, added, not on the short list": _listed("Typedname"),
    "medicine, beside one on its list": _then(_listed("Typedname Codeine"), "/medicine"),
    "medicine, beside one not on its list": _then(_listed("Typedname"), "/medicine"),
    "a dose of one on the short list": _listed_dose,
    "a second seizure": _second_seizure,
    "Today, after a smaller dose": _smaller_dose,
    "medicines, ended": _medicine_told("ended"),
    "medicines, last day to come": lambda visit: _medicine_days(visit, "2026-11-28"),
    "medicines, last day later": lambda visit: _medicine_days(visit, "2026-11-28", "2026-12-01"),
    "medicines, taken again": lambda visit: _medicine_days(visit, "2026-11-22", ""),
    "medicine that ends": _then(lambda visit: _medicine_days(visit, "2026-11-28"), "/medicines/clonazepam"),
    "medicine to begin": lambda visit: visit.owner.get(
        f"/medicines/{visit.owner.add_medicine('Typednext', starts_on='2026-12-01')}"
    ),
    "medicine sent twice": _medicine_again,
    "medicine in two windows": _medicine_conflict,
    "medicines, saved": _medicine_told("saved"),
    "medicines, removed": _get("/medicines?done=removed"),
    "today, another medicine": _then(_medicines, "/"),
    "dose, wrong medicine": _wrong_medicine,
    "dose, another medicine": _then(_medicines, "/doses/new?medicine=clonazepam"),
    "history, another medicine": _then(_medicines, "/history"),
    "visit, another medicine": _then(_medicines, "/visit?period=7"),
    "trends, another medicine": _then(_medicines, "/trends?period=7"),
    "plan, another medicine": _then(_medicines, "/regimens/new?medicine=clonazepam"),
    "plan, none": _get("/regimens/new", "stranger"),
    "plan": _get("/regimens/new"),
    "what a check-in asks, nothing": _of_own_medicine("/effects"),
    "a day, nothing recorded yet": _get("/history/2026-11-23", "stranger"),
    "everything out, nothing recorded yet": _get("/exports/new", "stranger"),
    "devices, one alone": _get("/devices", "stranger"),
    "first plan": _get("/regimens/new?first=1", "stranger"),
    "first plan, times left out": _send(
        "/regimens/new?first=1", "/regimens", {"often": "twice", "amount_1": "", "amount_4": "1"}
    ),
    "first plan, another medicine": _get("/medicines/new?first=1", "stranger"),
    "plan, errors": _send(
        "/regimens/new", "/regimens", {"starts_on": "", "time_1": "x", "amount_1": "other", "other_amount_1": "x"}
    ),
    "plan in two versions": _plan_conflict,
    "plan not saved yet": lambda visit: visit.stale("/regimens/new", "/regimens"),
    "medicine with its tablets": _tablets,
    "dose, my tablets": _then(_tablets, "/doses/new?amount=0.75"),
    "dose to change, my tablets": _then(_tablets, "/doses/{dose}"),
    "plan, my tablets": _then(_tablets, "/regimens/new"),
    "what is left, in my tablets": _then(_tablets, "/supplies"),
    "what is left, not counted": _get("/supplies"),
    "what is left, errors": _send("/supplies", "/supplies", {"tablets_500000": "½"}),
    "what is left, sent twice": _counted_again,
    "what is left": lambda visit: _counted(visit, "40"),
    "what is left, soon used up": lambda visit: _counted(visit, "3"),
    "what is left, less than today's": lambda visit: _counted(visit, "0"),
    "what is left, of another medicine": _then(_medicines, "/supplies?medicine=clonazepam"),
    "medicine, what is left": _then(lambda visit: _counted(visit, "3"), "/medicine"),
    "medicine, less left than today's": _then(lambda visit: _counted(visit, "0"), "/medicine"),
    "today, soon used up": _then(lambda visit: _counted(visit, "3"), "/"),
    "today, less left than today's": _then(lambda visit: _counted(visit, "0"), "/"),
    "pause": _get("/regimens/pauses/new"),
    "pause with errors": _send("/regimens/pauses/new", "/regimens/pauses", {"first_on": "x", "last_on": ""}, 422),
    "pause, another medicine": _then(_medicines, "/regimens/pauses/new?medicine=clonazepam"),
    "pause sent twice": _pause_again,
    "plan with a pause": lambda visit: visit.owner.follow(
        visit.owner.submit("/regimens/pauses/new", "/regimens/pauses", {"last_on": "2026-12-24", "reason": "0"})
    ),
    "taper, without a plan": _get("/regimens/tapers/new", "stranger"),
    "taper, without a plan, its times": _get("/regimens/tapers/new?at_1=08:00&at_2=20:00", "stranger"),
    "taper in two versions": _taper_conflict,
    "taper by a rule": _get("/regimens/tapers/new?first_on=2026-12-01&every=14&less=0.125&at=each"),
    "taper with errors": _send(
        "/regimens/tapers/new", "/regimens/tapers", {"from_1": "x", "amount_1_1": "y", "from_2": "2026-12-01"}, 422
    ),
    "plan to end": _get("/regimens/end"),
    "no plan to end": _get("/regimens/end", "stranger"),
    "plan ended": _ended,
    "plan goes on": _going_on,
    "what a check-in asks": _get("/effects"),
    "own symptoms, none": _get("/symptoms", "stranger"),
    "own symptoms": _get("/symptoms"),
    "own symptoms, error": _send("/symptoms", "/symptoms", {"name": "Drowsiness"}),
    "own symptoms, added": _symptom("added", "/symptoms", {"name": "Typednew"}),
    "own symptoms, hidden": _symptom("hidden", f"/symptoms/{ITCH}/visibility", at=f"/symptoms/{ITCH}"),
    "own symptom": _get(f"/symptoms/{ITCH}"),
    "own symptom, hidden": _get(f"/symptoms/{RASH}"),
    "own symptom, unrated": _get(f"/symptoms/{own_key('Typedunrated')}"),
    "own symptom, merged": _get(f"/symptoms/{GONE}"),
    "own symptom, error": _get(f"/symptoms/{ITCH}/merger", "owner", 400),
    "merger": _get(f"/symptoms/{ITCH}/merger?into=drowsiness"),
    "circumstances": _get("/circumstances", "stranger"),
    "circumstances, noted": _noted,
    "circumstances, alert": _then(_noted, "/alerts"),
    "circumstances, errors": _send("/circumstances", "/circumstances", {"pregnant_since": "x"}),
    "settings": _get("/settings"),
    "settings, saved": _get("/settings?saved=settings"),
    "settings, errors": _send("/settings", "/settings", {"zone": "Atlantis", "day_starts": "x", "hours": "x"}),
    "password, errors": _send("/settings", "/settings/password", {"old_password": "wrong", "new_password": "short"}),
    "devices": _get("/devices"),
    "devices, one ended": _get("/devices?ended=one"),
    "devices, others ended": _get("/devices?ended=others"),
    "who has access, nobody": _get("/grants?done=ended"),
    "who has access": _who_has_access,
    "invite somebody": _get("/grants/new"),
    "links, none": _get("/shares"),
    "links, made before": _get("/shares?done=before"),
    "links": _links,
    "link to choose": _get("/shares/new?period=7"),
    "link to choose, several medicines": _then(_medicines, "/shares/new"),
    "link to choose, errors": _get("/shares/preview?first=2026-03-02&last=2026-03-01", "owner", 400),
    "link to look at": _get("/shares/preview?first=2026-11-08"),
    "link to look at, empty": _get("/shares/preview?show_notes=yes", "stranger"),
    "link to look at, errors": _bad_share,
    "link made": lambda visit: _link(visit, pin="481592"),
    "link, its door": _get("/s/whatever", "nobody"),
    "link, wrong": lambda visit: visit.nobody.post("/s/whatever", {}, 404),
    "link, seen": _link_seen(SHARE),
    "link, all of it seen": _link_seen(ALL_OF_IT),
    "link, closed": _get("/shared/whatever", "nobody", 404),
    "invite somebody, errors": _send("/grants/new", "/grants", {"grant_name": "", "which": "some", "ends_on": "x"}),
    "the code to say": _code_said,
    "access to change": _access_to_change,
    "no log-in, nobody cares": _get("/no-log-in"),
    "no log-in, an observer": _not_in_full(kind="observe"),
    "no log-in, some medicines": _not_in_full(which="some", **{"medicine-clonazepam": "yes"}),
    "no log-in, until a day": _not_in_full(ends_on="2026-12-24"),
    "no log-in, from a day on": _not_in_full(starts_on="2026-11-24"),
    "no log-in, somebody cares": _then(_giving_up, "/no-log-in"),
    "no log-in, the second yes": _giving_up,
    "no log-in, errors": lambda visit: visit.owner.send(_giving_up(visit), "/no-log-in", {"password": "x"}, 422),
    "no log-in, given up": _get("/no-log-in/done", "nobody"),
    "no log-in, nobody cares any more": lambda visit: visit.owner.post(
        "/no-log-in", visit.owner.marks() | {"password": PASSWORD}, 422
    ),
    "no log-in, the last who cares": _last_carer("/no-log-in"),
    "people, the last who cares": _last_carer("/people"),
    "people, leaving the last one": _leaving,
    "account gone, the last who cares": _last_carer("/erasures/new"),
    "looking after, without a log-in": _last_carer("/for/"),
    "looking after, the log-in given up": _last_carer("/for/audit-events"),
    "people, nobody": _get("/people", "stranger"),
    "people": _people,
    "people, one more": _begun_to_look_after,
    "people, used code": _wrong_code,
    "looking after, today": _looking_after("/"),
    "looking after, history": _looking_after("/history"),
    "looking after, medicine": _looking_after("/medicine", which="some", **{"medicine-clonazepam": "yes"}),
    "looking after, a form": _looking_after("/doses/new"),
    "looking after, what was changed": _looking_after("/audit-events"),
    "written by another": _of_another,
    "history, written by another": _then(_of_another, "/history"),
    "what happened, by another": _then(_of_another, "/audit-events"),
    "right ended": _right_ended,
    "visits, none": _get("/visits", "stranger"),
    "visits": _visits,
    "visits, saved": _visit_saved,
    "visits, deleted": _visit_deleted,
    "a visit to add": _get("/visits/new", "stranger"),
    "a visit that was": _get("/visits/new?past=1"),
    "a visit, errors": _send("/visits/new?past=1", "/visits", {"on": "2026-02-30", "at": "x", "changed": "Typed" * 99}),
    "a visit, nothing written": _send("/visits/new?past=1", "/visits", {}),
    "a visit, saved before": _visit_again,
    "a visit, decided": lambda visit: visit.owner.get(f"/visits/{_decided(visit)}"),
    "a visit in two windows": _visit_conflict,
    "a visit deleted meanwhile": _visit_gone,
    "the page for the doctor, with visits": _then(_visits, "/visit"),
    "the plan, a step of a visit": _step_of_visit,
    "a visit, with a step of the plan": _visit_with_step,
    "what others saw, nothing": _get("/observations"),
    "what others saw": _seen("owner", "/observations"),
    "what others saw, on its day": _seen("owner", "/history/2026-11-23"),
    "what I saw": _seen("stranger", "{there}/observations?saved={id}"),
    "what I saw, taken back": _taken_back,
    "what did you see": _observing("/observations/new"),
    "observing, nothing there": _observing("/history", 404),
    "what did you see, errors": _seen_wrongly,
    "second step, off": _get("/second-factors"),
    "second step, set-up": _get("/second-factors/new"),
    "second step, set-up, errors": _send("/second-factors/new", "/second-factors", {"code": "abc"}),
    "second step, codes": _codes,
    "second step, codes shown before": _codes_before,
    "second step, no codes": _get("/second-factors/recovery-codes"),
    "second step, on": _second_step_on,
    "second step, not ended": _second_step_not_ended,
    "confirmation": _confirmation,
    "confirmation, wrong": _confirmation_wrong,
    "alerts": _get("/alerts"),
    "alerts of a level": _get("/alerts?level=emergency"),
    "alerts, nothing older": _get("/alerts?before=1.x"),
    "alerts, none yet": _get("/alerts", "stranger"),
    "alerts, one read and one struck": _alerts_read,
    "today, an alert not read": _alert_told,
    "a dose with alerts": _alert_of_dose,
    "what happened": _get("/audit-events"),
    "what happened, nothing older": _get("/audit-events?before=1"),
    "everything out": _get("/exports/new"),
    "a part of everything out": _get("/exports/new?period=28&medicine=clonazepam&sign=,&named=yes"),
    "a part of everything out, errors": _get("/exports/new?first=2030-01-01&medicine=x&sign=x", "owner", 400),
    "everything out, wrong password": _everything_out_wrong,
    "week sheets": _get("/week-sheets"),
    "week sheets, no such day": _get("/week-sheets?to=print&first_on=2026-02-30", "owner", 422),
    "week sheet, too far away": _get("/week-sheets/1999-01-01", "owner", 404),
    "week sheet": _get("/week-sheets/2026-11-16"),
    "week sheet, without a plan": _get("/week-sheets/2026-11-16", "stranger"),
    "week sheet, to come": _get("/week-sheets/2026-11-30"),
    "week sheet, as needed": _sheet_as_needed,
    "week sheet, errors": _send(
        "/week-sheets/2026-11-16",
        "/week-sheets/2026-11-16",
        {"dose-clonazepam.202611201900": "x", "rating-2026-11-16-memory": "9", "evening": "x"},
    ),
    "week sheet, nothing typed": _send("/week-sheets/2026-11-16", "/week-sheets/2026-11-16", {}),
    "week sheet, saved": _sheet_saved,
    "week sheet, sent late": lambda visit: visit.stale("/week-sheets/2026-11-16", "/week-sheets/2026-11-16"),
    "week sheet, taken back": _get("/week-sheets/2026-11-16?removed=yes"),
    "week sheet, saved and taken back": _get(f"/week-sheets/2026-11-16?saved={uuid.UUID(int=1, version=4)}"),
    "account gone": _get("/erasures/new"),
    "account gone, errors": _send("/erasures/new", "/erasures", {"name": "Typedsomebody"}),
}
for picture in PICTURES:
    PAGES[f"picture, {picture}"] = _get(f"/charts/{picture}.svg?period=all")
