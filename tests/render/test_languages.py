"""Every word of a picture and of the paper around it is a message: the pseudo language leaves none outside."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from journal.core.charts.day_marks import DayRow
from journal.core.charts.dose_changes_points import DoseChangesChart
from journal.core.charts.hours import HoursChart
from journal.core.charts.points import Caption, Chart, Of
from journal.core.charts.severity_points import Beside, DoseLine, DoseStep, SeverityChart
from journal.core.record.days import QUESTIONS
from journal.core.values.languages import using
from journal.core.values.periods import Period
from journal.render import images, paper
from journal.render.charts import charts
from journal.render.charts.sheet import Letters
from journal.render.style import THEMES
from tests.pseudo import PSEUDO, bare_words
from tests.render import samples
from tests.render.test_paper import alternative_texts

QUIET = Caption("?", "", "", "chart")


def named(chart: Chart) -> Chart:
    """The chart with nothing in it that is no word of the picture."""
    if isinstance(chart, SeverityChart | HoursChart):
        chart = replace(chart, panels=tuple(replace(panel, name="") for panel in chart.panels))
    if isinstance(chart, DoseChangesChart):
        nameless = (tuple(replace(row, name="") for row in change.rows) for change in chart.changes)
        changes = zip(chart.changes, nameless, strict=True)
        chart = replace(chart, changes=tuple(replace(change, rows=rows) for change, rows in changes))
    return replace(chart, caption=QUIET)


def paused(length: int) -> SeverityChart:
    """A chart whose plan pauses, so that a step says that nothing is planned."""
    over = samples.period(length)
    middle = over.first_on + timedelta(days=length // 2)
    steps = DoseStep(over.first_on, middle - timedelta(days=1), 1_000_000), DoseStep(middle, over.last_on, 0)
    return replace(samples.severity(length), dose=DoseLine(steps, (None,) * length, (middle,)))


def beside_others() -> SeverityChart:
    """A chart with a pause, a medicine as needed and one without a plan."""
    taken = (1_000_000,) * 90
    rest = Period(samples.period(90).first_on, samples.period(90).first_on + timedelta(days=9))
    lines = DoseLine((), taken, (), Of("", "mg"), as_needed=True), DoseLine((), taken, (), Of("", "mg"))
    return replace(paused(90), dose=replace(paused(90).dose, pauses=(rest,)), beside=Beside(lines))


@pytest.mark.parametrize(
    "chart",
    [
        *(samples.severity(length) for length in (5, 28, 90, 365, 500)),
        *(paused(length) for length in (4, 90)),
        beside_others(),
        replace(samples.severity(28), matters=tuple(DayRow(question.key, (True,) * 28) for question in QUESTIONS)),
        *(samples.calendar(length) for length in (28, 90, 900)),
        *(samples.doses(length) for length in (7, 500)),
        *(samples.hours(panels) for panels in (1, 7)),
        samples.changes(),
        replace(samples.balance(), kinds=("",)),
        replace(samples.balance(), kinds=(), levels=samples.balance().levels[:1]),
        *(samples.amount(length) for length in (5, 90, 500)),
        replace(samples.doses(28), hours="12"),
    ],
    ids=lambda chart: f"{chart.name}, {len(chart.period)}",
)
@pytest.mark.parametrize("width", ["small", "desk"])
def test_every_word_of_a_picture_is_a_message(chart: Chart, width: charts.Width) -> None:
    with using(PSEUDO):
        figure = charts.figure(named(chart), THEMES["light"], width=width)
    said = " ".join(letters.line.text for letters in figure.findobj(Letters))
    assert set(bare_words(said)) <= {"mg"}
    assert "⟦" in said


def test_the_paper_around_the_pictures_speaks_the_language() -> None:
    """With pictures in parts, one that is missing, and a sign that no font has."""
    shown = [named(samples.severity(28, 9)), named(samples.calendar(28))]
    with using(PSEUDO):
        content = paper.charts_pdf("?", "\U0001f9ff", "", shown, (), draw_no_calendar)
    document = PdfReader(BytesIO(content))
    assert document.trailer["/Root"]["/Lang"] == "xx"
    text = " ".join(" ".join(page.extract_text() for page in document.pages).split())
    assert {"could", "stands", "Page"} <= set(text.replace("⟦", " ").replace("⟧", " ").split())
    assert set(bare_words(text)) <= {"mg"}
    assert alternative_texts(document)
    assert not any(map(bare_words, alternative_texts(document)))


def draw_no_calendar(chart: Chart) -> bytes:
    return b"" if chart.name == "calendar" else images.draw(chart, "svg", "print", caption=False)
