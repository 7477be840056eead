"""Where a log-in leads on to: to pages of ours alone, whatever the address says."""

import pytest

from journal.web.site import redirects


@pytest.mark.parametrize(
    "address",
    [
        "//evil.example",
        "/\t/evil.example",
        "\\\\evil.example",
        "/\\evil.example",
        "https:evil.example",
        "/%2f/evil.example",
        "https://evil.example/history",
        "///evil.example",
        " //evil.example",
        "/\n/evil.example",
        "javascript:alert(1)",
        "//localhost@evil.example/",
        "http:///history",
        "/history/../..//evil.example",
        "//[",
        "/static/theme.css",
        "/nothing",
        "/sessions",
        "history",
        "",
        "/history//",
        "\x00//evil.example",
    ],
)
def test_log_in_leads_only_to_pages_of_ours(app, address):
    with app.test_request_context("/sessions/new"):
        assert redirects.safe_next(address) == "/"


def test_log_in_leads_on_to_a_page_of_ours(app):
    with app.test_request_context("/sessions/new"):
        assert redirects.safe_next("/history?effect=drowsiness") == "/history?effect=drowsiness"
