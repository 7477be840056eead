"""The report in words, for its page: what the paper says, and what its drawings show."""

from typing import Any

from journal.core.doctor import words
from journal.core.doctor.benefits import benefit_lines
from journal.core.doctor.report import Report
from journal.core.values.languages import in_a_row


def in_words(report: Report) -> dict[str, Any]:
    """What the part `visit/_in_words.html` shows."""
    return {
        "report": report,
        "fixed": words.fixed(report),
        "heads": words.effect_heads(report.effects, report.severity.dose.of.unit),
        "rows": [words.effect_cells(row, report) for row in report.effects.rows],
        "hours": words.hours_question(report),
        "episodes": words.episodes_said(report) if report.tells_episodes else (),
        "benefits": benefit_lines(report.benefits, report.severity.dose.of.unit),
        "benefit_heading": words.benefit_heading(),
        "in_a_row": in_a_row,
        "alternatives": words.alternatives(report),
    }
