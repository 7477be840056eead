"""For whatever watches the program: it answers, and it can do its work. No log-in, no cookie, nothing of a record."""

from pathlib import Path

from flask import Blueprint, Response, current_app

from journal.web.site import access, context

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@access.public()
def alive() -> Response:
    """The process answers. Nothing else is looked at."""
    return Response("ok\n", mimetype="text/plain")


@blueprint.get("/readyz")
@access.public()
def ready() -> Response:
    """200, or 503 and one word for what is missing: database, schema or disk."""
    parts = context.journal()
    missing = parts.readiness.missing(parts.database, Path(current_app.config["INSTANCE"]))
    return Response(f"{missing or 'ok'}\n", status=503 if missing else 200, mimetype="text/plain")
