"""What a home screen is told: the journal's name, icons and colours, and the things people come for.

It names addresses of ours, with whatever stands before them where the journal is not at the top of its site.
"""

from collections.abc import Callable
from typing import Any, cast

from flask import Blueprint, Response, current_app, json, url_for

from journal.core.values.languages import _, pgettext, present
from journal.web.site import access

blueprint = Blueprint("manifest", __name__)

A_DAY = "private, max-age=86400"  # its words are those of a language, so no cache of many people keeps it
PAPER, TOP = "#faf7f2", "#fffdfa"  # --paper and --card of the stylesheet; at night base.html says the dark one


@blueprint.get("/site.webmanifest")
@access.public(is_page=False)
def show() -> Response:
    """The manifest."""
    home = url_for("today.show")
    said = {
        "id": home,
        "start_url": home,
        "scope": home,
        "display": "standalone",
        "name": _("Side-effect journal"),
        "short_name": pgettext("name below an icon", "Journal"),
        "description": _("A journal of doses and side effects, for you and your doctor."),
        "lang": present().code,
        "dir": present().direction,
        "categories": ["health", "medical"],
        "background_color": PAPER,
        "theme_color": TOP,
        "icons": [
            {"src": _static("icon.svg"), "type": "image/svg+xml", "sizes": "any", "purpose": "any"},
            *(_icon(size, purpose) for purpose in ("any", "maskable") for size in (192, 512)),
        ],
        "shortcuts": [
            {"name": _("I took it"), "url": home, "icons": [_icon(192, "any")]},
            {"name": _("How are you?"), "url": url_for("checkins.new"), "icons": [_icon(192, "any")]},
            {"name": _("Bad day"), "url": url_for("bad_day.show"), "icons": [_icon(192, "any")]},
        ],
    }
    response = Response(json.dumps(said, ensure_ascii=False), mimetype="application/manifest+json")
    response.headers["Cache-Control"] = A_DAY
    return response


def _icon(size: int, purpose: str) -> dict[str, Any]:
    """A square picture. What is drawn stays inside the circle that a mask leaves, so one file serves both purposes."""
    return {
        "src": _static(f"icon-{size}.png"),
        "type": "image/png",
        "sizes": f"{size}x{size}",
        "purpose": purpose,
    }


def _static(name: str) -> str:
    return cast("Callable[[str], str]", current_app.jinja_env.globals["static"])(name)
