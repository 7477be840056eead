"""Somebody who looks after the owner's record, as the pages have it: an invitation, its code, and the browser below
/for/…"""

import re
from typing import Any

from tests.conftest import PASSWORD
from tests.web.client import Browser, Page


def invite(owner: Browser, **fields: Any) -> str:
    """Invite somebody and return the code that is shown."""
    page = owner.submit("/grants/new", "/grants", {"grant_name": "Ben", **fields}, 200)
    return page.words("said-code")[0]


def accept(other: Browser, code: str, status: int = 303) -> Page:
    """Use a code."""
    return other.submit("/people", "/people", {"code": code}, status)


def look_after(owner: Browser, other: Browser, **fields: Any) -> str:
    """Have the other person look after the owner's record; returns where it is: "/for/…"."""
    location = accept(other, invite(owner, **fields)).location
    grant_id = re.fullmatch(r"/people\?begun=([\w-]{22})", location)
    assert grant_id
    return f"/for/{grant_id[1]}"


def log_in_again(person: Browser) -> None:
    """A new log-in, for the one before has run out."""
    person.client.delete_cookie("journal")
    person.submit("/sessions/new", "/sessions", {"name": person.name, "password": PASSWORD})
    person.forget_marks()
