"""The language of a request: entered before anything is said, left when the answer is made. Jinja speaks it too."""

from collections.abc import Mapping
from contextlib import ExitStack
from functools import lru_cache

from flask import Flask, g
from markupsafe import Markup, escape

from journal.core.values.languages import Language, gettext, ngettext, npgettext, pgettext, present, using
from journal.web.site import context


def register(app: Flask) -> None:
    """Enter the language in front of every address, and give templates `_`, `ngettext`, `pgettext` and `{% trans %}`.

    What a template says through them is escaped part by part; the message itself is not, so a translation that brings
    markup is left out when it is read.
    """
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.policies["ext.i18n.trimmed"] = True
    app.jinja_env.newstyle_gettext = True  # type: ignore[attr-defined]  # `{% trans %}` gives its parts by name
    app.jinja_env.globals |= {
        "_": _gettext,
        "gettext": _gettext,
        "ngettext": _ngettext,
        "pgettext": _pgettext,
        "npgettext": _npgettext,
    }
    app.before_request(_enter)
    app.teardown_request(_leave)


# Jinja's own functions come to the same by way of its context, three calls for each of a page's hundred messages.


def _gettext(message: str, /, **parts: object) -> Markup:
    return _safe(gettext(message, **_escaped(parts))) if parts else _alone(present(), message)


def _pgettext(meaning: str, message: str, /, **parts: object) -> Markup:
    return _safe(pgettext(meaning, message, **_escaped(parts))) if parts else _alone(present(), message, meaning)


def _ngettext(one: str, many: str, count: int, /, **parts: object) -> Markup:
    return _safe(ngettext(one, many, count, **_escaped(parts)))


def _npgettext(meaning: str, one: str, many: str, count: int, /, **parts: object) -> Markup:
    return _safe(npgettext(meaning, one, many, count, **_escaped(parts)))


@lru_cache(2048)  # more than there are messages
def _alone(language: Language, message: str, meaning: str = "") -> Markup:
    """A message without parts, the same for every page in this language."""
    with using(language):
        return _safe(pgettext(meaning, message) if meaning else gettext(message))


def _safe(said: str) -> Markup:
    return Markup(said)  # noqa: S704 - a message of ours, or a translation without markup, with parts that are escaped


def _escaped(parts: Mapping[str, object]) -> dict[str, str]:
    return {name: escape(part) for name, part in parts.items()}


def _enter() -> None:
    g.language = ExitStack()
    g.language.enter_context(using(_chosen()))


def _leave(_error: BaseException | None) -> None:
    g.pop("language", ExitStack()).close()


def _chosen() -> Language:
    """English, until a person can choose."""
    return context.journal().languages["en"]
