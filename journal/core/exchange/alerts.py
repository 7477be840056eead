"""Alerts in the files: what the safety rules found as values, and their words in the reader's language."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from journal.core.exchange.exports import Row, Writers, instant, writer_cell
from journal.core.safety.alerts import Alert, notice_of
from journal.core.safety.rules import Speaking

Speak = Callable[[str | None], Speaking]  # what the words are made with, by the id of the medicine


class Spoken(NamedTuple):
    """An alert with its words: they are made once for all the files it stands in."""

    alert: Alert
    words: str


def spoken(alerts: Iterable[Alert], speak: Speak) -> Iterator[Spoken]:
    """The alerts with their words."""
    return (Spoken(each, " ".join(notice_of(each, speak(each.about.medicine_id)).sentences)) for each in alerts)


def alert_value(said: Spoken) -> dict[str, Any]:
    """An alert for journal.json, those included that were struck or whose entry is deleted."""
    alert, about = said.alert, said.alert.about
    return {
        "id": alert.id,
        "rule": alert.rule,
        "rule_version": alert.rule_version,
        "level": alert.finding.level,
        "found": dict(alert.finding.values),
        "words": said.words,
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


def alerts_sheet(alerts: Iterable[Spoken], patient_id: str, writers: Writers) -> Iterator[Row]:
    """alerts.csv: a row an alert, oldest first. The first row says what the columns are."""
    yield (
        *("day", "level", "words", "how it came", "about", "id of that", "told (UTC)", "read (UTC)", "struck (UTC)"),
        *("rule", "version of the rule", "values", "recorded by"),
    )
    for alert, words in alerts:
        by = None if alert.raised_by == patient_id else alert.raised_by
        values = "; ".join(f"{name} {value}" for name, value in alert.finding.values.items())
        yield (
            *(alert.about.day_on.isoformat(), alert.finding.level, words, alert.came),
            *(alert.about.subject, alert.about.id),
            *(instant(alert.raised_at), instant(alert.acknowledged_at), instant(alert.struck_at)),
            *(alert.rule, alert.rule_version, values, writer_cell(by, writers)),
        )
