"""Which names the journal answers to, whose forms it takes, what it believes of a proxy, and what it tells browsers."""

import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from flask import Flask, request

from app import create_app
from journal.core.hosting import LOOPBACK, Hosting
from journal.web.site import access, headers
from tests.conftest import PASSWORD
from tests.installations import begin
from tests.web.client import Browser


@contextmanager
def hosted(app: Flask, hosting: Hosting) -> Iterator[None]:
    parts = app.extensions["journal"]
    app.extensions["journal"] = replace(parts, hosting=hosting)
    yield
    app.extensions["journal"] = parts


def a_dose(person: Browser, **fields: str) -> dict[str, str]:
    return {**person.marks(), "id": str(uuid.uuid4()), "when": "now", "amount": "0.5", **fields}


# Names


@pytest.mark.parametrize("host", ["localhost", "localhost:5000", "127.0.0.1:5000", "[::1]:5000", "LOCALHOST"])
def test_this_machine_is_known_by_its_names(nobody, host):
    nobody.get("/emergency", headers={"Host": host})


@pytest.mark.parametrize("host", ["evil.example", "evil.example:5000", "localhost.evil.example", "a b", "<script>", ""])
@pytest.mark.parametrize("address", ["/", "/emergency", "/static/theme.css", "/nothing", "/healthz"])
def test_under_another_name_there_is_one_page_that_leads_nowhere(owner, host, address):
    page = owner.get(address, 400, headers={"Host": host})
    assert page.h1 == "Not at this address"
    assert "JOURNAL_HOSTS" in page.text
    assert not list(page.document.iter("a"))
    assert not host or host not in page.html
    assert page.headers["Content-Security-Policy"] == headers.POLICY


def test_under_another_name_nothing_is_saved_either(owner):
    owner.post("/doses", a_dose(owner), 400, headers={"Host": "evil.example"})
    assert owner.get("/history").entries == []


def test_a_name_the_operator_gave(app, nobody):
    with hosted(app, Hosting(hosts=(*LOOPBACK, "home.lan"))):
        nobody.get("/emergency", headers={"Host": "home.lan:5000"})


# Forms


@pytest.mark.parametrize(
    "sent",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
        {"Origin": "null"},
        {"Origin": "http://evil.example"},
        {"Origin": "https://localhost"},
        {"Origin": "http://localhost:5000"},
    ],
    ids=str,
)
def test_a_form_of_another_site_is_refused_and_not_repeated(owner, sent):
    page = owner.post("/doses", a_dose(owner, note="from elsewhere"), 403, headers=sent)
    assert page.h1 == "This came from another site"
    assert "from elsewhere" not in page.html
    assert "Owner" not in page.html
    assert page.link("Back to Today") == "/"
    assert owner.get("/history").entries == []


@pytest.mark.parametrize(
    "sent",
    [{}, {"Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "none"}, {"Origin": "http://localhost"}],
    ids=str,
)
def test_a_form_of_ours_is_taken(owner, sent):
    owner.post("/doses", a_dose(owner), headers=sent)
    assert len(owner.get("/history").entries) == 1


def test_the_token_is_needed_all_the_same(owner):
    fields = a_dose(owner) | {"csrf_token": "made up"}
    owner.post("/doses", fields, 400, headers={"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"})
    assert owner.get("/history").entries == []


def test_links_from_elsewhere_still_open_pages(owner):
    owner.get("/history", headers={"Sec-Fetch-Site": "cross-site", "Origin": "http://evil.example"})


def test_every_form_is_refused_before_its_address_is_looked_at(app, nobody):
    rules = [rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())]
    assert rules
    for rule in rules:
        address = re.sub("<uuid:.*?>", str(uuid.uuid4()), rule.rule)
        answer = nobody.client.post(address, headers={"Sec-Fetch-Site": "cross-site"})
        assert answer.status_code == 403, rule
        assert "Set-Cookie" not in answer.headers


# Behind a proxy with HTTPS


@pytest.fixture
def installation(tmp_path) -> Iterator[Flask]:
    """A journal of its own: HTTPS, one proxy."""
    hosting = Hosting(https=True, hosts=(*LOOPBACK, "journal.example"), proxies=1)
    made = create_app({"INSTANCE": str(begin(tmp_path / "i")), "HOSTING": hosting, "TESTING": True})
    yield made
    made.extensions["journal"].database.close()


FORWARDED = {
    "X-Forwarded-For": "203.0.113.9, 192.0.2.7", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "journal.example",
}  # fmt: skip


def test_signing_up_through_the_proxy(installation):
    person = Browser(installation)
    https = {"base_url": "https://journal.example"}  # so that the test's browser keeps what is for HTTPS alone
    page = person.get("/accounts/new", headers=FORWARDED, **https)
    assert page.headers["Strict-Transport-Security"] == "max-age=31536000"
    cookie = page.headers["Set-Cookie"]
    assert cookie.startswith("__Host-journal=")
    assert all(part in cookie for part in ("; Secure", "; HttpOnly", "; Path=/", "; SameSite=Lax"))
    assert "Domain" not in cookie
    fields = page.fields("/accounts") | {
        "name": "Ann",
        "password": PASSWORD,
        "zone": "Europe/Berlin",
        "medicine": "clonazepam",
    }
    for foreign in ("http://journal.example", "https://journal.example:8443"):
        person.post("/accounts", fields, 403, headers={**FORWARDED, "Origin": foreign}, **https)
    signed_up = person.post("/accounts", fields, headers={**FORWARDED, "Origin": "https://journal.example"}, **https)
    assert urlsplit(signed_up.location).path == "/regimens/new"


def test_only_the_entry_of_our_own_proxy_is_believed(installation, monkeypatch):
    seen = watch(installation, monkeypatch)
    client = installation.test_client()
    client.get("/healthz", headers=FORWARDED)
    assert seen == [("192.0.2.7", "https", "journal.example")]
    assert client.get("/healthz", headers={**FORWARDED, "X-Forwarded-Host": "evil.example"}).status_code == 400


def test_without_a_proxy_forwarded_headers_say_nothing(app, nobody, monkeypatch):
    seen = watch(app, monkeypatch)
    nobody.client.get("/healthz", headers=FORWARDED | {"X-Forwarded-Host": "evil.example"})
    assert seen == [("127.0.0.1", "http", "localhost")]


def watch(app: Flask, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str | None, str, str]]:
    """From where, how and under which name requests seem to come."""
    seen: list[tuple[str | None, str, str]] = []

    def look() -> str:
        seen.append((request.remote_addr, request.scheme, request.host))
        return ""

    monkeypatch.setitem(app.view_functions, "health.alive", access.public()(look))
    return seen
