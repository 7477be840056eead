"""What a link shows, on a page and as its pictures and its paper: the same before there is a link and after."""

from collections.abc import Callable
from typing import Any

from flask import Response
from werkzeug.exceptions import NotFound

from journal.actions.doctor import shares as actions
from journal.actions.doctor.shares import Seen
from journal.core.charts.points import Chart
from journal.core.doctor.report import Report
from journal.core.doctor.shares import note_words
from journal.core.medicine.medicines import name_of
from journal.core.values.clock import Moment, moment, wall_words
from journal.core.values.errors import Busy
from journal.core.values.languages import _, present
from journal.core.values.papers import PAPERS, POINTS
from journal.core.values.periods import day_words, file_name
from journal.render import images
from journal.store.doctor.shares import Note
from journal.web.charts.answers import answer, busy, screen_options
from journal.web.charts.trends import chart_view
from journal.web.doctor import papers
from journal.web.doctor.report_words import in_words
from journal.web.site import context, wording


def page_of(seen: Seen, paper: Callable[..., str], picture: Callable[..., str]) -> dict[str, Any]:
    """What the part `shares/_seen.html` shows. `paper` gives the address of the report as a file, `picture` that of a
    chart."""
    report, settings = _report(seen), seen.acting.patient.settings
    charts = _charts(seen, report)
    notes = actions.notes_of(seen)
    at_home = moment(seen.acting.now, settings.zone)
    return in_words(report) | {
        "days": wording.span_words(seen.request.period),
        "now_day": day_words(at_home.on, with_year=True),
        "now_time": _clock(seen, at_home),
        "name": seen.acting.patient.name if seen.choice.with_name else "",
        "picture": paper(extension="svg"),
        "size": POINTS[settings.paper_size],
        "papers": [(_(name), paper(extension="pdf", paper=size)) for size, name in _papers(settings.paper_size)],
        "views": [chart_view(name, chart, _of(picture, name)) for name, chart in charts.items()],
        "with_notes": seen.choice.with_notes,
        "notes": [_note(seen, note) for note in notes[: actions.MOST_NOTES]],
        "more_notes": len(notes) > actions.MOST_NOTES,
        "of_doses": not seen.is_of_all,
    }


def paper_of(seen: Seen, extension: str) -> Response:
    """The report as a file, of these days alone."""
    if extension not in papers.EXTENSIONS:
        raise NotFound
    size = papers.asked_size(seen.acting.patient.settings.paper_size)
    digest = context.journal().charts.digest(_key(seen, "digest"), lambda: _report(seen))
    return _answer(seen, "report", extension, (digest, size), lambda: papers.draw(extension, _report(seen), size))


def picture_of(seen: Seen, name: str) -> Response:
    """A chart that was chosen, as a picture for the screen. Raises NotFound for any other."""
    if name not in seen.choice.charts:
        raise NotFound
    options = screen_options()

    def points() -> Chart:
        return _charts(seen, _report(seen))[name]

    def draw() -> bytes:
        with papers.turn(seen.request.period):
            return images.draw(points(), **options)

    digest = context.journal().charts.digest(_key(seen, f"digest of {name}"), points)
    return _answer(seen, name, "svg", (digest, *options.values()), draw)


def _answer(seen: Seen, about: str, extension: str, content: tuple[Any, ...], draw: Callable[[], bytes]) -> Response:
    name = file_name(about, seen.request.period, extension)
    try:
        response = answer(name, extension, content, draw, seen.acting.patient.id)
    except Busy:
        if extension == "svg":
            return busy()
        raise
    response.headers["Cache-Control"] = "no-store"  # on a device that is not the patient's nothing stays
    response.headers.pop("ETag", None)
    return response


def _report(seen: Seen) -> Report:
    return papers.kept_report(_key(seen, "report"), seen.request.period, lambda: actions.report_of(seen))


def _charts(seen: Seen, report: Report) -> dict[str, Chart]:
    """The charts that were chosen; what another request has read of the same is not read again."""
    recent, names = context.journal().charts.points, seen.choice.charts
    found = {name: chart for name in names if (chart := recent.get(_key(seen, name))) is not None}
    unknown = [name for name in names if name not in found]
    if unknown:
        with papers.turn(seen.request.period):
            built = actions.charts_of(seen, report, unknown)
        for name, chart in built.items():
            recent.put(_key(seen, name), chart)
        found |= built
    return {name: found[name] for name in names}


def _key(seen: Seen, what: str) -> tuple[Any, ...]:
    """Whose record in which state, as which choice shows it, to the minute. No page of the patient's own asks for the
    same."""
    patient, minute = seen.acting.patient, seen.acting.now.replace(second=0, microsecond=0)
    whose = patient.id, patient.revision, patient.settings, patient.medicines
    return *whose, "share", what, seen.choice, seen.request.period, seen.is_of_all, minute, present().code


def _of(picture: Callable[..., str], name: str) -> Callable[..., str]:
    return lambda **asked: picture(name=name, **asked)


def _papers(usual: str) -> list[tuple[str, str]]:
    return sorted(PAPERS.items(), key=lambda each: each[0] != usual)


def _clock(seen: Seen, at: Moment) -> str:
    return wall_words(at.local.time(), seen.acting.patient.settings.hours)


def _note(seen: Seen, note: Note) -> dict[str, str]:
    of = next((each for each in seen.acting.patient.medicines if each.id == note.medicine_id), None)
    return {
        "day": day_words(note.lived.on, with_year=True),
        "time": _clock(seen, note.lived),
        "about": note_words(note.kind, name_of(of, seen.acting.monographs) if of else ""),
        "text": note.text,
    }
