"""Draw charts as files, and tell their sizes, for the other rings. Importing this does not load matplotlib."""

from datetime import date
from typing import Literal
from xml.sax.saxutils import escape

from journal.core.charts.points import Caption, Chart, Table
from journal.core.charts.severity_points import DoseLine, Panel, SeverityChart
from journal.core.values.periods import Period
from journal.render.charts import charts, layout
from journal.render.charts.charts import DayBox
from journal.render.charts.layout import Width
from journal.render.style import THEMES, ThemeName
from journal.render.text.text_widths import clean

Format = Literal["svg", "png", "pdf"]


def draw(
    chart: Chart, fmt: Format, theme: ThemeName = "light", *, width: Width = "wide", caption: bool = True
) -> bytes:
    """The file of a chart: the same bytes for the same chart.

    `width` is where it will be shown; `caption` puts question, answer and explanation into the picture.
    """
    from journal.render import files  # noqa: PLC0415 - matplotlib takes half a second, and most pages draw nothing

    figure = charts.figure(chart, THEMES[theme], width=width, caption=caption)
    if fmt == "png":
        return files.png(figure)
    if fmt == "pdf":
        return files.pdf(figure, clean(chart.caption.question))
    return files.svg(figure, clean(chart.caption.alt_text))


def without_caption(drawn: bytes, chart: Chart) -> bytes:
    """The SVG of a chart without its caption, from one that has it: it is drawn once for both."""
    from journal.render import files  # noqa: PLC0415 - it loads matplotlib

    return files.without_caption(drawn, size(chart)[1], size(chart, caption=False)[1])


def size(chart: Chart, width: Width = "wide", *, caption: bool = True) -> tuple[int, int]:
    """Width and height in pixels of the chart's SVG, known without drawing it."""
    place = charts.lay_out(chart, width, caption)
    return place.width, place.height


def day_boxes(chart: Chart, width: Width) -> tuple[DayBox, ...]:
    """Where each day of the chart's period stands in its SVG without a caption."""
    return charts.day_boxes(chart, charts.lay_out(chart, width, caption=False))


def failed(words: str, theme: ThemeName = "light", width: Width = "narrow") -> bytes:
    """A small SVG that says a chart could not be drawn, for example “The table below has the same numbers.”"""
    colours, wide = THEMES[theme], layout.WIDTHS[width]
    lines = layout.stack(words, 14, 16, 0.75 * (wide - 2 * layout.SIDE))  # the reader's letters may be wider than ours
    height = 28 + len(lines) * layout.lead(16)
    text = "".join(f'<text x="{line.x}" y="{line.y}">{escape(line.text)}</text>' for line in lines)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{height}" viewBox="0 0 {wide} {height}" '
        f'role="img" font-family="system-ui, sans-serif" font-size="16" fill="{colours.ink}">'
        f'<title>{escape(clean(words))}</title><rect width="100%" height="100%" fill="{colours.paper}"/>{text}</svg>'
    ).encode()


def warm() -> None:
    """Load matplotlib and its fonts by drawing one tiny chart; the next one is quick."""
    on = date(2026, 1, 1)
    caption = Caption("?", "Warm.", "", "chart")
    panel = Panel("warm", "Warm", (1,), 1, ())
    draw(SeverityChart(Period(on, on), caption, Table("", (), ()), (panel,), DoseLine((), (None,), ())), "svg")
