"""The bare program of the same parts: Flask, Flask-Login, one indexed SQLAlchemy query, Jinja, matplotlib's defaults.

It knows nothing of the journal and leaves out whatever a page can do without. It was written to be hard to beat: core
columns, tuples unpacked in the template, no macros, no form token, no headers, a cookie that is never signed anew.
`python -m benchmarks.baseline FOLDER PORT` serves it.
"""

import random
import sys
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import argon2  # noqa: F401 - loaded, not used: it starts with the libraries the journal starts with
import flask_wtf  # noqa: F401
from flask import Flask, Response, redirect, render_template, request
from flask_login import LoginManager, UserMixin, login_required
from pydantic import BaseModel, ConfigDict, Field  # noqa: F401
from sqlalchemy import (
    Column,
    Engine,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    event,
    insert,
    select,
)
from sqlalchemy.orm import Session, registry

ROWS = 50
OWNER = 1
SECRET_KEY = "not a secret: this program guards nothing"

metadata = MetaData()
people = Table("person", metadata, Column("id", Integer, primary_key=True), Column("name", String(60)))
items = Table(
    "item",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person_id", Integer, nullable=False),
    Column("at", Integer, nullable=False),
    Column("title", String(60), nullable=False),
    Column("amount", Integer, nullable=False),
    Column("note", Text, nullable=False),
    Index("ix_item_latest", "person_id", "at"),
)


class Person(UserMixin):  # type: ignore[misc]
    """Who is logged in."""


registry(metadata=metadata).map_imperatively(Person, people)

PAGE = """<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>Items</title>
    <link rel="stylesheet" href="{{ url_for('static', filename='theme.css') }}" />
  </head>
  <body>
    <nav><a href="/">Today</a> <a href="/history">History</a> <a href="/trends">Trends</a></nav>
    <main id="main">
      <h1>Items</h1>
      <ul class="entries">
        {% for id, at, title, amount, note in rows %}
          <li class="entry" id="item-{{ id }}">
            <div class="entry-time time">{{ at }}</div>
            <div class="entry-body">
              <p><strong>{{ title }}</strong> {{ amount }} mg</p>
              {% if note %}<p class="entry-note">{{ note }}</p>{% endif %}
            </div>
            <div class="entry-actions">
              <a class="quiet" href="/items/{{ id }}">Edit<span> {{ title }} at {{ at }}</span></a>
            </div>
          </li>
        {% endfor %}
      </ul>
    </main>
  </body>
</html>
"""


def create_baseline(folder: Path, chart: bytes = b"") -> Flask:
    """The bare program with its database in `folder`; `chart` are the bytes it serves as a chart drawn before."""
    app = Flask("baseline", root_path=str(folder))
    app.secret_key = SECRET_KEY
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    engine = _engine(folder)
    templates = folder / "templates"
    templates.mkdir(exist_ok=True)
    (templates / "items.html").write_text(PAGE)
    _log_in(app, engine)
    _pages(app, engine, chart)
    return app


def _log_in(app: Flask, engine: Engine) -> None:
    manager = LoginManager(app)
    manager.session_protection = None

    @manager.user_loader
    def load(person_id: str) -> Person | None:
        with Session(engine) as session:
            return session.get(Person, int(person_id))


def _pages(app: Flask, engine: Engine, chart: bytes) -> None:
    etag = sha256(chart).hexdigest()

    @app.get("/open")
    def open_page() -> str:
        return "ok"

    @app.get("/")
    @login_required
    def index() -> str:
        with engine.connect() as connection:
            found = connection.execute(LATEST, {"owner": OWNER}).all()
        return render_template("items.html", rows=found)

    @app.post("/items")
    @login_required
    def create() -> Any:
        at = int(datetime.now(UTC).timestamp())
        values = {"person_id": OWNER, "at": at, "title": "Dose", "amount": int(request.form["amount"]), "note": ""}
        with engine.begin() as connection:
            connection.execute(insert(items), values)
        return redirect("/", 303)

    @app.get("/chart.svg")
    @login_required
    def cached() -> Response:
        response = Response(chart, mimetype="image/svg+xml")
        response.set_etag(etag)
        return response.make_conditional(request)

    @app.get("/drawn.svg")
    @login_required
    def drawn() -> Response:
        return Response(draw_default(int(request.args.get("days", 365))), mimetype="image/svg+xml")


LATEST = (
    select(items.c.id, items.c.at, items.c.title, items.c.amount, items.c.note)
    .where(items.c.person_id == OWNER)
    .order_by(items.c.at.desc())
    .limit(ROWS)
)


def draw_default(days: int, panels: int = 4) -> bytes:
    """matplotlib's default chart as SVG, a line a panel. The first one loads matplotlib."""
    from matplotlib.backends.backend_svg import FigureCanvasSVG  # noqa: PLC0415
    from matplotlib.figure import Figure  # noqa: PLC0415

    chance = random.Random(days)
    figure = Figure(figsize=(9, 8))
    for axis in figure.subplots(panels, 1, sharex=True):
        axis.plot(range(days), [chance.randint(0, 4) for _ in range(days)])
        axis.set_title("A panel")
    buffer = BytesIO()
    FigureCanvasSVG(figure).print_svg(buffer)
    return buffer.getvalue()


def _engine(folder: Path) -> Engine:
    engine = create_engine(f"sqlite:///{folder / 'baseline.db'}")

    @event.listens_for(engine, "connect")
    def make_durable(connection: Any, _record: object) -> None:
        for pragma in ("journal_mode=WAL", "synchronous=FULL"):
            connection.execute(f"PRAGMA {pragma}").close()

    metadata.create_all(engine)
    with engine.begin() as connection:
        if connection.execute(select(people.c.id)).first() is None:
            _fill(connection)
    return engine


def _fill(connection: Any) -> None:
    chance = random.Random(1)
    connection.execute(insert(people), {"id": OWNER, "name": "Owner"})
    words = ("after breakfast", "a short walk,", "slept badly;", "could not", "keep my", "eyes open", "at noon")
    connection.execute(
        insert(items),
        [
            {
                "person_id": OWNER,
                "at": n * 3600,
                "title": chance.choice(("Dose", "Check-in", "Panic attack")),
                "amount": chance.randint(1, 4),
                "note": " ".join(chance.choices(words, k=chance.randint(0, 7))),
            }
            for n in range(1000)
        ],
    )


def main(folder: Path, port: int) -> None:
    """Serve the bare program."""
    app = create_baseline(folder)
    from waitress import serve  # noqa: PLC0415 - as the journal does

    serve(app, host="127.0.0.1", port=port, threads=8, ident=None)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
