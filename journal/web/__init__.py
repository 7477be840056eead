"""Pages: parse, act, show. One blueprint per noun; the address names the file."""

from hashlib import sha256
from pathlib import Path
from typing import Any

from flask import Flask

from journal.core.values.languages import present
from journal.web import exports, medicines, regimens
from journal.web.accounts import (
    accounts,
    audit_events,
    confirmations,
    devices,
    erasures,
    log_in,
    second_factors,
    settings,
)
from journal.web.charts import charts, trends
from journal.web.gate import authorization, errors
from journal.web.medicine import emergency, medicine
from journal.web.record import checkins, doses, effects, entries, episodes, history, symptoms, today
from journal.web.site import (
    about,
    access,
    context,
    cookies,
    headers,
    health,
    languages,
    logs,
    origins,
    warm_up,
    wording,
)
from journal.web.site.context import Journal

BLUEPRINTS = (
    about,
    accounts,
    audit_events,
    charts,
    checkins,
    confirmations,
    devices,
    doses,
    emergency,
    entries,
    episodes,
    erasures,
    exports,
    health,
    history,
    medicine,
    medicines,
    regimens,
    log_in,
    second_factors,
    settings,
    symptoms,
    effects,
    today,
    trends,
)


def register(app: Flask, journal: Journal) -> None:
    """Put every page into the app."""
    app.extensions["journal"] = journal
    logs.register(app)
    languages.register(app)
    origins.register(app, journal.hosting.proxies)
    cookies.register(app)
    authorization.protect(app)
    headers.register(app)
    errors.register(app)
    wording.register(app)
    warm_up.register(app)
    for page in BLUEPRINTS:
        app.register_blueprint(page.blueprint)
    app.context_processor(_shared)
    _version_static_files(app)
    access.public(is_page=False)(app.view_functions["static"])
    access.check_every_view(app)


def _shared() -> dict[str, Any]:
    return {
        "actor": context.actor() if context.asking() else None,
        "patient": context.asking(),
        "language": present(),
        "emergency_number": context.journal().emergency_number,
        "numbers": context.journal().numbers,
        "sign_up": context.journal().sign_up,
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
