"""How far a request walks: which of our files it enters beside those that every request stands on.

A file is entered when any function of it is called. The ground is what two requests enter that are about no record: a
page that says the same to everybody, and a form that logs other devices out (docs/decisions/0017).
"""

import re
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from types import FrameType

import pytest

from journal.core.safety.check import RULES
from tests.test_architecture import CODE, ROOT
from tests.web.client import YES, Browser

FILES = {str(file) for file in CODE}


@contextmanager
def watched() -> Iterator[set[str]]:
    """The files of ours that are entered inside the block."""
    found: set[str] = set()

    def see(frame: FrameType, event: str, _: object) -> None:
        if event == "call":
            found.add(frame.f_code.co_filename)

    before = sys.getprofile()
    sys.setprofile(see)
    try:
        yield found
    finally:
        sys.setprofile(before)
        ours = {str(Path(file).relative_to(ROOT)) for file in found & FILES}
        found.clear()
        found |= ours


class Walks:
    """Counts the files of a request, once all that a process does a single time is done."""

    def __init__(self, owner: Browser) -> None:
        self.owner = owner
        self.ground: set[str] = set()
        self.ground = self.page("/about") | self.form("/devices/end-others", {})

    def page(self, address: str, *, is_first: bool = False) -> set[str]:
        """What loading a page enters beside the ground; for the first time, or again."""
        if not is_first:
            self.owner.get(address)
        with watched() as found:
            self.owner.get(address)
        return found - self.ground

    def form(self, address: str, fields: dict[str, str]) -> set[str]:
        """What sending a form enters beside the ground."""
        marks = self.owner.marks()
        for _ in range(2):
            sent = marks | fields | {"id": str(uuid.uuid4())}
            with watched() as found:
                self.owner.post(address, sent)
        return found - self.ground


def fill(owner: Browser) -> None:
    """A plan, and the doses and check-ins of a few days."""
    plan = {"starts_on": "2026-11-01", "time_1": "08:00", "amount_1": "0.5"}
    owner.submit("/regimens/new", "/regimens", plan)
    for day in ("2026-11-20", "2026-11-21", "2026-11-22"):
        owner.log_dose(when="earlier", on=day, at="08:00")
        owner.check_in({"drowsiness": 2}, when="earlier", on=day, at="20:00")


# Today and the form of a dose ask what is due of each medicine; on Medicine a safety rule speaks of the plan.
PAGES = {"/": 38, "/doses/new": 34, "/trends": 35, "/medicine": 28, "/history": 26} | dict.fromkeys(
    ("/check-ins/new", "/episodes/new", "/settings"), 25
)
FILLED_BY = {"walks": fill}


@pytest.fixture
def walks(owner: Browser) -> Walks:
    """Who counts, with that record."""
    return Walks(owner)


def picture(owner: Browser, name: str) -> str:
    """The address of a picture on the page of trends."""
    found = re.search(rf'"(/charts/{name}\.svg\?[^"]+)"', owner.get("/trends").html)
    assert found is not None
    return unescape(found[1])


def test_the_ground_is_below_every_page_and_every_form(walks: Walks) -> None:
    assert len(walks.ground) <= 32
    assert all(file.startswith(("journal/web/", "journal/core/")) for file in walks.page("/emergency"))
    assert "journal/web/gate/authorization.py" in walks.ground
    assert walks.page("/about") == walks.form("/devices/end-others", {}) == set()


@pytest.mark.parametrize(
    ("address", "fields"),
    [
        ("/doses", {"when": "now", "amount": "0.5"} | YES),
        ("/check-ins", {"when": "now", "rating-drowsiness": "2"}),
        ("/episodes", {"when": "now", "what": "panic_attack"}),
    ],
)
def test_saving_an_entry_walks_through_so_many(walks: Walks, address: str, fields: dict[str, str]) -> None:
    """The safety rules lie in a row and are asked one after the other: together they are one stop."""
    found = walks.form(address, fields)
    assert "journal/actions/record/entries.py" in found
    found -= {f"journal/core/safety/{rule.find.__module__.rpartition('.')[2]}.py" for rule in RULES}
    assert len(found) + 1 <= (35 if address == "/doses" else 22), sorted(found)


@pytest.mark.parametrize(("address", "most"), PAGES.items())
def test_opening_a_page_walks_through_so_many(walks: Walks, address: str, most: int) -> None:
    found = walks.page(address)
    assert found
    assert len(found) <= most, sorted(found)


@pytest.mark.parametrize("name", ["severity", "calendar", "doses"])
def test_a_picture_walks_through_twenty_five_after_its_page_and_six_from_the_cache(
    walks: Walks, owner: Browser, name: str
) -> None:
    owner.get("/trends")
    address = picture(owner, name)
    drawn = walks.page(address, is_first=True)
    assert f"journal/render/charts/{name}.py" in drawn
    assert len(drawn) <= 26, sorted(drawn)
    assert len(walks.page(address)) <= 6
