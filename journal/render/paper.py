"""Set charts on paper: one tagged PDF (PDF/UA-1) through Typst, the same bytes for the same data."""

import json
import re
from collections.abc import Callable, Sequence
from functools import cache
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from journal.core.charts.points import Chart
from journal.core.values.languages import N_, _, pgettext, present
from journal.core.values.papers import A4
from journal.render import images
from journal.render.charts.charts import split_for_paper
from journal.render.text import font_fallback
from journal.render.text.text_widths import PLACEHOLDER, clean, drawable, plain, sentence_runs

TEMPLATE = Path(__file__).parents[2] / "templates" / "trends.typ"

# Typst's clock only; without it the file says when it was made, and no two are the same.
_TIMELESS = 0


SetText = Callable[[str], str]  # a text as our fonts can draw it

DrawChart = Callable[[Chart], bytes]  # a chart as an SVG without its caption

NOT_DRAWN = N_("A picture that belongs here could not be drawn.")


def _draw(chart: Chart) -> bytes:
    return images.draw(chart, "svg", "print", caption=False)


def charts_pdf(
    title: str,
    name: str,
    period_words: str,
    charts: Sequence[Chart],
    small_print: Sequence[str],
    draw: DrawChart = _draw,
    paper: str = A4,
) -> bytes:
    """A document: title, whose it is, the period in words, each chart under its question, then the small print.

    Every picture carries its answer as alternative text. A chart without enough to draw has its caption alone, and so
    has a picture for which `draw` gives nothing.
    """
    with TemporaryDirectory(prefix="charts-") as folder:
        root = Path(folder)
        (root / TEMPLATE.name).write_bytes(TEMPLATE.read_bytes())
        pictures = [_pictures(chart, n, root, draw) for n, chart in enumerate(charts)]

        def document(set_text: SetText) -> dict[str, Any]:
            page = pgettext("foot of paper", "Page")
            once = {"heading": title, "name": name, "period": period_words, "page": page}
            heading = {key: set_text(text) for key, text in once.items()}
            captions = [_caption(chart, set_text, all(shown)) for chart, shown in zip(charts, pictures, strict=True)]
            texts = chain(heading.values(), *(lines for caption in captions for lines in caption.values()))
            missing = any(PLACEHOLDER in text for text in texts)
            return {
                "title": clean(title),
                **{key: sentence_runs(text) for key, text in heading.items()},
                "lang": present().code,
                "paper": paper,
                "charts": [
                    {key: [sentence_runs(line) for line in lines] for key, lines in caption.items()}
                    | {"pictures": [picture for picture in shown if picture]}
                    for caption, shown in zip(captions, pictures, strict=True)
                ],
                "small": [
                    sentence_runs(set_text(text)) for text in (*small_print, *([missing_sign()] if missing else []))
                ],
            }

        return compile_document(root / TEMPLATE.name, document)


def missing_sign() -> str:
    """What stands on paper where a sign of it has no letter."""
    return _(
        "%(sign)s stands for a sign that this paper has no letter for. The journal itself shows the whole word.",
        sign=PLACEHOLDER,
    )


def _caption(chart: Chart, set_text: SetText, whole: bool) -> dict[str, list[str]]:
    """The caption of a chart, each text in lines; one that is not `whole` lacks a picture and says so."""
    caption = chart.caption
    texts = {"question": (caption.question,), "answer": caption.lines, "explanation": (caption.explanation,)}
    texts["answer"] += () if whole else (_(NOT_DRAWN),)
    return {key: [set_text(line) for line in lines if line] for key, lines in texts.items()}


def _pictures(chart: Chart, n: int, root: Path, draw: DrawChart) -> list[dict[str, str | float]]:
    """The pictures of one chart, written beside the template."""
    parts = split_for_paper(chart) if chart.caption.state == "chart" else ()
    return [_picture(part, draw(part), f"chart-{n}-{k}.svg", (k, len(parts)), root) for k, part in enumerate(parts)]


def _picture(chart: Chart, drawn: bytes, file: str, part: tuple[int, int], root: Path) -> dict[str, str | float]:
    if not drawn:
        return {}
    (root / file).write_bytes(drawn)
    width, height = images.size(chart, caption=False)
    said = clean(chart.caption.alt_text) or _("A chart")
    n, parts = part
    if parts > 1:
        said = _("%(answer)s Part %(part)s of %(parts)s.", answer=said, part=n + 1, parts=parts)
    return {"file": file, "shape": width / height, "alt": said}


def compile_document(template: Path, document: Callable[[SetText], dict[str, Any]]) -> bytes:
    """The PDF of a template filled by `document`, which gets a way to set text: with every letter our fonts have, or,
    should Typst refuse one of those, with Western letters alone. A sheet with placeholders is better than none."""
    return _in_letters_there_are(document, lambda data: compile_pdf(template, data))


def compile_picture(template: Path, document: Callable[[SetText], dict[str, Any]]) -> bytes:
    """The only page of the same as an SVG, every letter as its outline."""
    return _in_letters_there_are(document, lambda data: _compiled(template, data, format="svg"))


def _in_letters_there_are(
    document: Callable[[SetText], dict[str, Any]], compiled: Callable[[dict[str, Any]], bytes]
) -> bytes:
    from typst import TypstError  # noqa: PLC0415 - 20 MB that only paper needs

    try:
        return compiled(document(drawable))
    except TypstError:
        return compiled(document(plain))


def compile_pdf(template: Path, data: dict[str, Any]) -> bytes:
    """The PDF/UA-1 bytes of a Typst template whose `sys.inputs.data` is `data` as JSON."""
    return _without_suspects(_compiled(template, data, format="pdf", pdf_standards="ua-1", timestamp=_TIMELESS))


def _compiled(template: Path, data: dict[str, Any], **options: Any) -> bytes:
    """What Typst makes of it. Only the folder of the template and our own fonts can be read, so machines agree on the
    bytes."""
    import typst  # noqa: PLC0415 - 20 MB that only paper needs

    made = typst.compile(
        str(template),
        root=str(template.parent),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        **options,
    )
    if not isinstance(made, bytes):
        raise TypeError("typst gave no single document")
    return made


@cache
def _fonts() -> Any:
    import typst  # noqa: PLC0415 - 20 MB that only paper needs

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=font_fallback.folders())


def _without_suspects(made: bytes) -> bytes:
    """The document without "Suspects false", which says what is so without it and which pdfinfo calls wrong.

    Spaces stand in its place, since the document's table counts bytes.
    """
    return _SUSPECTS.sub(lambda found: found[1] + b" " * len(found[2]), made, count=1)


_SUSPECTS = re.compile(rb"(/Type/Catalog\b[^\n]*?/MarkInfo<</Marked true)(/Suspects false)(?=>>)")
