"""The charts of an archive, each as a picture and all of them on paper. What happens to one costs that one alone.

The severities stand over the doses of several medicines. What is about the doses of one alone is there for each of
these, as long as there is not too much of it; README.txt names the rest.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Protocol

from journal.actions import trends
from journal.actions.acting import ActingForPatient
from journal.core.accounts.accounts import Patient
from journal.core.charts.dose_lines import beside, dose_line, times_and_doses
from journal.core.charts.points import Chart
from journal.core.charts.severity_points import SeverityChart
from journal.core.medicine.medicines import Medicine
from journal.core.medicine.monograph import Monograph
from journal.core.values.languages import _, listed, ngettext
from journal.core.values.periods import Period, day_words, from_to_words, split_period
from journal.core.values.text import slug
from journal.render import images, paper
from journal.render.slots import LARGE
from journal.store.trends import Record

MOST_FURTHER = 8000  # planned times and doses of the medicines beside the first, in the charts of ten years
NOTHING_KNOWN: Mapping[str, Monograph] = {}
PATIENCE = 30.0  # seconds a picture waits for its turn, before the archive goes on without it


class Files(Protocol):
    """Where a picture goes when it is drawn: an archive, or what is sent next."""

    def add(self, name: str, chunks: Iterable[bytes]) -> None:
        """Add a file."""


@dataclass(slots=True)
class Pictures:
    """The pictures of an archive: each is drawn once, on its turn, for its own file and for the paper. That names the
    medicines as they are `called`, by their ids, and has the `small_print` below its charts. `missing` are those that
    could not be drawn, and why; `left_out` are the medicines of which there would be too many."""

    archive: Files
    called: Mapping[str, str]
    small_print: Sequence[str]
    folder: str = "charts"
    missing: dict[str, Exception] = field(default_factory=dict)
    left_out: dict[str, None] = field(default_factory=dict)
    first: str = ""
    _slugs: dict[str, str] = field(default_factory=dict)  # of the medicines beside the first, by their names
    _counts: dict[str, int] = field(default_factory=dict)

    def name(self, first: Medicine, medicines: Iterable[Medicine]) -> None:
        """Say which medicine the charts are of, and what the files of the others are called."""
        self.first = self.called[first.id]
        others = [self.called[each.id] for each in medicines if each != first]
        self._slugs = {name: slug(name) or f"medicine-{n}" for n, name in enumerate(others, start=2)}

    def draw(self, chart: Chart) -> bytes:
        """Add a chart; its picture without words, or nothing where it could not be drawn."""
        name = self.name_of(chart)
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

    def name_of(self, chart: Chart) -> str:
        """What the file of a chart is called, without its ending; each time it is asked for is another chart."""
        name = f"{chart.name}-{self._slugs[of]}" if (of := chart.caption.medicine) in self._slugs else chart.name
        place = f"{self.folder}/{name}"
        number = self._counts[place] = self._counts.get(place, 0) + 1
        return name if number == 1 else f"{name}-{number}"


def add_charts(
    pictures: Pictures,
    acting: ActingForPatient,
    effects: tuple[tuple[str, str], ...],
    known: Mapping[str, Monograph] = NOTHING_KNOWN,
) -> None:
    """Every chart of every ten years. A journal of less has its charts in one folder."""
    today = acting.today
    try:
        first_on = trends.first_entry_on(acting)
    except Exception as error:
        pictures.missing["charts"] = error
        return
    parts = split_period(Period(min(first_on or today, today), today))
    shown = acting.patient.first_medicine(today)
    pictures.name(shown, acting.patient.medicines)
    for part in parts:
        if len(parts) > 1:
            pictures.folder = f"charts/{part.first_on}-to-{part.last_on}"
        request = trends.ChartRequest(part, effects, acting.now, first_on, watchable=effects, known=known)
        _add_paper(pictures, acting, of_one(request, pictures, acting.patient, shown))


def of_one(
    request: trends.ChartRequest, pictures: Pictures, patient: Patient, medicine: Medicine
) -> trends.ChartRequest:
    """The same request of one of the medicines."""
    others = tuple((each, pictures.called[each.id]) for each in patient.medicines if each != medicine)
    return replace(request, medicine=medicine, called=pictures.called[medicine.id] if others else "", beside=others)


def _add_paper(pictures: Pictures, acting: ActingForPatient, request: trends.ChartRequest) -> None:
    """The charts of a period: each as a picture, and all of them on paper."""
    try:
        with LARGE.taken(PATIENCE):
            charts = [chart for chart in all_charts(pictures, acting, request) if chart.caption.state == "chart"]
    except Exception as error:
        pictures.missing[pictures.folder] = error
        return
    if charts:
        pictures.add("charts.pdf", lambda: _paper(pictures, acting, request, charts))


def all_charts(pictures: Pictures, acting: ActingForPatient, request: trends.ChartRequest) -> Iterator[Chart]:
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
    first_ones = replace(request, effects=request.effects[: trends.MOST_EFFECTS])
    for medicine, names in _further(pictures, record, request):
        further = of_one(first_ones, pictures, acting.patient, medicine)
        yield from trends.build_from(record, acting.patient, further, names).values()


def _further(pictures: Pictures, record: Record, request: trends.ChartRequest) -> Iterator[tuple[Medicine, list[str]]]:
    """What to draw of the medicines beside the first: of those that have a lane the charts that are about the doses of
    one, that of the severities where its dose changed. What would be too much is left out."""
    doses = trends.doses_of(record, request.beside)
    lanes = beside([dose_line(request.period, each) for each in doses])
    drawn = {line.of.name: line for line in lanes.lines}
    room = MOST_FURTHER
    for (medicine, called), each in zip(request.beside, doses, strict=True):
        dosed_on = map(date.fromordinal, record.doses_of(medicine.id).days())
        cost = times_and_doses(request.period, each.steps, dosed_on)
        if called in lanes.also or (called in drawn and cost > room):
            pictures.left_out[medicine.id] = None
        elif called in drawn:
            room -= cost
            names = [name for name, source in trends.SOURCES.items() if source.is_of_a_medicine]
            yield medicine, [name for name in names if drawn[called].changes or name != SeverityChart.name]


def _paper(
    pictures: Pictures, acting: ActingForPatient, request: trends.ChartRequest, charts: Sequence[Chart]
) -> bytes:
    period = request.period
    span = from_to_words(*(day_words(on, with_year=True) for on in (period.first_on, period.last_on)))
    named = dict.fromkeys(chart.caption.medicine for chart in charts if chart.caption.medicine)
    return paper.charts_pdf(
        title=_(
            "%(medicine)s: doses and side effects",
            medicine=listed([*named]) or pictures.first,
        ),
        name=acting.patient.name,
        period_words=ngettext("%(span)s, %(num)s day", "%(span)s, %(num)s days", len(period), span=span),
        charts=charts,
        small_print=pictures.small_print,
        draw=pictures.draw,
        paper=acting.patient.settings.paper_size,
    )
