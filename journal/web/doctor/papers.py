"""The report as a file, and as it is kept: the same for whoever it is about and for whoever is shown it by a link."""

from collections.abc import Callable, Hashable
from contextlib import AbstractContextManager, nullcontext

from flask import request

from journal.core.charts.points import DAILY_UP_TO
from journal.core.doctor.details import Details
from journal.core.doctor.report import Report
from journal.core.values.papers import PAPERS
from journal.core.values.periods import Period
from journal.render import slots
from journal.web.site import context

EXTENSIONS = ("pdf", "svg")


def kept_report(key: Hashable, period: Period, build: Callable[[], Report]) -> Report:
    """The report of that key, built once for a page and its papers."""
    reports = context.journal().charts.reports
    found = reports.get(key)
    if found is None:
        with turn(period):
            found = build()
        reports.put(key, found)
    return found


def turn(period: Period) -> AbstractContextManager[None]:
    """What is read and computed of a long period waits for its turn. Raises Busy."""
    return slots.LARGE.taken() if len(period) > DAILY_UP_TO else nullcontext()


def asked_size(usual: str) -> str:
    """The paper that the address asks for; else the usual one."""
    asked = request.args.get("paper", "")
    return asked if asked in PAPERS else usual


def draw(extension: str, report: Report, size: str, details: Details | None = None) -> bytes:
    """The report in one of EXTENSIONS, with pages of details where there are some: a picture has none."""
    from journal.render.doctor.report import report_pdf, report_svg  # noqa: PLC0415 - loads Typst

    with slots.LARGE.taken():
        return report_pdf(report, size, details) if extension == "pdf" else report_svg(report, size)
