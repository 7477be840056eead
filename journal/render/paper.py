"""Charts on paper: one tagged PDF (PDF/UA-1) through Typst, the same bytes for the same data."""

import json
from collections.abc import Sequence
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from journal.core.trends import CalendarChart, Chart, SeverityChart
from journal.render import images
from journal.render.letters import clean
from journal.render.style import font_folder

TEMPLATE = Path(__file__).parents[2] / "templates" / "trends.typ"

PANELS_A_PAGE, MONTHS_A_PAGE = 5, 36

# Typst's clock only; without it the file says when it was made, and no two are the same.
_TIMELESS = 0


def charts_pdf(title: str, name: str, period_words: str, charts: Sequence[Chart], small_print: Sequence[str]) -> bytes:
    """An A4 document: title, whose it is, the period in words, each chart under its question, then the small print.

    Every picture carries its answer as alternative text. Charts without enough to draw are said in words alone.
    """
    with TemporaryDirectory(prefix="charts-") as folder:
        root = Path(folder)
        (root / TEMPLATE.name).write_bytes(TEMPLATE.read_bytes())
        data = {
            "title": clean(title),
            "name": clean(name),
            "period": clean(period_words),
            "page": "Page",
            "lang": "en",
            "charts": [_chart(chart, n, root) for n, chart in enumerate(charts)],
            "small": [clean(words) for words in small_print],
        }
        return compile_pdf(root / TEMPLATE.name, data)


def _chart(chart: Chart, n: int, root: Path) -> dict[str, Any]:
    """What the template needs of one chart; its pictures are written beside the template."""
    parts = _parts(chart) if chart.words.state == "chart" else ()
    return {
        "question": clean(chart.words.question),
        "answer": clean(chart.words.answer),
        "reading": clean(chart.words.reading),
        "pictures": [_picture(part, f"chart-{n}-{k}.svg", k, len(parts), root) for k, part in enumerate(parts)],
    }


def _parts(chart: Chart) -> Sequence[Chart]:
    """A chart too tall for a page as several, each with its dose and dates: shrinking it would shrink its words."""
    if isinstance(chart, SeverityChart):
        cuts = range(0, len(chart.panels) or 1, PANELS_A_PAGE)
        return [replace(chart, panels=chart.panels[n : n + PANELS_A_PAGE]) for n in cuts]
    if isinstance(chart, CalendarChart):
        cuts = range(0, len(chart.months), MONTHS_A_PAGE)
        return [replace(chart, months=chart.months[n : n + MONTHS_A_PAGE]) for n in cuts]
    return [chart]


def _picture(chart: Chart, file: str, part: int, parts: int, root: Path) -> dict[str, str | float]:
    (root / file).write_bytes(images.draw(chart, "svg", "print", words=False))
    width, height = images.size(chart, words=False)
    said = clean(chart.words.answer) or "A chart"
    return {"file": file, "shape": width / height, "alt": said if parts == 1 else f"{said} Part {part + 1} of {parts}."}


def compile_pdf(template: Path, data: dict[str, Any]) -> bytes:
    """The PDF/UA-1 bytes of a Typst template whose `sys.inputs.data` is `data` as JSON.

    Only the folder of the template and our own fonts can be read, so machines agree on the bytes.
    """
    import typst  # noqa: PLC0415  # 20 MB that only paper needs

    made = typst.compile(
        str(template),
        root=str(template.parent),
        format="pdf",
        font_paths=[str(font_folder()), str(_fallback_fonts())],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards="ua-1",
        timestamp=_TIMELESS,
    )
    if not isinstance(made, bytes):
        raise TypeError("typst gave no single document")
    return made


def _fallback_fonts() -> Path:
    """matplotlib's DejaVu, for the scripts Atkinson Hyperlegible does not have."""
    found = find_spec("matplotlib")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("matplotlib is not installed")
    return Path(found.origin).parent / "mpl-data" / "fonts" / "ttf"
