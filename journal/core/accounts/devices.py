"""Devices a patient is logged in on: how long each stays logged in, and what to call it."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from journal.core.values.languages import N_, _

CONFIRMED_FOR = timedelta(minutes=10)
SEEN_EVERY = timedelta(minutes=1)
UNKNOWN = N_("A browser")

# The first that fits counts: Edge and Opera call themselves Chrome too, and everybody calls itself Safari.
_BROWSERS = (
    ("Edge", r"\bEdg(?:e|A|iOS)?/"),
    ("Opera", r"\b(?:OPR|OPT|OPiOS)/"),
    ("Samsung Internet", r"\bSamsungBrowser/"),
    ("Firefox", r"\b(?:Firefox|FxiOS)/"),
    ("Chrome", r"\b(?:Chrome|CriOS|Chromium)/"),
    ("Safari", r"\bVersion/.*\bSafari/"),
)
_SYSTEMS = (
    ("iPad", r"\biPad\b"),
    ("iPhone", r"\biPhone\b"),
    ("Android", r"\bAndroid\b"),
    ("ChromeOS", r"\bCrOS\b"),
    ("Windows", r"\bWindows\b"),
    ("Mac", r"\bMacintosh\b"),
    ("Linux", r"\bLinux\b"),
)


@dataclass(frozen=True, slots=True)
class SessionLifetime:
    """How long a log-in lasts without being used, and how long at most."""

    idle: timedelta
    absolute: timedelta

    def idle_until(self, now: datetime, expires_at: datetime) -> datetime:
        """When a device used now is logged out if nobody uses it again."""
        return min(now + self.idle, expires_at)


@dataclass(frozen=True, slots=True)
class Device:
    """A device that is logged in, as its patient sees it. The id names the row; it opens nothing."""

    id: str
    name: str
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime
    remembered: bool


def lifetime(remembered: bool, second_factor: bool) -> SessionLifetime:
    """How long a device stays logged in. Remembered are those that are the patient's alone."""
    if remembered:
        return SessionLifetime(timedelta(days=7), timedelta(days=30))
    return SessionLifetime(timedelta(minutes=60 if second_factor else 30), timedelta(hours=12))


def is_confirmed(confirmed_at: datetime | None, now: datetime) -> bool:
    """Whether the password was typed lately. A clock that was put back does not make "lately" longer."""
    return confirmed_at is not None and abs(now - confirmed_at) < CONFIRMED_FOR


def device_name(user_agent: str) -> str:
    """What to call a device, from what its browser says of itself: "Firefox on Android", else "A browser"."""
    browser, system = _first(_BROWSERS, user_agent), _first(_SYSTEMS, user_agent)
    named = browser or _(UNKNOWN)
    return _("%(browser)s on %(system)s", browser=named, system=system) if system else named


def _first(names: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for name, pattern in names if re.search(pattern, user_agent)), "")
