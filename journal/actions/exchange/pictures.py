"""The charts of an archive, each as a picture and all of them on paper. What happens to one costs that one alone."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from journal.actions import trends
from journal.actions.acting import ActingForPatient
from journal.core.charts.points import Chart
from journal.core.values.languages import _, ngettext
from journal.core.values.periods import Period, day_words, from_to_words, split_period
from journal.formats.archives import Archive
from journal.render import images, paper
from journal.render.slots import LARGE

PATIENCE = 30.0  # seconds a picture waits for its turn, before the archive goes on without it


@dataclass(slots=True)
class Pictures:
    """The pictures of an archive: each is drawn once, on its turn, for its own file and for the paper. That names the
    `medicine`, and has the `small_print` below its charts. `missing` are those that could not be drawn, and why."""

    archive: Archive
    medicine: str
    small_print: Sequence[str]
    folder: str = "charts"
    missing: dict[str, Exception] = field(default_factory=dict)
    _counts: dict[str, int] = field(default_factory=dict)

    def draw(self, chart: Chart) -> bytes:
        """Add a chart; its picture without words, or nothing where it could not be drawn."""
        name = self._name(chart)
        svg = self.add(f"{name}.svg", lambda: images.draw(chart, "svg", "print"))
        return images.without_caption(svg, chart) if svg else b""

    def add(self, name: str, draw: Callable[[], bytes]) -> bytes:
        """Add what `draw` gives when its turn comes; nothing where it fails."""
        try:
            with LARGE.taken(PATIENCE):
                drawn = draw()
        except Exception as error:
            self.missing[f"{self.folder}/{name}"] = error
            return b""
        self.archive.add(f"{self.folder}/{name}", [drawn])
        return drawn

    def _name(self, chart: Chart) -> str:
        place = f"{self.folder}/{chart.name}"
        number = self._counts[place] = self._counts.get(place, 0) + 1
        return chart.name if number == 1 else f"{chart.name}-{number}"


def add_charts(pictures: Pictures, acting: ActingForPatient, effects: tuple[tuple[str, str], ...]) -> None:
    """Every chart of every ten years. A journal of less has its charts in one folder."""
    today = acting.today
    try:
        first_on = trends.first_entry_on(acting)
    except Exception as error:
        pictures.missing["charts"] = error
        return
    parts = split_period(Period(min(first_on or today, today), today))
    shown = acting.patient.first_medicine(today)
    called = pictures.medicine if len(acting.patient.medicines) > 1 else ""
    for part in parts:
        if len(parts) > 1:
            pictures.folder = f"charts/{part.first_on}-to-{part.last_on}"
        request = trends.ChartRequest(part, effects, acting.now, first_on, medicine=shown, called=called)
        _add_paper(pictures, acting, request)


def _add_paper(pictures: Pictures, acting: ActingForPatient, request: trends.ChartRequest) -> None:
    """The charts of a period: each as a picture, and all of them on paper."""
    try:
        with LARGE.taken(PATIENCE):
            charts = [chart for chart in _charts(acting, request) if chart.caption.state == "chart"]
    except Exception as error:
        pictures.missing[pictures.folder] = error
        return
    if charts:
        pictures.add("charts.pdf", lambda: _paper(pictures, acting, request.period, charts))


def _charts(acting: ActingForPatient, request: trends.ChartRequest) -> Iterator[Chart]:
    """Every chart; one of severities takes up to a dozen effects, the rest stands on further ones."""
    with_effects = [name for name, source in trends.SOURCES.items() if source.shows_effects]
    without = [name for name in trends.SOURCES if name not in with_effects]
    parts = [request.effects[n : n + trends.MOST_EFFECTS] for n in range(0, len(request.effects), trends.MOST_EFFECTS)]
    record = trends.read_record(acting, request)
    if not parts:  # only doses or episodes were ever recorded
        yield from trends.build_from(record, acting.patient, request, without).values()
    for n, part in enumerate(parts):
        names = with_effects if n else trends.SOURCES.keys()
        yield from trends.build_from(record, acting.patient, replace(request, effects=part), names).values()


def _paper(pictures: Pictures, acting: ActingForPatient, period: Period, charts: Sequence[Chart]) -> bytes:
    span = from_to_words(*(day_words(on, with_year=True) for on in (period.first_on, period.last_on)))
    return paper.charts_pdf(
        title=_("%(medicine)s: doses and side effects", medicine=pictures.medicine),
        name=acting.patient.name,
        period_words=ngettext("%(span)s, %(num)s day", "%(span)s, %(num)s days", len(period), span=span),
        charts=charts,
        small_print=pictures.small_print,
        draw=pictures.draw,
    )
