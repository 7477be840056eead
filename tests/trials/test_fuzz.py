"""Requests nobody would send, to every address: no 500, no traceback, nothing of anybody else."""

import os
import re
import secrets
import uuid
from collections import Counter
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.conftest import logged_in
from tests.trials.conftest import Tell
from tests.web.client import Browser

pytestmark = pytest.mark.trial

REQUESTS = int(os.environ.get("FUZZED_REQUESTS", "100000"))
HALVES = 2  # of the requests, each in a process of its own
AT_ONCE = 25  # requests of one example: an example of its own for each costs more than the request
MARKS = ("stranger-note-kr7x", "stranger-itch-p0qz", "Stranger")
NASTY = (
    "", " ", "0", "-1", "1", "now", "4", "5", "NaN", "inf", "1e999", "0.5", "½", "٣", "9" * 40, "2026-02-29",
    "2026-02-30", "0001-01-01", "9999-12-31", "24:00", "02:30", "2026-03-29T02:30", "Europe/Berlin", "../../etc/passwd",
    "\x00", "a\x00b", "\r\nSet-Cookie: x=y", "<script>alert(1)</script>", "{{7*7}}", "%s%n", "' OR 1=1 --", "\ud7ff",
    "\U0001f4a9", "\u202e", "@long", "=1+1", "//evil.example", "https://evil.example/", "/\\evil.example",
    "/doses/new", "true", "null", "[]", "None",
)  # fmt: skip
QUERIES = ("next", "kind", "effect", "severity", "words", "period", "from", "to", "before", "saved", "theme", "v", "id",
           "day", "page",
           "width", "told", "undo", "_external", "_scheme",
           "_method", "_anchor", "again", "deleted", "restored")  # fmt: skip
HEADERS = {
    "Range": ("bytes=0-1", "bytes=-", "x"),
    "If-Modified-Since": ("yesterday", "Thu, 01 Jan 1970 00:00:00 GMT"),
    "If-None-Match": ('"x"', "*", "\xff"),
    "Accept": ("application/json", "*/*;q=x", ""),
    "Accept-Language": ("de", "\xff", "*"),
    "X-Forwarded-For": ("1.2.3.4", "::1, x", "a" * 500),
    "X-Forwarded-Host": ("evil.example",),
    "Referer": ("https://evil.example/", "\xff"),
    "User-Agent": ("", "x" * 500, "\xff\xfe"),
    "Content-Type": ("application/json", "multipart/form-data; boundary=x", "multipart/form-data", "text/plain"),
    "Sec-Fetch-Site": ("same-origin", "none"),
    "Cookie": ("journal=x", "journal=eyJfdXNlcl9pZCI6IngifQ.x.x", "\xff=\xff"),
}  # fmt: skip

NAMELESS = b'--x\r\nContent-Disposition: form-data; a="b"\r\n\r\nc\r\n--x--'

texts = st.one_of(st.sampled_from(NASTY), st.text(max_size=60), st.integers().map(str), st.uuids().map(str))
request_of = st.fixed_dictionaries(
    {
        "which": st.integers(0, 10_000),
        "method": st.sampled_from([None] * 16 + ["GET", "POST", "HEAD", "PUT", "OPTIONS", "QUERY"]),
        "ids": st.lists(st.sampled_from(["own", "foreign", "missing", "text"]), min_size=3, max_size=3),
        "words": st.lists(texts, min_size=6, max_size=6),
        "changes": st.lists(st.tuples(st.integers(0, 30), texts), max_size=5),
        "more": st.dictionaries(texts, texts, max_size=2),
        "query": st.dictionaries(st.sampled_from(QUERIES), texts, max_size=3),
        "header": st.sampled_from([None, None, None, *HEADERS]),
        "choice": st.integers(0, 5),
        "token": st.sampled_from(["right", "right", "right", "right", "right", "wrong", "none"]),
        "nameless": st.sampled_from([False] * 19 + [True]),
        "person": st.sampled_from(["owner", "owner", "owner", "nobody"]),
    }
)


class Fuzzer:
    """Sends the requests and looks at what comes back."""

    def __init__(self, app: Flask, owner: Browser, stranger: Browser, nobody: Browser) -> None:
        self.app, self.people = app, {"owner": owner, "nobody": nobody}
        self.own = [owner.log_dose(), owner.check_in({"drowsiness": 2}, note="mine"), owner.log_episode()]
        self.foreign = [
            stranger.log_dose(note=MARKS[0]),
            stranger.check_in(new_symptom=MARKS[1], **{"rating-new": "3"}),
            stranger.log_episode(note=MARKS[0]),
        ]
        self.rules = sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule)
        self.forms: dict[str, dict[str, str]] = {}
        self.seen = Counter[int]()
        self.tokens: dict[str, str] = {}
        self.logged_out = False

    def send(self, asked: dict[str, Any]) -> None:
        """One request and its answer."""
        rule = self.rules[asked["which"] % len(self.rules)]
        browser = self._browser(asked["person"])
        address = self._address(rule.rule, asked)
        usual = sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
        method = asked["method"] or usual[asked["choice"] % len(usual)]
        fields = self._fields(browser, rule.rule, asked) if method not in {"GET", "HEAD"} else None
        headers = {}
        if asked["header"]:
            values = HEADERS[asked["header"]]
            headers[asked["header"]] = values[asked["choice"] % len(values)]
        content: Any = fields
        if asked["nameless"] and fields is not None:
            content, headers["Content-Type"] = NAMELESS, "multipart/form-data; boundary=x"
        answer = browser.client.open(address, method=method, data=content, query_string=asked["query"], headers=headers)
        body = answer.get_data()
        answer.close()
        if answer.status_code in {400, 401} or answer.headers.get("Location", "").startswith("/sessions/new"):
            self.tokens = {}
            self.logged_out = self.logged_out or asked["person"] == "owner"
        self._look_at(answer.status_code, body, f"{method} {address}: {asked}")

    def _look_at(self, status: int, body: bytes, asked: str) -> None:
        self.seen[status] += 1
        assert status < 500, f"{status} {asked}"
        assert b"Traceback (most recent" not in body, asked
        for secret in (*MARKS, *self.foreign):
            if secret.encode() in body:  # unless the request itself said it
                assert secret in asked, f"{secret} in the answer to {asked}"

    def _browser(self, person: str) -> Browser:
        """The person's browser; the owner logs in anew when a request logged her out."""
        if person == "owner" and self.logged_out:
            self.people["owner"] = logged_in(self.app, self.people["owner"].patient_id, "Owner")
            self.logged_out, self.tokens = False, {}
        return self.people[person]

    def _address(self, rule: str, asked: dict[str, Any]) -> str:
        ids, words = iter(asked["ids"] * 3), iter(asked["words"] * 3)

        def fill(found: re.Match[str]) -> str:
            kind = next(ids)
            if kind == "text" or "uuid" not in found[0]:
                return next(words)[:200].replace("?", "").replace("#", "") or "x"
            known = {"own": self.own, "foreign": self.foreign, "missing": [str(uuid.uuid4())]}[kind]
            return known[asked["choice"] % len(known)]

        return re.sub(r"<[^>]+>", fill, rule)

    def _fields(self, browser: Browser, rule: str, asked: dict[str, Any]) -> dict[str, str]:
        fields = {"csrf_token": "", **self.forms.get(rule, {}), **self._marks(browser)} | asked["more"]
        names = sorted(set(fields) | {"id", "amount", "when", "day", "time", "note", "version", "what", "rating-new"})
        for which, text in asked["changes"]:
            fields[names[which % len(names)]] = text.replace("@long", "x" * 70_000)
        if asked["token"] == "right":
            fields |= self._marks(browser)
        elif asked["token"] == "none":
            del fields["csrf_token"]
        return fields

    def _marks(self, browser: Browser) -> dict[str, str]:
        """The token of this browser's forms and whose they are, fetched again when one was refused."""
        if browser.name not in self.tokens:
            page = browser.client.get("/settings" if browser.patient_id else "/sessions/new").get_data(as_text=True)
            self.tokens[browser.name] = dict(re.findall(r'name="(csrf_token|whose)" value="([^"]+)"', page))
        return self.tokens[browser.name]

    def learn_forms(self) -> None:
        """Fetch every page once and remember what its forms hold."""
        for rule in self.rules:
            if "GET" not in (rule.methods or ()) or "<" in rule.rule:
                continue
            page = self.people["owner"].client.get(rule.rule)
            if page.status_code == 200 and page.mimetype == "text/html":
                for action, inner in re.findall(r'<form[^>]*action="([^"?]+)[^"]*"[^>]*>(.*?)</form>', page.text, re.S):
                    self.forms[action] = dict(re.findall(r'name="([^"]+)"[^>]*?value="([^"]*)"', inner))


@pytest.fixture
def fuzzer(app: Flask, owner: Browser, stranger: Browser, nobody: Browser) -> Fuzzer:
    """A record of the owner and one of a stranger, with marks that must never be seen."""
    made = Fuzzer(app, owner, stranger, nobody)
    made.learn_forms()
    return made


@pytest.mark.parametrize("half", range(HALVES))
def test_no_request_breaks_the_journal_or_shows_what_is_not_ones_own(fuzzer: Fuzzer, half: int, tell: Tell) -> None:
    @seed(secrets.randbelow(2**32))
    @settings(
        max_examples=REQUESTS // HALVES // AT_ONCE,
        phases=[Phase.generate],
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.lists(request_of, min_size=AT_ONCE, max_size=AT_ONCE))
    def try_them(asked: list[dict[str, Any]]) -> None:
        for one in asked:
            fuzzer.send(one)

    try_them()
    sent = sum(fuzzer.seen.values())
    assert sent >= REQUESTS / HALVES * 0.9
    assert fuzzer.seen[200] > sent / 50, "hardly a request came near what is expected"
    tell(f"{sent:,} requests over {len(fuzzer.rules)} addresses: {dict(sorted(fuzzer.seen.items()))}")
