"""Alerts in the files: what the safety rules found as values, and their words in the reader's language."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from journal.core.exchange.exports import Row, Writers, instant, writer_cell
from journal.core.safety.alerts import Alert, notice_of
from journal.core.safety.rules import Speaking

Speak = Callable[[str | None], Speaking]  # what the words are made with, by the id of the medicine


def alert_value(alert: Alert, speak: Speak) -> dict[str, Any]:
    """An alert for journal.json, those included that were struck or whose entry is deleted."""
    about = alert.about
    return {
        "id": alert.id,
        "rule": alert.rule,
        "rule_version": alert.rule_version,
        "level": alert.finding.level,
        "found": dict(alert.finding.values),
        "words": _words(alert, speak),
        "about": about.subject,
        "about_id": about.id,
        "about_version": about.version,
        "medicine": about.medicine_id,
        "day_on": about.day_on.isoformat(),
        "came": alert.came,
        "raised_at": instant(alert.raised_at),
        "raised_by": alert.raised_by,
        "acknowledged_at": instant(alert.acknowledged_at),
        "acknowledged_by": alert.acknowledged_by,
        "struck_at": instant(alert.struck_at),
        "struck_version": alert.struck_version,
    }


def alerts_sheet(alerts: Iterable[Alert], speak: Speak, patient_id: str, writers: Writers) -> Iterator[Row]:
    """alerts.csv: a row an alert, oldest first. The first row says what the columns are."""
    yield (
        *("day", "level", "words", "how it came", "about", "id of that", "told (UTC)", "read (UTC)", "struck (UTC)"),
        *("rule", "version of the rule", "values", "recorded by"),
    )
    for alert in alerts:
        by = None if alert.raised_by == patient_id else alert.raised_by
        values = "; ".join(f"{name} {value}" for name, value in alert.finding.values.items())
        yield (
            *(alert.about.day_on.isoformat(), alert.finding.level, _words(alert, speak), alert.came),
            *(alert.about.subject, alert.about.id),
            *(instant(alert.raised_at), instant(alert.acknowledged_at), instant(alert.struck_at)),
            *(alert.rule, alert.rule_version, values, writer_cell(by, writers)),
        )


def _words(alert: Alert, speak: Speak) -> str:
    return " ".join(notice_of(alert, speak(alert.about.medicine_id)).sentences)
