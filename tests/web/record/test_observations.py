"""What somebody else saw: written down below /for/…, shown apart, and never counted with what the patient recorded."""

import json
from typing import Any

import pytest

from tests.caring import look_after
from tests.conftest import PASSWORD
from tests.web.client import Browser, Page


def observe(other: Browser, there: str, status: int = 303, **fields: Any) -> Page:
    """Write down what was seen."""
    address = f"{there}/observations"
    return other.submit(f"{address}/new", address, {"what": "drowsiness", "severity": "3", **fields}, status)


@pytest.fixture
def there(owner: Browser, stranger: Browser) -> str:
    """Where the owner's record is, for somebody who observes."""
    return look_after(owner, stranger, kind="observe")


def test_an_observation_is_written_down_and_read_apart(owner: Browser, stranger: Browser, there: str) -> None:
    seen = stranger.follow(observe(stranger, there, note="fell asleep at lunch", minutes="90"))
    assert seen.notice == "Saved."
    assert "fell asleep at lunch" in seen.entries[0]
    assert "observed by you" in seen.entries[0]
    (row,) = owner.get("/observations").entries
    assert "Drowsiness 1 hour 30 minutes severe fell asleep at lunch observed by Stranger" in row
    assert "fell asleep at lunch" in owner.get("/history/2026-11-23").text
    assert owner.get("/history").entries == []


def test_no_figure_of_the_patient_counts_it(owner: Browser, stranger: Browser, there: str) -> None:
    owner.check_in({"drowsiness": 1}, on="2026-11-22", at="09:00", when="earlier")
    before = [
        owner.client.get(each).data for each in ("/charts/severity.svg?period=7", "/charts/calendar.svg?period=7")
    ]
    observe(stranger, there)
    after = [owner.client.get(each).data for each in ("/charts/severity.svg?period=7", "/charts/calendar.svg?period=7")]
    assert before == after
    assert "worst severe" not in owner.get("/history").html


def test_somebody_who_observes_reads_nothing_else(
    owner: Browser, stranger: Browser, tester: Browser, there: str
) -> None:
    owner.log_dose(note="hidden words")
    others = look_after(owner, tester)
    observe(tester, others, note="of somebody else")
    observe(stranger, there, note="of my own")
    page = stranger.get(f"{there}/observations")
    assert "of my own" in page.text
    assert "of somebody else" not in page.text
    assert "hidden words" not in page.text
    assert "You write down what you see" in page.words("for-whom")[0]
    for address in ("/", "/history", "/history/2026-11-23", "/trends", "/doses/new", "/audit-events"):
        stranger.get(there + address, 404)
    both = tester.get(f"{others}/observations").text
    assert "of my own" in both
    assert "of somebody else" in both


def test_what_the_patient_notices_is_a_check_in(owner: Browser) -> None:
    assert owner.get("/observations/new", 303).location.startswith("/check-ins/new")
    owner.post("/observations", owner.marks() | {"what": "seizure"}, 404)


def test_it_leaves_with_everything_else(owner: Browser, stranger: Browser, there: str) -> None:
    observe(stranger, there, note="seen by me")
    form = owner.get("/exports/new")
    owner.send(form, "/exports", {"password": PASSWORD}, 200)
    document = json.loads(owner.client.get("/exports/journal.json").data)
    (value,) = document["observations"]
    assert (value["what"], value["severity"], value["note"]) == ("drowsiness", 3, "seen by me")
    assert value["recorded_by"] == stranger.patient_id


def test_it_stays_when_the_account_of_whoever_saw_it_is_erased(owner: Browser, stranger: Browser, there: str) -> None:
    observe(stranger, there)
    stranger.submit("/erasures/new", "/erasures", {"erase_name": "Stranger"})
    assert "observed by somebody whose account is gone" in owner.get("/observations").text


def test_what_cannot_be_read_is_said_beside_its_field_and_nothing_is_saved(
    owner: Browser, stranger: Browser, there: str
) -> None:
    page = observe(stranger, there, 422, what="other", severity="7", minutes="many", note="")
    assert page.error_beside("severity")
    assert "what you saw" in page.error_beside("note")
    assert page.fields(f"{there}/observations")["minutes"] == "many"
    assert "what you saw" in observe(stranger, there, 422, what="").error_beside("what")
    assert owner.get("/observations").entries == []


def test_sent_twice_is_one_and_with_other_words_it_is_refused(owner: Browser, stranger: Browser, there: str) -> None:
    form = stranger.get(f"{there}/observations/new")
    for _ in range(2):
        stranger.send(form, f"{there}/observations", {"what": "drowsiness", "note": "first"})
    stranger.send(form, f"{there}/observations", {"what": "drowsiness", "note": "other words"}, 409)
    (row,) = owner.get("/observations").entries
    assert "first" in row


def test_one_is_taken_back_and_put_back_by_whoever_saw_it_or_the_patient(
    owner: Browser, stranger: Browser, tester: Browser, there: str
) -> None:
    others = look_after(owner, tester, kind="observe")
    seen = observe(stranger, there).location.rpartition("=")[2]
    for address in ("deletion", "restoration"):
        tester.post(
            f"{others}/observations/{seen}/{address}",
            tester.marks(f"{others}/observations/new", f"{others}/observations"),
            404,
        )
    for _ in range(2):
        owner.post(f"/observations/{seen}/deletion", owner.marks())
        assert owner.get("/observations").entries == []
    for _ in range(2):
        owner.post(f"/observations/{seen}/restoration", owner.marks())
        assert len(owner.get("/observations").entries) == 1
