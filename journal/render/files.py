"""Write a figure as an SVG, PNG or PDF file: the same bytes for the same figure."""

import re
from collections import Counter
from io import BytesIO
from math import floor, sqrt
from typing import Any
from xml.sax.saxutils import escape

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_pdf import FigureCanvasPdf
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from journal.render.charts.sheet import CAPTION_ID
from journal.render.style import FAMILY, font_face

PRINT_DPI = 300
MOST_PIXELS = 12_000_000  # two pages at that resolution; each pixel takes four bytes and is held twice

_TAG = re.compile(r'(<(?:path|text)\b[^>]*?) ?style="([^"]*)"')
_HEAD_LINE = re.compile(rf'<g id="{CAPTION_ID}\d+">.*?</g>\s*', re.DOTALL)
_SIZE = re.compile(r'height="\d+" viewBox="0 0 (\d+) \d+"')
_FAMILIES = f"'{FAMILY}'"
_BROWSER_FAMILIES = f"'{FAMILY}', system-ui, sans-serif"


def svg(figure: Figure, title: str) -> bytes:
    """The figure as SVG, a pixel a unit, with `title` as its accessible name and its letters inside."""
    buffer = BytesIO()
    canvas: Any = FigureCanvasSVG(figure)  # matplotlib's canvases are untyped
    canvas.print_svg(buffer, metadata=dict.fromkeys(("Date", "Creator", "Format", "Type")))
    drawn = buffer.getvalue().decode("utf-8")
    body = drawn[drawn.index('<g id="figure_1">') :]
    # Path data breaks lines after each point; the breaks are a tenth of the file.
    body = _TAG.sub(_attributes, body.replace(" \nL ", "L").replace(" \nM ", "M").replace(" \nz", "z"))
    width, height = (round(inches * 72) for inches in figure.get_size_inches())
    shared, body = _share(body)
    return (_head(width, height, title, shared) + body).encode("utf-8")


def without_caption(drawn: bytes, high: int, low: int) -> bytes:
    """The SVG, `high` pixels with the lines on top, without them and so `low` pixels high."""
    text = _HEAD_LINE.sub("", drawn.decode("utf-8"))
    return _SIZE.sub(lambda found: f'height="{low}" viewBox="0 {high - low} {found[1]} {low}"', text, count=1).encode(
        "utf-8"
    )


def _share(body: str) -> tuple[str, str]:
    """What most letters have in common, as attributes of the root, and the body without: a year's calendar has 365
    numbers, and every one would say its font. Shapes name their own fill."""
    shared = ""
    for name in ("font-family", "font-size", "fill"):
        found = Counter(re.findall(rf'<text\b[^>]*? {name}="([^"]*)"', body)).most_common(1)
        for value, _count in found:
            shared += f' {name}="{value}"'
            body = re.sub(rf'(<text\b[^>]*?) {name}="{re.escape(value)}"', r"\1", body)
    return shared, body


def _head(width: int, height: int, title: str, shared: str) -> str:
    size = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" stroke-linejoin="round"{shared}>'
        f"<title>{escape(title)}</title><style>{font_face()}</style>"
    )


def _attributes(found: re.Match[str]) -> str:
    """The style of a tag as attributes: a strict content policy drops inline styles when a picture is opened alone."""
    pairs = (part.split(": ", 1) for part in found[2].replace(_FAMILIES, _BROWSER_FAMILIES).split("; ") if part)
    return found[1] + "".join(f' {name}="{value}"' for name, value in pairs)


def png(figure: Figure) -> bytes:
    """The figure as PNG at print resolution, less where it is longer than two pages, without date or software."""
    buffer = BytesIO()
    width, height = figure.get_size_inches()
    figure.set_dpi(min(PRINT_DPI, floor(sqrt(MOST_PIXELS / (width * height)))))
    canvas: Any = FigureCanvasAgg(figure)
    canvas.print_png(buffer, metadata={"Software": None})
    canvas.renderer = None  # figure and canvas hold each other: else its 48 MB stay until garbage is looked for
    return buffer.getvalue()


def pdf(figure: Figure, title: str) -> bytes:
    """The figure as a PDF of one page, without date or software."""
    buffer = BytesIO()
    nothing = dict.fromkeys(("CreationDate", "Producer", "Creator"))
    canvas: Any = FigureCanvasPdf(figure)
    canvas.print_pdf(buffer, metadata={"Title": title, **nothing})
    return buffer.getvalue()
