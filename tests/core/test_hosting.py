"""How the journal is reached: what the settings allow, what they refuse, and whose form it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.core.hosting import Hosting, is_foreign, is_loopback, read_hosting
from journal.core.values.errors import CannotStart

BEHIND_A_PROXY = {"JOURNAL_HTTPS": "1", "JOURNAL_HOSTS": "journal.example.org", "JOURNAL_HOST": "0.0.0.0"}


def test_without_settings_it_answers_this_machine_alone():
    found = read_hosting({})
    assert found == Hosting()
    assert [found.answers_to(host) for host in ("localhost", "127.0.0.1:5000", "[::1]", "[::1]:5000")] == [True] * 4
    assert (found.hsts, found.cookie("journal"), found.proxies) == ("", "journal", 0)


def test_behind_a_proxy_with_https():
    found = read_hosting(BEHIND_A_PROXY | {"JOURNAL_PROXIES": "2"})
    assert found.answers_to("journal.example.org")
    assert found.answers_to("127.0.0.1:8000")  # the container's own question whether it is healthy
    assert found.cookie_below("journal-link") == "__Secure-journal-link", (
        "the other prefix is for cookies of every path"
    )
    assert (found.cookie("journal"), found.proxies, found.open_http) == ("__Host-journal", 2, False)
    assert found.hsts == "max-age=31536000"
    assert read_hosting(BEHIND_A_PROXY | {"JOURNAL_HSTS_SUBDOMAINS": "1"}).hsts == "max-age=31536000; includeSubDomains"


def test_several_names_and_an_address():
    found = read_hosting({"JOURNAL_HOSTS": " A.example ,b.example, 192.168.1.20 ,fd00::20,"})
    for host in ("a.example", "B.EXAMPLE:443", "192.168.1.20:5000", "[fd00::20]:5000"):
        assert found.answers_to(host), host


def test_http_in_the_open_only_when_told():
    found = read_hosting({"JOURNAL_HOST": "192.168.1.20", "JOURNAL_INSECURE_HTTP": "1"})
    assert (found.open_http, found.https, found.answers_to("192.168.1.20:5000")) == (True, False, True)
    assert read_hosting({"JOURNAL_HOST": "Home.lan", "JOURNAL_INSECURE_HTTP": "1"}).answers_to("home.lan:5000")
    everywhere = {"JOURNAL_HOST": "::", "JOURNAL_INSECURE_HTTP": "1", "JOURNAL_HOSTS": "home.lan"}
    assert read_hosting(everywhere).answers_to("home.lan")


@pytest.mark.parametrize(
    ("given_", "words"),
    [
        ({"JOURNAL_HTTPS": "1"}, "JOURNAL_HOSTS must say"),
        ({"JOURNAL_HOST": "0.0.0.0"}, "could read along"),
        ({"JOURNAL_HOST": "::"}, "could read along"),
        ({"JOURNAL_HOST": "home.lan"}, "JOURNAL_INSECURE_HTTP=1"),
        ({"JOURNAL_HOST": "0.0.0.0", "JOURNAL_INSECURE_HTTP": "1"}, "JOURNAL_HOSTS must say"),
        ({"JOURNAL_HOSTS": "https://journal.example"}, "without https://"),
        ({"JOURNAL_HOSTS": "journal.example:8443"}, "without a port"),
        ({"JOURNAL_HOSTS": "*.example"}, "names alone"),
        ({"JOURNAL_HOSTS": "a.example b.example"}, "separated by commas"),
        ({"JOURNAL_HOSTS": "a.example, b.example\tc.example"}, "separated by commas"),
        ({"JOURNAL_HOSTS": '"a.example, b.example"'}, "names alone"),  # quotes that nobody took away
        ({"JOURNAL_PROXIES": "yes"}, "number of proxies"),
        ({"JOURNAL_PROXIES": "-1"}, "number of proxies"),
        ({"JOURNAL_PROXIES": "²"}, "number of proxies"),
    ],
)
def test_what_is_missing_is_one_sentence(given_, words):
    with pytest.raises(CannotStart, match=words.replace("*", r"\*")) as refused:
        read_hosting(given_)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    "host",
    ["", "evil.example", "localhost.evil.example", "evil.localhost", "localhost:", "localhost:80a", "localhost:²",
     "::1", "[::1", "127.0.0.1.", "localhost@evil.example", "evil.example:localhost", "local\u0131host"],
)  # fmt: skip
def test_other_names_are_not_ours(host):
    assert not Hosting().answers_to(host)


@given(st.text())
def test_no_text_at_all_breaks_the_question(host):
    assert Hosting().answers_to(host) in {True, False}
    assert is_loopback(host) in {True, False}


def test_our_own_origin():
    assert Hosting().address("http", "localhost:5000") == "http://localhost:5000"
    assert Hosting().address("http", "LOCALHOST:80") == "http://localhost"
    assert Hosting(https=True).address("http", "journal.example:443") == "https://journal.example"


OURS = "https://journal.example"


@pytest.mark.parametrize(
    ("site", "origin", "foreign"),
    [
        ("same-origin", None, False),
        ("same-origin", OURS, False),
        ("none", None, False),  # a form's answer loaded again
        ("cross-site", OURS, True),
        ("Same-Site", None, True),
        (None, None, False),
        ("", OURS, False),
        (None, OURS, False),
        (None, OURS.upper(), False),
        (None, "null", True),
        (None, "", True),
        (None, "http://journal.example", True),
        (None, "https://journal.example:8443", True),
        (None, "https://journal.example.evil", True),
        (None, "https://evil.example", True),
    ],
)
def test_whose_form_it_is(site, origin, foreign):
    assert is_foreign(site, origin, OURS) is foreign
