"""Every address below /for/…: as somebody who cares for all medicines, for one, as an observer, a stranger and nobody.

What the patient alone may call is not there for anybody else, and what somebody may call who has no grant, or whose
grant ended, is answered as if there had never been one.
"""

import re
import uuid
from collections.abc import Callable

import pytest
from flask import Flask

from journal.core.record.symptoms import own_key
from journal.web.site import access
from tests.caring import look_after
from tests.people import Prepared
from tests.test_routes import SYMPTOM, Route, fill
from tests.web.client import Browser

# Whom an address lets in on behalf of a patient: those who care for all medicines ("all"), or for one as well ("some"),
# or all of them and those who observe ("observe").
OTHERS = """
some GET  /
some GET  /alerts
some GET  /audit-events
some GET  /charts/<name>.<extension>
some GET  /charts/all.pdf
some GET  /check-ins/<uuid:entry_id>
some GET  /check-ins/new
some GET  /days/<on>
some GET  /days/<uuid:entry_id>
some GET  /days/new
some GET  /doses/<uuid:entry_id>
some GET  /doses/new
some GET  /episodes/<uuid:entry_id>
some GET  /episodes/new
some GET  /history
some GET  /history/<on>
some GET  /history/deleted
some GET  /medicine
some GET  /medicines
all  GET  /medicines/<medicine_id>
all  GET  /medicines/new
observe GET  /observations
observe GET  /observations/new
some GET  /quiet-days/<uuid:entry_id>
some GET  /quiet-days/new
some GET  /regimens/end
some GET  /regimens/new
all  GET  /regimens/pauses/new
some GET  /regimens/tapers/new
some GET  /supplies
some GET  /trends
some GET  /visit
some GET  /visit/details
some GET  /visit/reaction
some GET  /visit/report.<extension>
all  GET  /visits
all  GET  /visits/<uuid:visit_id>
all  GET  /visits/new
some GET  /week-sheets
some GET  /week-sheets/<on>
some GET  /week-sheets/<on>/paper.pdf
some POST /alerts/<uuid:alert_id>/acknowledgement
some POST /check-ins
some POST /check-ins/<uuid:entry_id>
some POST /days
some POST /days/<on>/<question>
some POST /days/<uuid:entry_id>
some POST /doctor-marks
some POST /doses
some POST /doses/<uuid:entry_id>
some POST /entries/<uuid:entry_id>/deletion
some POST /entries/<uuid:entry_id>/restoration
some POST /episodes
some POST /episodes/<uuid:entry_id>
all  POST /medicines
all  POST /medicines/<medicine_id>
all  POST /medicines/<medicine_id>/end
all  POST /medicines/<medicine_id>/removal
observe POST /observations
observe POST /observations/<uuid:observation_id>/deletion
observe POST /observations/<uuid:observation_id>/restoration
some POST /quiet-days
some POST /quiet-days/<uuid:entry_id>
some POST /regimens
some POST /regimens/end
all  POST /regimens/pauses
all  POST /regimens/pauses/<uuid:pause_id>/removal
some POST /regimens/restoration
some POST /regimens/tapers
some POST /supplies
some POST /supplies/end
all  POST /visits
all  POST /visits/<uuid:visit_id>
all  POST /visits/<uuid:visit_id>/deletion
all  POST /visits/<uuid:visit_id>/restoration
some POST /week-sheets/<on>
some POST /week-sheets/<on>/removal
"""
LOG_IN = {"GET /sessions/new", "POST /sessions", "GET /second-factors/log-in", "POST /second-factors/log-in"}
NOWHERE = "/for/" + "x" * 22
LISTED = {f"{method} {rule}": who for who, method, rule in (line.split() for line in OTHERS.strip().splitlines())}


def log_one_of_each(owner: Browser) -> dict[str, str]:
    """An entry of each kind and a second medicine with a dose and a plan, all of which a carer of one must not see."""
    other = owner.add_medicine("Secretine", amounts="7")
    owner.log_dose(amount="7", medicine=other, note="hidden words")
    plan = {"starts_on": "2026-11-23", "time_1": "07:17", "amount_1": "7"}
    owner.submit(f"/regimens/new?medicine={other}", "/regimens", plan)
    owner.submit(f"/supplies?medicine={other}", "/supplies", {"amount": "77"})
    dose = owner.log_dose(note="seen words")
    return {
        "doses": dose,
        "entries": dose,
        "check-ins": owner.check_in({"drowsiness": 2}),
        "episodes": owner.log_episode(),
        "days": owner.log_day(fell="yes"),
        "quiet-days": owner.log("quiet", {"first_on": "2026-11-20", "last_on": "2026-11-22"}),
        "visits": owner.add_visit(to_ask="hidden words"),
        "medicines": "clonazepam",
        "labels": "clonazepam",
        "symptoms": own_key(SYMPTOM) if owner.check_in(new_symptom=SYMPTOM, **{"rating-new": "1"}) else "",
        "other": other,
    }


FILLED_BY = {"ids": log_one_of_each}


@pytest.fixture
def ids(prepare: Callable[..., Prepared]) -> dict[str, str]:
    """What is in the owner's record, by the first part of its address."""
    found: dict[str, str] = prepare(log_one_of_each).given
    return found


def every(app: Flask) -> list[Route]:
    """Every address of the program, by the rule."""
    return [
        Route(method, access.decision_of(app.view_functions[rule.endpoint]).who, rule.rule)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    ]


def name(route: Route) -> str:
    return f"{route.method} {route.rule}"


def answered(person: Browser, route: Route, at: str, ids: dict[str, str]) -> tuple[int, bytes]:
    """What an address below `at` is answered with, but for what is made anew each time."""
    address = at + fill(route.rule, ids.get(route.rule.split("/")[1], ""))
    if route.method == "GET":
        answer = person.client.get(address)
    else:
        answer = person.client.post(address, data=person.marks() | {"note": "typed words", "name": "x"})
    body = re.sub(rb'(?<=name="csrf_token" value=")[^"]*', b"", answer.data).replace(at.encode(), b"")
    return answer.status_code, re.sub(rb'(?<=name="kept-sent_at" value=")[^"]*', b"", body)


def test_whom_each_address_lets_in_stands_in_the_list(whole_app: Flask) -> None:
    """A new address is the patient's alone until it stands here."""
    decided = {
        f"{method} {rule.rule}": access.decision_of(whole_app.view_functions[rule.endpoint]).others
        for rule in whole_app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert {each for each, others in decided.items() if others == "log_in"} == LOG_IN
    assert {each: others for each, others in decided.items() if others in {"observe", "some", "all"}} == LISTED


@pytest.mark.parametrize("which", ["all", "some", "observe"])
def test_a_carer_comes_where_the_mark_says_and_nowhere_else(
    owner: Browser, stranger: Browser, whole_app: Flask, ids: dict[str, str], which: str
) -> None:
    terms = {"kind": "observe"} if which == "observe" else {"which": which, "medicine-clonazepam": "yes"}
    there = look_after(owner, stranger, **terms)
    before = owner.get("/history").entries
    allows = {"observe"} if which == "observe" else {"observe", "some", which}
    for route in every(whole_app):
        allowed = LISTED.get(name(route), "none") in allows
        if allowed and route.method == "POST":
            continue  # done in tests/web/accounts/test_caring.py
        status, body = answered(stranger, route, there, ids)
        if name(route) in LOG_IN:
            assert status in {303, 400, 409, 422}, route
        else:
            assert status in ({200, 303} if allowed else {404}), route
        if not allowed:
            assert b"seen words" not in body, route
        if which != "all":
            assert not re.search(rb"Secretine|hidden words|07:17|77 mg", body), route
            assert ids["other"].encode() not in body, route
    assert owner.get("/history").entries == before


def test_for_a_stranger_somebody_elses_grant_is_as_absent_as_none(
    owner: Browser, stranger: Browser, tester: Browser, whole_app: Flask, ids: dict[str, str]
) -> None:
    there = look_after(owner, stranger)
    before = owner.get("/history").entries
    for route in every(whole_app):
        theirs, missing = (answered(tester, route, at, ids) for at in (there, NOWHERE))
        assert theirs == missing, route
        if name(route) not in LOG_IN:
            assert theirs[0] == 404, route
    assert owner.get("/history").entries == before


def test_a_grant_that_ended_is_as_absent_as_none(
    owner: Browser, stranger: Browser, whole_app: Flask, ids: dict[str, str]
) -> None:
    there = look_after(owner, stranger)
    owner.submit("/grants", f"/grants/{there.removeprefix('/for/')}/end")
    for route in every(whole_app):
        assert answered(stranger, route, there, ids) == answered(stranger, route, NOWHERE, ids), route


def test_nobody_is_sent_to_log_in_whether_there_is_a_grant_or_not(
    owner: Browser, stranger: Browser, nobody: Browser, whole_app: Flask, ids: dict[str, str]
) -> None:
    there = look_after(owner, stranger)
    for route in (r for r in every(whole_app) if r.method == "GET"):
        address = fill(route.rule, str(uuid.UUID(int=7)))
        answers = [nobody.client.get(at + address) for at in (there, NOWHERE)]
        if name(route) in LISTED:
            assert [each.status_code for each in answers] == [303, 303], route
            assert answers[0].location.startswith(f"{there}/sessions/new"), route
        elif name(route) not in LOG_IN:
            assert [each.status_code for each in answers] == [404, 404], route
        theirs, missing = (
            (each.status_code, each.data.replace(at.encode(), b""))
            for each, at in zip(answers, (there, NOWHERE), strict=True)
        )
        assert theirs == missing or name(route) in LOG_IN, route
