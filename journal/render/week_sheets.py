"""Set the sheet of a week on paper: a page across, with boxes large enough for an unsteady hand, tagged as a table."""

from collections.abc import Iterator
from typing import Any

from journal.core.exchange.week_papers import PaperLine, WeekPaper
from journal.core.values.languages import present
from journal.core.values.papers import A4
from journal.render.paper import TEMPLATE as TRENDS
from journal.render.paper import SetText, compile_document, missing_sign
from journal.render.text.text_widths import PLACEHOLDER, clean, sentence_runs

TEMPLATE = TRENDS.with_name("week_sheet.typ")


def week_sheet_pdf(paper: WeekPaper, size: str = A4) -> bytes:
    """The sheet as a PDF/UA-1 document, the same bytes for the same sheet."""

    def document(set_text: SetText) -> dict[str, Any]:
        is_missing = any(PLACEHOLDER in set_text(text) for text in _named(paper))

        def said(text: str) -> Any:
            return sentence_runs(set_text(text)) if text else []

        return {
            "title": clean(paper.title),
            "lang": present().code,
            "paper": size,
            "heading": said(paper.title),
            "name": said(paper.name),
            "days": [[said(weekday), said(on)] for weekday, on in paper.days],
            "rows": [_row(row, said) for row in paper.rows],
            "effects": [said(effect) for effect in paper.effects],
            "severities": [[digit, said(word)] for digit, word in paper.severities],
            "how": [said(line) for line in paper.how],
            "emergency": said(paper.emergency),
            "words": {key: said(text) for key, text in paper.words.items()},
            "small": said(missing_sign()) if is_missing else [],
        }

    return compile_document(TEMPLATE, document)


def _row(row: PaperLine, said: Any) -> dict[str, Any]:
    return {
        "time": said(row.time),
        "name": said(row.name),
        "more": said(row.more),
        "cells": [{"kind": cell.kind, "amount": said(cell.amount)} for cell in row.cells],
    }


def _named(paper: WeekPaper) -> Iterator[str]:
    """What a person named: only there letters may stand that no font has."""
    yield paper.name
    yield from paper.effects
    yield from (row.name for row in paper.rows)
