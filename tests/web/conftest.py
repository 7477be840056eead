"""The filled record of `tests/pages.py`, made once, and the people who open its pages."""

from dataclasses import dataclass, replace

import pytest
import time_machine
from flask import Flask

from journal.web.site.chart_cache import ChartCache
from tests.conftest import NOW, People
from tests.databases import Databases, opened
from tests.pages import Visit, fill
from tests.web.client import Browser


@dataclass(frozen=True)
class FilledRecord:
    """The address of a database with a filled record, and the ids of its entries."""

    address: str
    ids: dict[str, str]


@pytest.fixture(scope="session")
def filled_record(whole_app: Flask, databases: Databases, people: People) -> FilledRecord:
    """The record, logged by the pages."""
    address = databases.keep(people.address, "filled")
    parts = whole_app.extensions["journal"]
    database = opened(address)
    whole_app.extensions["journal"] = replace(parts, database=database, charts=ChartCache())
    with time_machine.travel(NOW, tick=False):
        owner = Browser(whole_app, people.ids["owner"], "Owner")
        owner.client.set_cookie("journal", people.cookies["owner"])
        ids = fill(owner)
    whole_app.extensions["journal"] = parts
    database.close()
    return FilledRecord(address, ids)


@pytest.fixture
def visit(
    owner: Browser,
    stranger: Browser,
    nobody: Browser,
    clock: time_machine.Traveller,
    filled_record: FilledRecord,
) -> Visit:
    """The people who open the pages, for a file whose `template` is the filled record."""
    return Visit(owner, stranger, nobody, clock, filled_record.ids)
