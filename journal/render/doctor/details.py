"""The pages after the report as words and tints for Typst."""

import unicodedata

from journal.core.doctor import details_words, words
from journal.core.doctor.details import Details, Section, Week
from journal.core.doctor.report import Report
from journal.render.doctor.drawings import Data, Said, tag

_LEFTWARDS, _STRONG = ("R", "AL"), ("L", "R", "AL")


def pages_of(details: Details, report: Report, said: Said) -> Data:
    """The table of weeks, and the lists after it."""
    return {
        "about": said(words.title(report)),
        "heading": said(details_words.heading()),
        "how": said(details_words.how()),
        "remark": said(details.remark),
        "head": [said(head) for head in details_words.heads(details)],
        "weeks": [
            [said(details_words.first_day(week, report.period.last_on)), *(_week(cell, said) for cell in cells)]
            for week, cells in details.weeks
        ],
        "sections": [_section(section, said) for section in details.sections],
    }


def _week(week: Week, said: Said) -> Data:
    usual = tag(week.usual, words.usual_words(week.usual), said)
    return {"usual": usual, "worst": said(details_words.worst(week))}


def _section(section: Section, said: Said) -> Data:
    return {
        "heading": said(section.heading),
        "rows": [
            {"when": said(when), "what": said(what), "is_leftwards": section.is_typed and is_leftwards(what)}
            for when, what in section.rows
        ],
        "remark": said(section.remark),
    }


def is_leftwards(text: str) -> bool:
    """Whether a text is written from right to left: its first letter says so."""
    return next((kind in _LEFTWARDS for kind in map(unicodedata.bidirectional, text) if kind in _STRONG), False)
