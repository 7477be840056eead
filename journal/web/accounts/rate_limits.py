"""Whose tries a request counts for, and the cookie by which a device is known again. The cookie opens nothing."""

import hmac
import re
import secrets
from base64 import urlsafe_b64encode

from flask import Response, request

from journal.actions.accounts import throttle
from journal.actions.accounts.throttle import Throttled, Tries
from journal.actions.keys import keyed_hash
from journal.core.accounts.accounts import login_name
from journal.core.accounts.throttle import network
from journal.web.site import context

A_YEAR = 365 * 24 * 60 * 60
MOST_NAMES = 5  # who share one device, each known on it
_DEVICE_ID = re.compile(r"[A-Za-z0-9_-]{22}")  # as we make it: with a space in it, it could speak of another's name


def password_tries(name: str) -> Tries:
    """What a try of this account's password counts for: the known device, or the account and the address."""
    device_id = _known_device(name)
    if device_id:
        return throttle.known_device(name, device_id)
    return throttle.account(name, network(request.remote_addr))


def code_tries(name: str) -> Tries:
    """What a try of this account's second factor counts for."""
    return throttle.second_factor(name, _known_device(name))


def sign_up_tries() -> Tries:
    """What a sign-up counts for."""
    return throttle.sign_up(network(request.remote_addr))


def too_many(page: str, error: Throttled) -> tuple[str, int, dict[str, str]]:
    """The page of the form, everything typed in it, as the answer to one try too many."""
    return page, 429, {"Retry-After": str(error.retry_after)}


def remember_device(response: Response, name: str) -> None:
    """Know this device again when it tries to log in under this name: after a log-in that succeeded."""
    device_id, tags = _read_cookie()
    device_id = device_id or secrets.token_urlsafe(16)
    own = _device_tag(name, device_id)
    value = ".".join([device_id, own, *[tag for tag in tags if tag != own][: MOST_NAMES - 1]])
    secure = context.journal().hosting.https
    response.set_cookie(_cookie_name(), value, max_age=A_YEAR, secure=secure, httponly=True, samesite="Lax")


def _known_device(name: str) -> str:
    """The id of this device when it was logged in under this name before; else ""."""
    device_id, tags = _read_cookie()
    expected = _device_tag(name, device_id)
    known = [tag for tag in tags if hmac.compare_digest(tag.encode(), expected.encode())]
    return device_id if known else ""


def _read_cookie() -> tuple[str, list[str]]:
    device_id, *tags = request.cookies.get(_cookie_name(), "").split(".")
    return (device_id, tags[:MOST_NAMES]) if _DEVICE_ID.fullmatch(device_id) else ("", [])


def _device_tag(name: str, device_id: str) -> str:
    tag = keyed_hash(context.journal().keys.device, login_name(name), device_id)
    return urlsafe_b64encode(tag).decode().rstrip("=")


def _cookie_name() -> str:
    return context.journal().hosting.cookie("journal-device")
