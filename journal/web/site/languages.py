"""The language of a request: entered before anything is said, left when the answer is made. Jinja speaks it too."""

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any, cast

from flask import Flask, g
from jinja2 import pass_context
from jinja2.runtime import Context

from journal.core.values.languages import Language, number, present, using
from journal.web.site import context


class _Present:
    """The messages of whichever language is spoken when a template asks."""

    def gettext(self, message: str) -> str:
        return present().catalog.gettext(message)

    def ngettext(self, one: str, many: str, count: int) -> str:
        return present().catalog.ngettext(one, many, count)

    def pgettext(self, meaning: str, message: str) -> str:
        return present().catalog.pgettext(meaning, message)

    def npgettext(self, meaning: str, one: str, many: str, count: int) -> str:
        return present().catalog.npgettext(meaning, one, many, count)


def register(app: Flask) -> None:
    """Enter the language in front of every address, and give templates `_`, `ngettext`, `pgettext` and `{% trans %}`.

    What a template says through them is escaped part by part; the message itself is not, so a translation that brings
    markup is left out when it is read.
    """
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.policies["ext.i18n.trimmed"] = True
    app.jinja_env.install_gettext_translations(_Present(), newstyle=True)  # type: ignore[attr-defined]
    for name in ("ngettext", "npgettext"):
        app.jinja_env.globals[name] = _with_number(cast("Callable[..., str]", app.jinja_env.globals[name]))
    app.before_request(_enter)
    app.teardown_request(_leave)


def _with_number(plural: Callable[..., str]) -> Callable[..., str]:
    """Let `%(num)s` be the number as the language writes it, as it is in the core."""

    @pass_context
    def filled(context: Context, *message: Any, **parts: Any) -> str:
        return plural(context, *message, **{"num": number(message[-1])} | parts)

    return filled


def _enter() -> None:
    g.language = ExitStack()
    g.language.enter_context(using(_chosen()))


def _leave(_error: BaseException | None) -> None:
    g.pop("language", ExitStack()).close()


def _chosen() -> Language:
    """English, until a person can choose."""
    return context.journal().languages["en"]
