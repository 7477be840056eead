"""Show the Trends page: the charts of a chosen period and chosen effects, each with its sentence and its table."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from flask import Blueprint, render_template, request, url_for

from journal.actions import trends as actions
from journal.actions.shown_first import RECENTLY
from journal.core.charts.calendar import CalendarChart
from journal.core.charts.points import Chart, State, Table, in_weeks
from journal.core.charts.severity_points import SeverityChart
from journal.core.values import periods
from journal.core.values.languages import N_, _, listed, ngettext
from journal.core.values.periods import Period
from journal.core.values.sentences import inside
from journal.render import images
from journal.render.charts.layout import WIDTHS, Width
from journal.web.charts import comparisons, days
from journal.web.charts.requests import (
    days_asked,
    find_charts,
    medicine_links,
    picked_effects,
    request_and_errors,
    shown_first,
)
from journal.web.site import access, context, wording

blueprint = Blueprint("trends", __name__, url_prefix="/trends")


@blueprint.get("")
@access.patient(others="some")
def index() -> str | tuple[str, int]:
    """The charts of the period asked for."""
    wanted, errors = request_and_errors()
    charts = find_charts(wanted)
    page = render_template(
        "trends/index.html",
        here="trends",
        views=[_view(name, chart, wanted) for name, chart in charts.items()],
        has_pictures=any(chart.caption.state != "empty" for chart in charts.values()),
        changes=next((comparisons.view(chart) for chart in charts.values() if isinstance(chart, SeverityChart)), None),
        slept=days.sentences(charts.values()),
        period=wanted.period,
        days=wording.span_words(wanted.period),
        paper_days=wording.dated_span_words(wanted.period),
        begins=_begins(wanted),
        which="" if picked_effects() else _which(),
        periods=[(key, periods.name_words(key)) for key in periods.NAMES if key != "free"],
        chosen=[key for key, _ in wanted.effects],
        earlier=[_part(part) for part in wanted.earlier],
        picked=picked_effects()[: actions.MOST_EFFECTS],
        effects=list(wording.effect_choices().items()),
        all_pdf=url_for("charts.pdf", **address(wanted)),
        medicines=medicine_links(
            "trends.index",
            days_asked(wanted.period, of_a_page=True) | {"effect": picked_effects()[: actions.MOST_EFFECTS]},
        ),
        values=request.args,
        errors=errors,
    )
    return (page, 400) if errors else page


def address(wanted: actions.ChartRequest) -> dict[str, Any]:
    """The query that asks for the same again."""
    return days_asked(wanted.period) | {"effect": [key for key, _ in wanted.effects]} | context.of_medicine()


def _which() -> str:
    """Which effects are shown when nobody chose, and what is new among them."""
    first, names = shown_first(), wording.effect_choices()
    if not first.rated:
        return ""
    rated = _named(first.rated, names)
    said = _("Shown first: %(effects)s. You rated these above none most often in the last 12 months.", effects=rated)
    new = _named([effect for effect in first.rated if effect not in first.before], names)
    gone = _named([effect for effect in first.before if effect not in first.rated], names)
    return f"{said} {_new(new, gone)}" if new and first.before else said


def _new(effects: str, instead: str) -> str:
    days = RECENTLY.days
    if not instead:
        return ngettext(
            "New here in the last %(num)s day: %(effects)s.",
            "New here in the last %(num)s days: %(effects)s.",
            days,
            effects=effects,
        )
    return ngettext(
        "New here in the last %(num)s day: %(effects)s, in place of %(others)s.",
        "New here in the last %(num)s days: %(effects)s, in place of %(others)s.",
        days,
        effects=effects,
        others=instead,
    )


def _named(effects: Sequence[str], names: Mapping[str, str]) -> str:
    return listed([inside(names[effect]) for effect in effects])


def _part(part: Period) -> dict[str, str]:
    """A part of the period that is not shown: its days in words, and the address that shows it."""
    first, last = part.first_on.isoformat(), part.last_on.isoformat()
    asked: dict[str, Any] = {"effect": picked_effects()[: actions.MOST_EFFECTS]} | context.of_medicine()
    href = url_for("trends.index", period="free", first=first, last=last, **asked)
    return {"days": periods.period_words(part, date.min), "href": href}


def _begins(wanted: actions.ChartRequest) -> str:
    """What to say where the days begin with the journal and not where they were asked to."""
    first_on = wanted.period.first_on
    if wanted.period.name == "all" or first_on != wanted.first_entry_on:
        return ""
    begins = wording.full_day(first_on)
    return _("Your journal begins on %(day)s. Earlier days are before this journal.", day=begins)


def _view(name: str, chart: Chart, wanted: actions.ChartRequest) -> dict[str, Any]:
    def picture(extension: str, **more: Any) -> str:
        return url_for("charts.show", name=name, extension=extension, **address(wanted), **more)

    return chart_view(name, chart, partial(picture, "svg")) | {
        "downloads": [(_(label), picture(extension)) for label, extension in DOWNLOADS],
        "history": url_for("history.index"),
        "days": _days(chart),
        "links": _row_links(chart)[::-1],
    }


def chart_view(name: str, chart: Chart, picture: Callable[..., str]) -> dict[str, Any]:
    """What the macro `chart` shows. `picture` gives the address of the picture: "theme", "width" and "words" as it is
    asked for. Nothing in it leads to another page."""
    sizes = {width: images.size(chart, width, caption=False) for width in WIDTHS}

    def shown(width: Width, media: str = "", **theme: str) -> dict[str, Any]:
        wide, high = sizes[width]
        return {"src": picture(words="no", width=width, **theme), "width": wide, "height": high, "media": media}

    caption = chart.caption
    return {
        "name": name,
        "question": caption.question,
        "lines": caption.lines,
        "explanation": caption.explanation,
        "alt": caption.alt_text,
        "state": caption.state,
        "state_words": _(STATES[caption.state]) if caption.state in STATES else "",
        "sources": [
            *(shown(width, f"{AT_NIGHT} and {least}", theme="dark") for width, least in SCREENS),
            shown("small", AT_NIGHT, theme="dark"),
            *(shown(width, least) for width, least in SCREENS),
        ],
        "smallest": shown("small"),
        "paper": shown("wide", theme="print"),
        "table": _newest_first(chart) if chart.table.rows else None,
        "newest_first": chart.of_days,
    }


def _newest_first(chart: Chart) -> Table:
    """The table with its newest day on top, as everything is listed."""
    return replace(chart.table, rows=chart.table.rows[::-1]) if chart.of_days else chart.table


def _days(chart: Chart) -> list[tuple[Width, int, int, list[tuple[Any, ...]]]]:
    """For each width the picture is drawn in its size, and of each of its days the day, its words and its place; of a
    longer period the table alone leads to the days."""
    if not chart.of_days or len(chart.period) > DAYS_TO_PRESS or chart.caption.state != "chart":
        return []
    drawn: list[Width] = ["small", *(width for width, _least in SCREENS)]
    found = []
    for width in drawn:
        boxes = [
            (box.on, wording.plain_day(box.on), box.left, box.top, box.wide, box.high)
            for box in images.day_boxes(chart, width)
        ]
        found.append((width, *images.size(chart, width, caption=False), boxes))
    return found


def _row_links(chart: Chart) -> list[str]:
    """Where the first cell of each row of the table leads: to its day, or to the calendar of its month."""
    if not chart.of_days:
        return []
    history = url_for("history.index")
    if isinstance(chart, CalendarChart):
        return [f"{history}?month={month.first_on:%Y-%m}" for month in chart.months]
    if len(chart.table.rows) == len(chart.period):
        return [f"{history}/{on}" for on in chart.period.days()]
    return [f"{history}?period=free&first={week.first_on}&last={week.last_on}" for week in in_weeks(chart.period)]


DAYS_TO_PRESS = 31  # of more days each is narrower than a finger, and the page would carry thousands of links

# The width a picture is drawn in is the one it is shown in, or a little less: the first of these that fits the window.
SCREENS: tuple[tuple[Width, str], ...] = (
    ("desk", "(min-width: 78rem)"),
    ("laptop", "(min-width: 72rem)"),
    ("wide", "(min-width: 62rem)"),
    ("medium", "(min-width: 40rem)"),
    ("narrow", "(min-width: 22.5rem)"),
)
AT_NIGHT = "(prefers-color-scheme: dark)"
STATES: Mapping[State, str] = {  # what stands in place of a picture
    "empty": N_("There is nothing to draw in this period."),
    "too_few_ratings": N_("There are too few rated days to draw. The table has what there is."),
    "too_few_answers": N_("There are too few answers to draw. The table has what there is."),
    "too_few_doses": N_("There are too few doses to draw. The table has what there is."),
    "too_few_days": N_("There are too few days to draw. The table has what there is."),
}
DOWNLOADS = (
    (N_("Picture (SVG)"), "svg"),
    (N_("Picture to print (PNG)"), "png"),
    (N_("Page (PDF)"), "pdf"),
)
