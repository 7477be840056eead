"""Pages: parse, act, show. One blueprint per noun; the address names the file."""

from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from flask import Flask, request

from journal.core.values.languages import present
from journal.web import alerts, circumstances, medicines, regimens, supplies
from journal.web.accounts import (
    accounts,
    audit_events,
    confirmations,
    devices,
    erasures,
    grants,
    log_in,
    no_log_in,
    people,
    second_factors,
    settings,
)
from journal.web.charts import charts, trends
from journal.web.doctor import shared, shares, visit, visits
from journal.web.exchange import exports, week_sheets
from journal.web.gate import authorization, errors
from journal.web.medicine import emergency, labels, medicine
from journal.web.record import (
    bad_day,
    checkins,
    days,
    doctor_marks,
    doses,
    effects,
    entries,
    episodes,
    history,
    observations,
    quiet_days,
    symptoms,
    today,
)
from journal.web.site import (
    about,
    access,
    acting_for,
    context,
    cookies,
    headers,
    health,
    languages,
    logs,
    manifest,
    marks_of_people,
    names,
    origins,
    warm_up,
    wording,
)
from journal.web.site.context import Journal

BLUEPRINTS = (
    about,
    accounts,
    alerts,
    audit_events,
    bad_day,
    charts,
    checkins,
    circumstances,
    confirmations,
    days,
    devices,
    doctor_marks,
    doses,
    emergency,
    entries,
    episodes,
    erasures,
    exports,
    grants,
    health,
    history,
    labels,
    manifest,
    medicine,
    medicines,
    no_log_in,
    people,
    quiet_days,
    observations,
    regimens,
    log_in,
    second_factors,
    settings,
    shared,
    shares,
    supplies,
    symptoms,
    effects,
    today,
    trends,
    visit,
    visits,
    week_sheets,
)


def register(app: Flask, journal: Journal) -> None:
    """Put every page into the app."""
    app.extensions["journal"] = journal
    logs.register(app)
    languages.register(app)
    acting_for.register(app)
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
    app.jinja_env.globals["emergency_line"] = lambda: context.journal().numbers.emergency
    app.jinja_env.globals["crisis_line"] = lambda: context.journal().numbers.crisis
    _name_addresses(app)
    access.public(is_page=False)(app.view_functions["static"])
    access.check_every_view(app)
    authorization.open_by_address(app)


def _shared() -> dict[str, Any]:
    return {
        "actor": context.actor() if context.asking() else None,
        "patient": context.asking(),
        "caring": context.caring(),
        "language": present(),
        "emergency_number": context.journal().emergency_number,
        "numbers": context.journal().numbers,
        "sign_up": context.journal().sign_up,
    }


def _stays(app: Flask, endpoint: str) -> bool:
    """Whether an address is about the record that this request is about, where that is somebody else's: those that
    nobody but the patient may call are about one's own."""
    decision, caring = access.decision_of(app.view_functions[endpoint]), context.caring()
    return decision.others == "log_in" if caring is None else decision.allows(caring)


def _name_addresses(app: Flask) -> None:
    """Give templates `static`, the address of a file, and let `url_for` remember addresses that say nothing else.

    A page names some twenty addresses, and building one takes longer than most of the page's sentences. What an
    address says besides may be what somebody looked for, so it is not kept.
    """

    @lru_cache(256)
    def plain(_root: str, endpoint: str) -> str:
        return app.url_for(endpoint)

    @lru_cache(256)
    def versioned(_root: str, name: str) -> str:
        """An address that changes with the file's content, so that browsers may keep it for a year."""
        file = Path(str(app.static_folder)) / name
        version = sha256(file.read_bytes()).hexdigest()[:12] if file.is_file() else ""
        return acting_for.own(app.url_for("static", filename=name, v=version))

    def url_for(endpoint: str, **values: Any) -> str:
        found = app.url_for(endpoint, **values) if values else plain(request.script_root, endpoint)
        return found if not acting_for.grant_id() or _stays(app, endpoint) else acting_for.own(found)

    app.jinja_env.globals |= {
        "url_for": url_for,
        "home": lambda: url_for(marks_of_people.home()),
        "static": lambda name: versioned(acting_for.root(), name),
        "own_url": acting_for.own_url,
        "name_of": names.name_of,
        "for_whom": marks_of_people.for_whom,
        "may": lambda endpoint: context.caring() is None or _stays(app, endpoint),
        "csrf_token": context.form_token,
    }
