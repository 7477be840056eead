"""Every address, as the owner, a stranger and nobody. The list below changes only on purpose: people keep addresses."""

import re
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from flask import Flask

from app import create_app
from journal.core.record.symptoms import own_key
from journal.web.site import access
from tests.caring import invite
from tests.kinds import NAMES
from tests.people import Prepared
from tests.web.client import Browser

ROUTES = """
GET  public  /about
GET  public  /accounts/new
GET  public  /emergency
GET  public  /healthz
GET  public  /readyz
GET  public  /erasures
GET  public  /no-log-in/done
GET  public  /second-factors/log-in
GET  public  /sessions/new
GET  public  /site.webmanifest
GET  public  /s/<token>
GET  public  /shared/<share_id>
GET  public  /shared/<share_id>/charts/<name>.svg
GET  public  /shared/<share_id>/report.<extension>
GET  public  /static/<path:filename>
GET  patient /
GET  patient /alerts
GET  patient /audit-events
GET  patient /bad-day
GET  patient /charts/<name>.<extension>
GET  patient /charts/all.pdf
GET  patient /check-ins/<uuid:entry_id>
GET  patient /check-ins/new
GET  patient /circumstances
GET  patient /confirmations/new
GET  patient /days/<on>
GET  patient /days/<uuid:entry_id>
GET  patient /days/new
GET  patient /devices
GET  patient /doses/<uuid:entry_id>
GET  patient /doses/new
GET  patient /effects
GET  patient /episodes/<uuid:entry_id>
GET  patient /episodes/new
GET  patient /erasures/new
GET  patient /exports/<part>.<extension>
GET  patient /exports/new
GET  patient /grants
GET  patient /grants/<grant_id>
GET  patient /grants/new
GET  patient /history
GET  patient /history/<on>
GET  patient /history/deleted
GET  patient /labels/<medicine_id>
GET  patient /labels/<medicine_id>/code.svg
GET  patient /medicine
GET  patient /medicines
GET  patient /no-log-in
GET  patient /no-log-in/new
GET  patient /medicines/<medicine_id>
GET  patient /medicines/new
GET  patient /observations
GET  patient /observations/new
GET  patient /people
GET  patient /quiet-days/<uuid:entry_id>
GET  patient /quiet-days/new
GET  patient /regimens/end
GET  patient /regimens/new
GET  patient /regimens/pauses/new
GET  patient /regimens/tapers/new
GET  patient /second-factors
GET  patient /second-factors/code.svg
GET  patient /second-factors/new
GET  patient /second-factors/recovery-codes
GET  patient /settings
GET  patient /shares
GET  patient /shares/new
GET  patient /shares/preview
GET  patient /shares/preview/charts/<name>.svg
GET  patient /shares/preview/report.<extension>
GET  patient /supplies
GET  patient /symptoms
GET  patient /symptoms/<key>
GET  patient /symptoms/<key>/merger
GET  patient /trends
GET  patient /visit
GET  patient /visit/details
GET  patient /visit/reaction
GET  patient /visit/report.<extension>
GET  patient /visits
GET  patient /visits/<uuid:visit_id>
GET  patient /visits/new
GET  patient /week-sheets
GET  patient /week-sheets/<on>
GET  patient /week-sheets/<on>/paper.pdf
POST public  /accounts
POST public  /s/<token>
POST public  /second-factors/log-in
POST public  /sessions
POST public  /sessions/end
POST patient /alerts/<uuid:alert_id>/acknowledgement
POST patient /bad-day/doses
POST patient /bad-day/ratings
POST patient /bad-day/removal
POST patient /check-ins
POST patient /check-ins/<uuid:entry_id>
POST patient /circumstances
POST patient /confirmations
POST patient /days
POST patient /days/<on>/<question>
POST patient /days/<uuid:entry_id>
POST patient /devices/<uuid:session_id>/end
POST patient /devices/end-others
POST patient /doctor-marks
POST patient /doses
POST patient /doses/<uuid:entry_id>
POST patient /effects
POST patient /entries/<uuid:entry_id>/deletion
POST patient /entries/<uuid:entry_id>/restoration
POST patient /episodes
POST patient /episodes/<uuid:entry_id>
POST patient /erasures
POST patient /exports
POST patient /grants
POST patient /grants/<grant_id>
POST patient /grants/<grant_id>/end
POST patient /medicines
POST patient /medicines/<medicine_id>
POST patient /medicines/<medicine_id>/end
POST patient /medicines/<medicine_id>/removal
POST patient /observations
POST patient /observations/<uuid:observation_id>/deletion
POST patient /observations/<uuid:observation_id>/restoration
POST patient /no-log-in
POST patient /people
POST patient /people/<grant_id>/end
POST patient /quiet-days
POST patient /quiet-days/<uuid:entry_id>
POST patient /regimens
POST patient /regimens/end
POST patient /regimens/pauses
POST patient /regimens/pauses/<uuid:pause_id>/removal
POST patient /regimens/restoration
POST patient /regimens/tapers
POST patient /second-factors
POST patient /second-factors/end
POST patient /second-factors/recovery-codes
POST patient /settings
POST patient /settings/password
POST patient /shares
POST patient /shares/<share_id>/end
POST patient /supplies
POST patient /supplies/end
POST patient /symptoms
POST patient /symptoms/<key>
POST patient /symptoms/<key>/merger
POST patient /symptoms/<key>/removal
POST patient /symptoms/<key>/visibility
POST patient /visits
POST patient /visits/<uuid:visit_id>
POST patient /visits/<uuid:visit_id>/deletion
POST patient /visits/<uuid:visit_id>/restoration
POST patient /week-sheets/<on>
POST patient /week-sheets/<on>/removal
"""


@dataclass(frozen=True)
class Route:
    """One line of the list."""

    method: str
    access: str
    rule: str

    def __str__(self) -> str:
        return f"{self.method:4} {self.access:7} {self.rule}"


OWN_PARTS = (
    "<uuid:alert_id>",
    "<uuid:entry_id>",
    "<uuid:visit_id>",
    "<key>",
    "<medicine_id>",
    "<grant_id>",
    "<share_id>",
)
SYMPTOM = "a pounding in the ears"
SAVED = [Route(*line.split()) for line in ROUTES.strip().splitlines()]


def routes(app: Flask) -> Iterator[Route]:
    for rule in app.url_map.iter_rules():
        who = access.decision_of(app.view_functions[rule.endpoint]).who
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            yield Route(method, who, rule.rule)


def fill(rule: str, entry_id: str) -> str:
    values = {
        "<uuid:alert_id>": entry_id,
        "<uuid:entry_id>": entry_id,
        "<uuid:visit_id>": entry_id,
        "<uuid:pause_id>": entry_id or str(uuid.uuid4()),
        "<on>": "2026-11-23",
        "<on>/<question>": "2026-11-23/drove",
        "<key>": entry_id,
        "<medicine_id>": entry_id,
        "<grant_id>": entry_id or "x" * 22,
        "<share_id>": entry_id or "x" * 22,
        "<share_id>/charts/<name>": f"{entry_id or 'x' * 22}/charts/severity",
        "<share_id>/report.<extension>": f"{entry_id or 'x' * 22}/report.svg",
        "<token>": "x" * 43,
        "<name>": "severity",
        "<uuid:observation_id>": entry_id or str(uuid.uuid4()),
        "<uuid:session_id>": entry_id or str(uuid.uuid4()),
        "<name>.<extension>": "calendar.svg",
        "<extension>": "svg",
        "<part>.<extension>": "doses.csv",
        "<path:filename>": "theme.css",
    }
    return re.sub(r"<.*>", lambda found: values[found[0]], rule)


def log_one_of_each(owner: Browser) -> dict[str, str]:
    """An entry of each kind, by the pages; returns their ids by the first part of their addresses."""
    dose = owner.log_dose()
    return {
        "alerts": _alert(owner),
        "doses": dose,
        "entries": dose,
        "check-ins": owner.check_in({"drowsiness": 2}),
        "episodes": owner.log_episode(),
        "days": owner.log_day(fell="yes"),
        "quiet-days": owner.log("quiet", {"first_on": "2026-11-20", "last_on": "2026-11-22"}),
        "visits": owner.add_visit(),
        "medicines": (added := owner.add_medicine("Valproate")),
        "labels": added,
        "grants": (grant := invited(owner)),
        "people": grant,
        "shares": (share := shared(owner)),
        "shared": share,
        "symptoms": own_key(SYMPTOM) if owner.check_in(new_symptom=SYMPTOM, **{"rating-new": "1"}) else "",
    }


def invited(owner: Browser) -> str:
    """The id of an invitation that waits for its code."""
    invite(owner)
    return owner.get("/grants").link("Change what Ben may do").rpartition("/")[2]


def shared(owner: Browser) -> str:
    """The id of a link that can be opened."""
    page = owner.get("/shares/preview?chart-severity=yes")
    owner.send(page, "/shares", {}, 200)
    return page.fields("/shares")["id"]


def _alert(owner: Browser) -> str:
    owner.check_in(mood="1")
    found = re.search(r"/alerts/([0-9a-f-]{36})/", owner.get("/alerts").html)
    assert found is not None
    return found[1]


FILLED_BY = {"entry_ids": log_one_of_each}


@pytest.fixture
def entry_ids(prepare: Callable[..., Prepared]) -> dict[str, str]:
    """One entry of each kind in the owner's record, by the first part of its address."""
    found: dict[str, str] = prepare(log_one_of_each).given
    return found


def test_the_saved_list_is_the_list_of_addresses(whole_app: Flask) -> None:
    assert sorted(map(str, routes(whole_app))) == sorted(map(str, SAVED))


# For whoever is not logged in, or only observes, or after somebody has accepted to care.
LED_ON = {
    "/sessions/new",
    "/second-factors/log-in",
    "/erasures",
    "/no-log-in/done",
    "/observations/new",
    "/no-log-in/new",
}
# Whoever has not opened a link in this browser finds its page closed; a chart that was not chosen is not there.
CLOSED = {route.rule for route in SAVED if route.rule.startswith("/shared/")} | {"/shares/preview/charts/<name>.svg"}


@pytest.mark.parametrize("route", [r for r in SAVED if r.method == "GET"], ids=str)
def test_the_owner_opens_every_page(owner: Browser, entry_ids: dict[str, str], route: Route) -> None:
    address = fill(route.rule, entry_ids.get(route.rule.split("/")[1], ""))
    expected = 303 if route.rule in LED_ON else 404 if route.rule in CLOSED else 200
    address += "?into=drowsiness" if route.rule.endswith("/merger") else ""
    page = owner.get(address, expected)
    assert page.headers["Content-Security-Policy"].startswith("default-src 'none'")
    if route.access == "patient":
        assert "no-store" in page.headers["Cache-Control"] or "private" in page.headers["Cache-Control"]


@pytest.mark.parametrize("route", [r for r in SAVED if r.method == "GET"], ids=str)
def test_nobody_is_sent_to_log_in_and_back(nobody: Browser, route: Route) -> None:
    address = fill(route.rule, str(uuid.uuid4()))
    if route.access == "public":
        nobody.get(address, 303 if route.rule == "/second-factors/log-in" else 404 if route.rule in CLOSED else 200)
        return
    page = nobody.get(address, 303)
    assert page.location.startswith("/sessions/new")
    form = nobody.get(page.location).fields("/sessions")
    assert form.get("next", "/") == address


def test_nobody_changes_nothing_and_keeps_what_was_typed(
    owner: Browser, nobody: Browser, entry_ids: dict[str, str]
) -> None:
    history = owner.get("/history").entries
    csrf_token = nobody.get("/sessions/new").fields("/sessions")["csrf_token"]
    for route in (r for r in SAVED if r.method == "POST" and r.access == "patient"):
        address = fill(route.rule, entry_ids.get(route.rule.split("/")[1], ""))
        page = nobody.post(address, {"csrf_token": csrf_token, "note": "do not lose me", "new_password": "secret"}, 401)
        kept = page.fields("/sessions")
        assert "secret" not in page.html
        if address == "/confirmations":  # it has nothing of its own to keep
            continue
        assert kept["kept-note"] == "do not lose me"
        assert kept["kept-to"] == address
    assert owner.get("/history").entries == history


@pytest.mark.parametrize("route", [r for r in SAVED if any(part in r.rule for part in OWN_PARTS)], ids=str)
def test_another_patients_entry_is_as_absent_as_a_missing_one(
    owner: Browser, stranger: Browser, entry_ids: dict[str, str], route: Route
) -> None:
    history = owner.get("/history").entries
    send = _sender(stranger, route)
    theirs = send(fill(route.rule, entry_ids[route.rule.split("/")[1]]))
    missing = send(fill(route.rule, str(uuid.uuid4())))
    assert (theirs.status_code, theirs.data) == (missing.status_code, missing.data)
    assert theirs.status_code == 404
    same = {"X-Request-ID": "is random"}
    assert dict(theirs.headers) | same == dict(missing.headers) | same
    assert owner.get("/history").entries == history


@pytest.mark.parametrize("kind", NAMES.values())
def test_an_entry_is_not_found_under_the_address_of_another_kind(
    owner: Browser, entry_ids: dict[str, str], kind: str
) -> None:
    for other in {*NAMES.values()} - {kind}:
        owner.get(f"/{kind}/{entry_ids[other]}", 404)


def test_a_stranger_sees_nothing_of_the_owner(owner: Browser, stranger: Browser, entry_ids: dict[str, str]) -> None:
    owner.log_dose(note="mine alone")
    owner.check_in(new_symptom="private itch", **{"rating-new": "4"})
    secrets = ("mine alone", "private itch", SYMPTOM, "Owner", *entry_ids.values())
    for route in (r for r in SAVED if r.access == "patient" and r.method == "GET"):
        answer = stranger.client.get(fill(route.rule, entry_ids.get(route.rule.split("/")[1], "")))
        assert answer.status_code in {200, 303, 404}, route
        for words in secrets:
            assert words.encode() not in answer.data, route


@pytest.mark.parametrize(
    "address",
    ["/nothing", "/doses", "/doses/", "/doses/1", "/doses/new/", "/history/1/2", "/charts/severity", "/charts/", "/%00",
     "/doses/../../etc/passwd", "/static/../app.py", "/static/", "/api/v1/doses", "/.git/config",
     "/charts/severity.svg/", "/sessions/end", "/settings/password", "/doses/" + "f" * 9000, "/dös€s"],
)  # fmt: skip
def test_unknown_addresses_are_a_page_with_a_way_back(owner: Browser, nobody: Browser, address: str) -> None:
    for person in (owner, nobody):
        answer = person.client.get(address)
        assert answer.status_code in {404, 405}, address
        assert b"There is nothing here" in answer.data
        assert b"Back to Today" in answer.data
    owner.get("/nothing", 404)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE"])
def test_other_methods_are_refused(owner: Browser, method: str) -> None:
    for address in ("/", "/doses", "/settings"):
        assert owner.client.open(address, method=method).status_code in {400, 405}


def test_a_form_without_its_token_is_refused_and_kept(owner: Browser) -> None:
    page = owner.post("/doses", {"id": str(uuid.uuid4()), "amount": "0.5", "when": "now", "note": "kept"}, 400)
    assert page.fields("/doses")["note"] == "kept"
    assert owner.get("/history").entries == []


def test_every_form_needs_its_token(owner: Browser, entry_ids: dict[str, str]) -> None:
    """But for the door of a link, whose address is its token."""
    history = owner.get("/history").entries
    for route in (r for r in SAVED if r.method == "POST" and r.rule != "/s/<token>"):
        address = fill(route.rule, entry_ids.get(route.rule.split("/")[1], ""))
        owner.post(address, {"csrf_token": "made up", "amount": "1", "name": "x"}, 400)
    assert owner.get("/history").entries == history


def _sender(person: Browser, route: Route) -> Callable[..., object]:
    if route.method == "GET":
        return person.client.get
    fields = {**person.marks(), "amount": "1", "what": "seizure", "mood": "3", "version": "1"}
    return lambda address: person.client.post(address, data=fields)


def test_the_whole_program_is_made_by_create_app(whole_app: Flask) -> None:
    assert callable(create_app)
    assert whole_app.config["WTF_CSRF_TIME_LIMIT"] is None
    assert whole_app.config.get("WTF_CSRF_ENABLED", True)
