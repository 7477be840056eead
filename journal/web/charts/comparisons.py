"""Show what changed when the dose changed: a table of three words for each change, beside the charts of its days."""

from typing import Any

from journal.core.charts.comparison import Compared, DoseChange, Side
from journal.core.charts.comparison_words import (
    SIGNS,
    at_amount,
    care,
    change_words,
    days_rated,
    explanation,
    other_words,
    sentence,
    share,
    word,
)
from journal.core.charts.points import severity_words
from journal.core.charts.severity_points import SeverityChart

OPEN = 2  # changes shown at once; those before them are folded


def view(chart: SeverityChart) -> dict[str, Any] | None:
    """What the template shows of the changes of dose in the period; None where there is none, or nothing is rated."""
    changes = [_change(change, chart.period.spans_years, chart.dose.of.unit) for change in chart.compared]
    if not changes or not any(panel.rated for panel in chart.panels):
        return None
    return {
        "newest": changes[:OPEN],
        "older": changes[OPEN:],
        "explanation": explanation(),
        "care": care(chart.compared),
    }


def _change(change: DoseChange, with_year: bool, unit: str) -> dict[str, Any]:
    return {
        "heading": change_words(change.on, change.before, change.after, with_year=with_year, unit=unit),
        "id": f"change-{change.on.isoformat()}",
        "sentence": sentence(change),
        "others": other_words(change, with_year=with_year),
        "before": at_amount(change.before, unit),
        "after": at_amount(change.after, unit),
        "rows": [_row(row) for row in change.rows],
    }


def _row(row: Compared) -> dict[str, Any]:
    return {
        "name": row.name,
        "before": _tag(row.before),
        "after": _tag(row.after),
        "sign": SIGNS[row.word],
        "word": word(row),
        "share": share(row),
        "days": days_rated(row),
        "is_clear": row.word in {"more", "less"},
    }


def _tag(side: Side) -> tuple[str, int | None] | None:
    """The usual rating in words, and its colour where it is one of the five; None where too few days are rated."""
    if side.usual is None:
        return None
    return severity_words(side.usual), int(side.usual) if side.usual == int(side.usual) else None
