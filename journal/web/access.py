"""Who may see what. Every address says so itself; one that does not is refused when the program starts."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, request, session, url_for
from flask_login import LoginManager, UserMixin, current_user
from flask_wtf.csrf import CSRFProtect
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from journal.actions import accounts as actions
from journal.core.accounts import Viewer
from journal.store import accounts as store
from journal.web import kept, state
from journal.web.redirects import see_other

View = TypeVar("View", bound=Callable[..., Any])


def public(view: View) -> View:
    """Anybody may call this address."""
    view.access = "public"  # type: ignore[attr-defined]
    return view


def patient(view: View) -> View:
    """Only a patient who is logged in may call this address, and it shows nothing of anybody else."""
    view.access = "patient"  # type: ignore[attr-defined]
    return view


@dataclass(frozen=True, slots=True)
class LoggedIn(UserMixin):  # type: ignore[misc]
    """A patient on one device. Flask-Login keeps the device's random token, never the patient's id."""

    viewer: Viewer
    token: str

    def get_id(self) -> str:
        """What goes into the cookie."""
        return self.token


def protect(app: Flask) -> None:
    """Put log-in, form tokens and the check of every address in front of the app."""
    app.config["SESSION_REFRESH_EACH_REQUEST"] = False  # a log-in ends after its days, however fresh the cookie is
    CSRFProtect(app)
    manager = LoginManager(app)
    manager.session_protection = None  # its own reads headers that anybody can write
    manager.user_loader(_load)
    app.before_request(_check)


def check_every_address(app: Flask) -> None:
    """Refuse to start while an address does not say who may see it."""
    silent = [name for name, view in app.view_functions.items() if name != "static" and not hasattr(view, "access")]
    if silent:
        raise RuntimeError(f"These addresses do not say who may see them: {', '.join(sorted(silent))}")


def safe_next(address: str) -> str:
    """The address to go on to after log-in: one of our own pages, or Today."""
    home = url_for("today.show")
    try:
        parts = urlsplit(address)
    except ValueError:
        return home
    if parts.scheme or parts.netloc or not parts.path.startswith("/") or "\\" in address:
        return home
    try:
        adapter = current_app.create_url_adapter(request)
        assert adapter is not None  # noqa: S101 - there is one during a request
        endpoint, _ = adapter.match(parts.path, method="GET")
    except (HTTPException, RequestRedirect):
        return home
    if endpoint == "static":
        return home
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _load(token: str) -> LoggedIn | None:
    with state.database().reading() as db:
        found = store.find_viewer(db, actions.token_hash(token), state.now())
    if found is None or found[0].medicine not in state.journal().monographs:
        return None
    found_viewer, seen_long_ago = found
    if seen_long_ago and request.method == "GET":
        actions.mark_seen(state.database(), token, state.now())
    return LoggedIn(found_viewer, token)


def is_closed() -> bool:
    """Whether the address of this request is for patients who are logged in, and nobody is."""
    view = current_app.view_functions.get(request.endpoint or "")
    if view is None or request.endpoint == "static" or getattr(view, "access", "") == "public":
        return False
    return not current_user.is_authenticated


def _check() -> Response | tuple[str, int] | None:
    if not is_closed():
        return None
    session.pop("_user_id", None)
    if request.method in {"GET", "HEAD"}:
        wanted = request.full_path.removesuffix("?")
        return see_other(url_for("sessions.new", next=wanted if wanted != "/" else None))
    return kept.ask_to_log_in()
