"""Set the report on one page: its words as text, its drawings by Typst, as a PDF/UA-1 or as a picture of the page."""

from typing import Any

from journal.core.doctor import words
from journal.core.doctor.details import Details
from journal.core.doctor.effects import EffectRow
from journal.core.doctor.report import Report
from journal.core.values.languages import present
from journal.core.values.papers import A4
from journal.core.values.sentences import opening
from journal.render import palette
from journal.render.doctor.details import is_leftwards, pages_of
from journal.render.doctor.drawings import Data, Said, benefits, days, episodes, hours, tag
from journal.render.paper import TEMPLATE as TRENDS
from journal.render.paper import SetText, compile_document, compile_picture, missing_sign
from journal.render.text.text_widths import PLACEHOLDER, clean, sentence_runs

MOST_IN_A_LINE = 2  # other medicines; more stand in a list of their own
TEMPLATE = TRENDS.with_name("report.typ")


def report_pdf(report: Report, paper: str = A4, details: Details | None = None) -> bytes:
    """The page as a PDF/UA-1 document, the same bytes for the same report; with the `details` on pages after it."""
    return compile_document(TEMPLATE, lambda set_text: _document(report, paper, set_text, details))


def report_svg(report: Report, paper: str = A4) -> bytes:
    """The same page as a picture, letters and all."""
    return compile_picture(TEMPLATE, lambda set_text: _document(report, paper, set_text))


def _document(report: Report, paper: str, set_text: SetText, details: Details | None = None) -> Data:
    set_texts: list[str] = []

    def said(text: str) -> Any:
        if not text:
            return []
        set_texts.append(set_text(text))
        return sentence_runs(set_texts[-1])

    data = {
        "title": clean(words.title(report)),
        "lang": present().code,
        "paper": paper,
        "ramp": palette.ramp(dark=False),
        "on_ramp": palette.on_ramp(dark=False),
        "page": said(words.page()),
        "head": _head(report, said),
        "strip": [
            {"count": said(cell.count), "lines": [said(line) for line in cell.lines], "is_none": cell.is_none}
            for cell in report.strip
        ],
        "spoken": _spoken(report, said) if report.spoken else None,
        "effects": _effects(report, said),
        **days(report, said),
        "hours": hours(report, said),
        "episodes": episodes(report, said),
        "benefits": benefits(report, said),
        "details": pages_of(details, report, said) if details else None,
        "words": {key: said(text) for key, text in words.fixed(report).items()},
        "alt": {key: clean(text) for key, text in words.alternatives(report).items()},
    }
    small = [said(text) for text in report.small_print]
    missing = [said(missing_sign())] if any(PLACEHOLDER in text for text in set_texts) else []
    return data | {"small": [*small, *missing]}


def _head(report: Report, said: Said) -> Data:
    head = report.head
    is_list = len(head.beside) > MOST_IN_A_LINE
    medicines = [said(each) for each in head.beside] if is_list else []
    return {
        "name": said(head.name) or said(head.medicine),  # a heading without a word is no heading
        "medicine": said(head.medicine),
        "ordered": said(head.ordered),
        "lines": [said(line) for line in (head.changes if is_list else head.lines)],
        "beside": {"heading": said(words.also()), "medicines": medicines} if is_list else None,
        "facts": [said(fact) for fact in head.facts],
    }


def _spoken(report: Report, said: Said) -> Data:
    lines = [
        {"heading": said(heading), "words": said(line), "is_leftwards": is_leftwards(line)}
        for heading, line in report.spoken.lines
    ]
    return {"lines": lines, "ticked": said(report.spoken.ticked_words)}


def _effects(report: Report, said: Said) -> Data:
    table = report.effects
    return {
        "head": [said(head) for head in words.effect_heads(table, report.severity.dose.of.unit)],
        "columns": table.columns,
        "rows": [_effect(row, report, said) for row in table.rows],
    }


def _effect(row: EffectRow, report: Report, said: Said) -> Data:
    sign, change = words.change(row)
    return {
        "name": said(opening(row.name)),
        "days": said(words.days_with(row)),
        "usual": [tag(median, words.usual_words(median), said) for median in row.usual],
        "worst": tag(row.worst.severity if row.worst else 0, words.worst_words(row), said),
        "worst_on": said(words.worst_on(row, report)),
        "sign": said(sign),
        "change": said(change),
    }
