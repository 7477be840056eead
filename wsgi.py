"""The journal for gunicorn and its like: `gunicorn --config deploy/gunicorn.conf.py` finds it here."""

from contextlib import ExitStack

from flask import Flask
from gunicorn.errors import AppImportError

from app import create_app, warnings
from journal.core.values.errors import JournalError
from journal.store.files import locks

_held = ExitStack()  # until this process ends


def application() -> Flask:
    """The journal, held against `flask restore` while this process serves it. Raises AppImportError with a sentence."""
    try:
        app = create_app()
        _held.enter_context(locks.serving(app.extensions["journal"].database))
    except JournalError as error:
        raise AppImportError(str(error)) from None
    for warning in warnings(app):
        app.logger.warning("warning", extra={"fields": {"event": "warning", "warning": warning}})
    return app
