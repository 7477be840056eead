"""Pages: parse, act, show. One blueprint per noun; the address names the file."""

from hashlib import sha256
from pathlib import Path
from typing import Any

from flask import Flask

from journal.web import (
    about,
    access,
    accounts,
    charts,
    checkins,
    doses,
    emergency,
    entries,
    episodes,
    errors,
    headers,
    history,
    medicine,
    regimens,
    sessions,
    settings,
    state,
    today,
    trends,
    warm,
    words,
)
from journal.web.state import Journal

BLUEPRINTS = (
    about,
    accounts,
    charts,
    checkins,
    doses,
    emergency,
    entries,
    episodes,
    history,
    medicine,
    regimens,
    sessions,
    settings,
    today,
    trends,
)


def register(app: Flask, journal: Journal) -> None:
    """Put every page into the app."""
    app.extensions["journal"] = journal
    access.protect(app)
    headers.register(app)
    errors.register(app)
    words.register(app)
    warm.register(app)
    for page in BLUEPRINTS:
        app.register_blueprint(page.blueprint)
    app.context_processor(_shared)
    _version_static_files(app)
    access.check_every_address(app)


def _shared() -> dict[str, Any]:
    return {
        "viewer": state.asking(),
        "emergency_number": state.journal().emergency_number,
    }


def _version_static_files(app: Flask) -> None:
    """Give static files an address that changes with their content, so that browsers may keep them for a year."""
    known: dict[str, str] = {}

    def add_version(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint != "static" or "filename" not in values or app.static_folder is None:
            return
        name = values["filename"]
        if name not in known:
            file = Path(app.static_folder) / name
            known[name] = sha256(file.read_bytes()).hexdigest()[:12] if file.is_file() else ""
        values["v"] = known[name]

    app.url_defaults(add_version)
