"""The people of most tests, and databases in which one of them has done something."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from flask import Flask

from journal.store.database.database import Database
from journal.web.site.chart_cache import ChartCache
from journal.web.site.context import Journal
from tests.web.client import Browser


@contextmanager
def using(app: Flask, database: Database) -> Iterator[None]:
    """The program on this database, with no chart drawn yet."""
    parts: Journal = app.extensions["journal"]
    app.extensions["journal"] = replace(parts, database=database, charts=ChartCache())
    yield
    app.extensions["journal"] = parts


@dataclass(frozen=True)
class Person:
    """Somebody who is logged in: an id, the cookie of a browser, and what its forms carry."""

    name: str
    id: str
    cookie: str
    marks: dict[str, str]

    def browser(self, app: Flask) -> Browser:
        """That browser."""
        browser = Browser(app, self.id, self.name, self.marks)
        browser.client.set_cookie("journal", self.cookie)
        return browser


@dataclass(frozen=True)
class People:
    """A database with the people of most tests in it, by fixture."""

    address: str
    by_fixture: dict[str, Person]


@dataclass(frozen=True)
class Prepared:
    """A database with what the owner did in it, and what doing it gave."""

    address: str
    given: Any
