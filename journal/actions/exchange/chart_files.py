"""The charts of what was chosen as pictures in one archive, with a text of what each shows.

Each is drawn when its turn comes, and sent before the next one is drawn. No transaction is open meanwhile.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence

from journal.actions import trends
from journal.actions.acting import ActingForPatient
from journal.actions.exchange.pictures import PATIENCE, Pictures, all_charts, of_one
from journal.actions.exchange.wanted import Wanted
from journal.core.charts.points import Chart, with_note
from journal.core.exchange.chart_texts import chart_text
from journal.core.exchange.exports import named_effects
from journal.core.medicine.medicines import name_of
from journal.core.values.clock import moment
from journal.core.values.languages import _
from journal.core.values.periods import Period, split_period
from journal.formats.archives import archive_chunks
from journal.render import images
from journal.render.slots import LARGE
from journal.store import exports as store

ARCHIVE, TEXT = "charts.zip", "README.txt"
KINDS: tuple[images.Format, ...] = ("svg", "png")


class _Drawn:
    """What was drawn since it was last taken away."""

    def __init__(self) -> None:
        self._files: deque[tuple[str, list[bytes]]] = deque()

    def add(self, name: str, chunks: Iterable[bytes]) -> None:
        """Keep a file."""
        self._files.append((name, list(chunks)))

    def taken(self) -> Iterator[tuple[str, list[bytes]]]:
        """What was kept."""
        while self._files:
            yield self._files.popleft()


def charts_of(acting: ActingForPatient, wanted: Wanted, days: Period) -> Iterator[bytes]:
    """The archive: README.txt, and each chart with something to show as SVG and as PNG of 300 dpi. Of more than ten
    years it shows the newest ten. Where a picture fails, the last file says which one is missing."""
    here = moment(acting.now, acting.patient.settings.zone)
    name = f"side-effect-journal-charts-{here.on}"
    return archive_chunks(_files(acting, wanted, days), here.local, name)


def _files(acting: ActingForPatient, wanted: Wanted, days: Period) -> Iterator[tuple[str, Iterable[bytes]]]:
    drawn = _Drawn()
    part, *earlier = split_period(days)
    names = {each.id: name_of(each, wanted.known) for each in acting.patient.medicines}
    pictures = Pictures(drawn, names, wanted.small_print, folder="charts")
    charts = _charts(acting, wanted, part, pictures)
    if earlier:
        note = _("These are the newest ten years of what was asked for.")
        charts = [with_note(chart, note) for chart in charts]
    named = [(pictures.name_of(chart), chart) for chart in charts]
    left_out = [names[key] for key in pictures.left_out]
    texts = [(f"charts/{name}", chart.caption) for name, chart in named]
    yield TEXT, [chart_text(texts, part, acting.now, left_out).encode()]
    for name, chart in named:
        for kind in KINDS:
            pictures.add(f"{name}.{kind}", lambda chart=chart, kind=kind: images.draw(chart, kind, "print"))  # type: ignore[misc]
            yield from drawn.taken()
    if pictures.missing:
        yield "missing.txt", ["\n".join([*pictures.missing, ""]).encode()]


def _charts(acting: ActingForPatient, wanted: Wanted, part: Period, pictures: Pictures) -> Sequence[Chart]:
    """The charts of a period that have something to show."""
    patient = acting.patient
    shown = patient.first_medicine(acting.today)
    pictures.name(shown, patient.medicines)
    with acting.database.reading() as session:
        account = store.get_account(session, patient.id)
        rated = {each.effect: False for each in store.list_effect_days(session, patient.id, part)}
    effects = named_effects(wanted.monograph, account.own_symptoms, rated)
    request = trends.ChartRequest(
        part, effects, acting.now, trends.first_entry_on(acting), watchable=effects, known=wanted.known
    )
    with LARGE.taken(PATIENCE):
        found = all_charts(pictures, acting, of_one(request, pictures, patient, shown))
        return [chart for chart in found if chart.caption.state == "chart"]
