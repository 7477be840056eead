"""What every answer tells browsers: where things may come from, what may be kept, what cookies are for."""

from dataclasses import replace

import pytest
from flask import render_template_string

from journal.core.hosting import Hosting
from journal.web.site import headers


@pytest.mark.parametrize("address", ["/", "/emergency", "/history", "/nothing", "/charts/severity.svg", "/healthz"])
def test_every_answer_says_what_browsers_may_do(owner, address):
    answer = owner.client.get(address)
    for name, value in headers.HEADERS.items():
        if name != "Content-Security-Policy":
            assert answer.headers[name] == value
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "unsafe" not in headers.POLICY
    assert not {name for name, _ in answer.headers if name.startswith("Access-Control")}
    assert "Strict-Transport-Security" not in answer.headers
    assert answer.headers["Cache-Control"] in {"no-store", "private, no-cache"}


def test_only_files_with_a_version_are_kept_by_browsers(app, nobody):
    with app.test_request_context():
        versioned = render_template_string("{{ static('theme.css') }}")
    assert nobody.get(versioned).headers["Cache-Control"] == headers.A_YEAR
    for address, status in (("/static/theme.css", 200), ("/static/none.css?v=1", 404)):
        assert "max-age" not in nobody.get(address, status).headers["Cache-Control"]


def test_a_chart_alone_is_shut_in(owner):
    policy = owner.client.get("/charts/calendar.svg").headers["Content-Security-Policy"]
    assert policy == "default-src 'none'; style-src 'unsafe-inline'; font-src data:; sandbox"


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/nothing", "text/html; charset=utf-8"),
        ("/healthz", "text/plain; charset=utf-8"),
        ("/charts/calendar.svg", "image/svg+xml; charset=utf-8"),
        ("/static/theme.css", "text/css; charset=utf-8"),
        ("/static/journal.js", "text/javascript; charset=utf-8"),
    ],
)
def test_every_answer_says_what_it_is(owner, address, kind):
    page = owner.client.get(address)
    assert page.headers["Content-Type"] == kind
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    page.close()


def test_over_https_browsers_are_told_to_stay_there_for_a_year(app, nobody):
    parts = app.extensions["journal"]
    for hosting, value in (
        (Hosting(https=True), "max-age=31536000"),
        (Hosting(https=True, hsts_subdomains=True), "max-age=31536000; includeSubDomains"),
    ):
        app.extensions["journal"] = replace(parts, hosting=hosting)
        for address in ("/emergency", "/nothing", "/static/theme.css", "/healthz"):
            answer = nobody.client.get(address)
            assert answer.headers["Strict-Transport-Security"] == value
            answer.close()


def test_the_cookie_is_for_this_site_and_no_script(app, nobody):
    cookie = nobody.get("/sessions/new").headers["Set-Cookie"]
    assert cookie.startswith("journal=")
    assert all(part in cookie for part in ("; HttpOnly", "; Path=/", "; SameSite=Lax"))
    assert "Domain" not in cookie
