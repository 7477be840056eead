"""Devices: how long each stays logged in, when the password counts as typed lately, and what to call it."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.core.accounts.devices import device_name, is_confirmed, lifetime

NOW = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("remembered", "second_factor", "idle", "absolute"),
    [
        (False, False, timedelta(minutes=30), timedelta(hours=12)),
        (False, True, timedelta(minutes=60), timedelta(hours=12)),
        (True, False, timedelta(days=7), timedelta(days=30)),
        (True, True, timedelta(days=7), timedelta(days=30)),
    ],
)
def test_how_long_a_log_in_lasts(remembered, second_factor, idle, absolute):
    found = lifetime(remembered, second_factor)
    assert (found.idle, found.absolute) == (idle, absolute)


@given(st.booleans(), st.booleans(), st.timedeltas(timedelta(), timedelta(days=40)))
def test_use_never_moves_the_end_of_a_log_in(remembered, second_factor, used_after):
    lasts = lifetime(remembered, second_factor)
    expires_at = NOW + lasts.absolute
    assert lasts.idle_until(NOW + used_after, expires_at) <= expires_at


@pytest.mark.parametrize(
    ("confirmed_at", "expected"),
    [
        (NOW, True),
        (NOW - 9 * MINUTE, True),
        (NOW - 10 * MINUTE, False),
        (NOW + MINUTE, True),
        (NOW + 10 * MINUTE, False),
        (None, False),
    ],
    ids=["now", "nine minutes ago", "ten minutes ago", "a clock a minute back", "a clock put back", "never"],
)
def test_the_password_counts_as_typed_lately_for_ten_minutes(confirmed_at, expected):
    assert is_confirmed(confirmed_at, NOW) is expected


ANDROID = "Mozilla/5.0 (Linux; Android 14; SM-S911B) AppleWebKit/537.36 (KHTML, like Gecko)"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
WINDOWS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36"
)
MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        ("Mozilla/5.0 (Android 14; Mobile; rv:127.0) Gecko/127.0 Firefox/127.0", "Firefox on Android"),
        (f"{ANDROID} Chrome/126.0.0.0 Mobile Safari/537.36", "Chrome on Android"),
        (f"{ANDROID} SamsungBrowser/25.0 Chrome/121.0.0.0 Mobile Safari/537.36", "Samsung Internet on Android"),
        (f"{ANDROID} Chrome/126.0.0.0 Mobile Safari/537.36 OPR/76.2", "Opera on Android"),
        (f"{IPHONE} Version/17.5 Mobile/15E148 Safari/604.1", "Safari on iPhone"),
        (f"{IPHONE} CriOS/126.0 Mobile/15E148 Safari/604.1", "Chrome on iPhone"),
        (f"{IPHONE} FxiOS/127.0 Mobile/15E148 Safari/605.1.15", "Firefox on iPhone"),
        (IPHONE.replace("iPhone;", "iPad;") + " Version/17.5 Mobile/15E148 Safari/604.1", "Safari on iPad"),
        (WINDOWS, "Chrome on Windows"),
        (f"{WINDOWS} Edg/126.0.0.0", "Edge on Windows"),
        (f"{MAC} Version/17.5 Safari/605.1.15", "Safari on Mac"),
        ("Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) Chrome/126.0.0.0 Safari/537.36", "Chrome on ChromeOS"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0", "Firefox on Linux"),
        ("Dalvik/2.1.0 (Linux; U; Android 14)", "A browser on Android"),
        ("curl/8.5.0", "A browser"),
        ("<script>alert(1)</script>", "A browser"),
        ("", "A browser"),
    ],
)
def test_a_device_has_a_name_people_know(user_agent, name):
    assert device_name(user_agent) == name


@given(st.text(max_size=200))
def test_a_name_never_repeats_what_a_browser_made_up(user_agent):
    assert device_name("zzz" + user_agent).isascii()
