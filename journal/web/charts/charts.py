"""Answer with charts as pictures and paper: drawn once for what they show, never another's, never an older record's."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from functools import cache
from typing import Any

from flask import Blueprint, Response
from werkzeug.exceptions import NotFound

from journal.actions import trends as actions
from journal.core.charts.points import DAILY_UP_TO, Chart, with_note
from journal.core.charts.small_print import small_print
from journal.core.values.errors import Busy, InvalidEntry
from journal.core.values.languages import N_, _, ngettext
from journal.core.values.periods import day_words, file_name
from journal.render import images, slots
from journal.web.charts.answers import TYPES, answer, busy, screen_options
from journal.web.charts.requests import cache_key, find_charts, read_request
from journal.web.site import access, context, wording

blueprint = Blueprint("charts", __name__, url_prefix="/charts")

# What each chart is called where it stands in a list.
PICTURES = (
    (N_("Severity of side effects"), "severity"),
    (N_("Before and after each change of dose"), "dose_changes"),
    (N_("Calendar of the worst ratings"), "calendar"),
    (N_("Doses"), "doses"),
    (N_("Hours since the last dose"), "hours"),
    (N_("Episodes and hard days at each dose"), "balance"),
    (N_("Estimated amount in the body"), "amount"),
)


@blueprint.get("/<name>.<extension>")
@access.patient(others="some")
def show(name: str, extension: str) -> Response:
    """One chart as a picture: "theme" and "width" say where it is shown; PNG and PDF are for paper."""
    if name not in actions.SOURCES or extension not in TYPES:
        raise NotFound
    options, wanted = _options(extension), _wanted()
    note = _note(wanted) if options.get("caption", True) else ""

    turn = _turn(extension, wanted)

    @cache  # digest and drawing must speak of the same state of the record
    def points() -> Chart:
        with turn():
            return with_note(find_charts(wanted, (name,))[name], note)

    def draw() -> bytes:
        with turn():
            return images.draw(points(), **options)

    try:
        digest = context.journal().charts.digest(cache_key(name, wanted, note), points)
        return answer(_file(f"-{name}", wanted, extension), extension, (digest, *options.values()), draw)
    except Busy:
        if extension == "svg":
            return busy()
        raise


@blueprint.get("/all.pdf")
@access.patient(others="some")
def pdf() -> Response:
    """Every chart of the Trends page on paper, to take to the doctor."""
    wanted = _wanted()
    heading: dict[str, Any] = {
        "title": _("%(medicine)s: doses and side effects", medicine=context.known().name),
        "name": context.patient().name,
        "period_words": _period_words(wanted),
        "paper": context.patient().settings.paper_size,
    }

    @cache
    def points() -> list[Chart]:
        with slots.LARGE.taken():
            charts = find_charts(wanted)
        return [chart for chart in charts.values() if chart.caption.state == "chart"]

    def draw() -> bytes:
        from journal.render import paper  # noqa: PLC0415 - Typst is loaded when somebody prints

        with slots.LARGE.taken():
            return paper.charts_pdf(**heading, charts=points(), small_print=small_print())

    digest = context.journal().charts.digest(cache_key("all", wanted), points)
    return answer(_file("", wanted, "pdf"), "pdf", (digest, *heading.values()), draw)


def _file(what: str, wanted: actions.ChartRequest, extension: str) -> str:
    return file_name(f"{context.known().key}{what}", wanted.period, extension)


def _options(extension: str) -> dict[str, Any]:
    return screen_options() if extension == "svg" else {"fmt": extension, "theme": "print"}


def _turn(extension: str, wanted: actions.ChartRequest) -> Callable[[], AbstractContextManager[None]]:
    """What to wait for before something large is computed or drawn: what is for paper, or of more than a year."""
    is_large = extension != "svg" or len(wanted.period) > DAILY_UP_TO
    return slots.LARGE.taken if is_large else nullcontext


def _period_words(wanted: actions.ChartRequest) -> str:
    days, span = len(wanted.period), wording.span_words(wanted.period)
    if wanted.earlier:
        return ngettext(
            "%(span)s, %(num)s day, the newest ten years of what was asked for",
            "%(span)s, %(num)s days, the newest ten years of what was asked for",
            days,
            span=span,
        )
    if wanted.period.first_on == wanted.first_entry_on:
        return ngettext(
            "%(span)s, %(num)s day, from the first day of the journal on",
            "%(span)s, %(num)s days, from the first day of the journal on",
            days,
            span=span,
        )
    return ngettext("%(span)s, %(num)s day", "%(span)s, %(num)s days", days, span=span)


def _note(wanted: actions.ChartRequest) -> str:
    """What a picture that leaves the page says of the days it does not show; the page says it once for all."""
    if wanted.earlier:
        return _("These are the newest ten years of what was asked for.")
    if wanted.period.first_on == wanted.first_entry_on:
        return _("The journal begins on %(day)s.", day=day_words(wanted.period.first_on, with_year=True))
    return ""


def _wanted() -> actions.ChartRequest:
    try:
        return read_request()
    except InvalidEntry:
        raise NotFound from None
