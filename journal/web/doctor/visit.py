"""The visit: the report of some days, looked at before it is printed, and as one page to take to the doctor."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for
from werkzeug.exceptions import NotFound

from journal.actions.doctor.reports import build_details, build_reaction, build_report
from journal.actions.trends import ChartRequest
from journal.core.doctor import details_words
from journal.core.doctor.details import Details
from journal.core.doctor.reaction import draft
from journal.core.doctor.report import Report
from journal.core.record.forms import severity_word
from journal.core.values import periods
from journal.core.values.errors import Busy, InvalidEntry
from journal.core.values.languages import N_, _
from journal.core.values.papers import PAPERS, POINTS
from journal.core.values.periods import SINCE_VISIT, file_name
from journal.web.charts.answers import answer, busy
from journal.web.charts.requests import (
    cache_key,
    days_asked,
    medicine_links,
    read_request,
    request_and_errors,
    request_for,
    shown_first,
)
from journal.web.doctor import papers, visits
from journal.web.doctor.report_words import in_words
from journal.web.medicine import step_visits
from journal.web.site import access, context, wording

blueprint = Blueprint("visit", __name__, url_prefix="/visit")

PERIODS = ("7", "28", "90", "365", "all")
LEVELS = (1, 2, 3, 4)
YES = "yes"
REGULATORS = (  # who takes reports from patients; shown as text, and the journal asks none of them
    N_("United Kingdom: Yellow Card, yellowcard.mhra.gov.uk"),
    N_("United States: MedWatch, form 3500B, www.fda.gov/medwatch"),
)


@blueprint.get("")
@access.patient(others="some")
def show() -> str | tuple[str, int]:
    """The report in words and as it will be printed."""
    since_visit = _since_visit()
    wanted, errors = (since_visit, {}) if since_visit else request_and_errors()
    report = _report(wanted)
    asked: dict[str, Any] = days_asked(wanted.period) | context.of_medicine()
    page = render_template(
        "visit/show.html",
        here="visit",
        **in_words(report),
        visits=visits.around(),
        share=days_asked(replace(wanted.period, name="free")) | context.of_medicine(),
        period=wanted.period,
        days=wording.span_words(wanted.period),
        periods=[
            *((key, periods.name_words(key)) for key in [SINCE_VISIT] if visits.last_day() is not None),
            *((key, periods.name_words(key)) for key in PERIODS),
        ],
        picture=url_for("visit.paper", extension="svg", **asked),
        size=POINTS[context.patient().settings.paper_size],
        pdf=url_for("visit.paper", extension="pdf", **asked),
        details=url_for("visit.details", **(days_asked(wanted.period, of_a_page=True) | context.of_medicine())),
        other_papers=[
            (_(name), url_for("visit.paper", extension="pdf", paper=size, **asked))
            for size, name in PAPERS.items()
            if size != context.patient().settings.paper_size
        ],
        medicines=medicine_links("visit.show", days_asked(wanted.period, of_a_page=True)),
        values=request.args,
        errors=errors,
    )
    return (page, 400) if errors else page


@blueprint.get("/details")
@access.patient(others="some")
def details() -> str:
    """What stands on the pages after the report, for who wants them, in words; with notes only where that is ticked."""
    wanted = _wanted()
    found, notes = _details(wanted), request.args.get("notes") == YES
    asked: dict[str, Any] = days_asked(wanted.period, of_a_page=True) | context.of_medicine()
    ticked: dict[str, Any] = {"notes": YES} if notes else {}
    return render_template(
        "visit/details.html",
        here="visit",
        details=found,
        heading=details_words.heading(),
        heads=details_words.heads(found),
        rows=list(details_words.rows(found, context.today())),
        days=wording.span_words(wanted.period),
        period=wanted.period,
        asked=asked,
        notes=notes,
        pdf=url_for("visit.paper", extension="pdf", details=YES, **ticked, **asked),
        medicines=medicine_links("visit.details", days_asked(wanted.period, of_a_page=True) | ticked),
    )


@blueprint.get("/report.<extension>")
@access.patient(others="some")
def paper(extension: str) -> Response:
    """The page itself, to print or to look at; with pages of details only where they are asked for."""
    if extension not in papers.EXTENSIONS:
        raise NotFound
    wanted = _wanted()
    size = papers.asked_size(context.patient().settings.paper_size)
    more = _details(wanted) if extension == "pdf" and request.args.get("details") == YES else None
    name = file_name(f"{context.known().key}-report", wanted.period, extension)
    try:
        digest = context.journal().charts.digest((*_key(wanted), "digest"), lambda: _report(wanted))
        return answer(
            name, extension, (digest, size, more), lambda: papers.draw(extension, _report(wanted), size, more)
        )
    except Busy:
        if extension == "svg":
            return busy()
        raise


@blueprint.get("/reaction")
@access.patient(others="some")
def reaction() -> str:
    """A suspected side effect as a draft to copy into the form of a regulator. It is sent nowhere."""
    choices = wording.effect_choices()
    asked = context.patient().own_symptoms.present(request.args.get("effect", ""))
    effect = asked if asked in choices else next(iter([*shown_first().effects, *choices]))
    level = next((level for level in LEVELS if str(level) == request.args.get("level")), LEVELS[1])
    found = build_reaction(context.acting(), request_for("all", "", "", [effect]), level)
    return render_template(
        "visit/reaction.html",
        here="visit",
        draft=draft(found, context.today()),
        effect=effect,
        level=level,
        effects=list(choices.items()),
        levels=[(level, _("%(severity)s or worse", severity=severity_word(level))) for level in LEVELS],
        medicines=medicine_links("visit.reaction", {"effect": effect, "level": level}),
        has_begun=found.began_on is not None,
        regulators=[_(regulator) for regulator in REGULATORS],
    )


def _wanted() -> ChartRequest:
    """What an address asks for that nobody types: what cannot be is not there."""
    try:
        return _since_visit() or read_request()
    except InvalidEntry:
        raise NotFound from None


def _since_visit() -> ChartRequest | None:
    """The days since the last visit, where those are asked for, or none and there was one; without any, where they are
    asked for, those that are shown without."""
    named, typed = request.args.get("period", ""), request.args.get("first") or request.args.get("last")
    last_on = visits.last_day()
    if named not in {"", SINCE_VISIT} or (not named and (typed or last_on is None)):
        return None
    if last_on is None:
        return request_for("", "", "", [])
    wanted = request_for("free", last_on.isoformat(), "", [])
    is_whole = wanted.period.first_on == last_on  # the journal may begin after it
    return replace(wanted, period=replace(wanted.period, name=SINCE_VISIT)) if is_whole else wanted


def _report(wanted: ChartRequest) -> Report:
    def build() -> Report:
        return build_report(context.acting(), wanted, with_visits=step_visits.are_seen())

    return papers.kept_report(_key(wanted), wanted.period, build)


def _details(wanted: ChartRequest) -> Details:
    notes = request.args.get("notes") == YES
    return build_details(context.acting(), wanted, _report(wanted).severity, notes=notes)


def _key(wanted: ChartRequest) -> tuple[Any, ...]:
    """Whose report of what; days since a visit are called so. Somebody who cares for the record is not told of every
    alert: theirs is another one."""
    caring = context.caring()
    return cache_key("report", wanted, f"{wanted.period.name == SINCE_VISIT} {caring.id if caring else ''}")
