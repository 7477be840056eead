"""Tell whom to call after a check-in in which a danger sign was ticked."""

from collections.abc import Sequence

from journal.core.medicine.parts import Alert
from journal.core.record.checkins import CheckIn
from journal.core.record.entries import Detail
from journal.core.safety.rules import Context, Finding, Level, Notice, Rule, Speaking
from journal.core.values.languages import N_, _, in_a_row
from journal.core.values.sentences import inside

KEY = "danger_signs"
LINKS = {
    "too-much": N_("Confused, hard to wake or breathing slowly: whom to call, and what to do"),
    "seizure": N_("A seizure: whom to call, and what to do"),
    "self-harm": N_("If you think of harming yourself: where to get help"),
    "run-out": N_("Run out, or stopped: what to do"),
    "top": N_("Emergency: whom to call, and what to do"),
}


def find(detail: Detail | None, context: Context) -> Finding | None:
    """The ticked signs of the monograph's `[[alerts]]`.

    One that belongs to a question is silent where that was answered below its `asked_from`: then it was not asked. An
    answer that was left out, or too sleepy to give, is unknown and not "none": the sign speaks.
    """
    if not isinstance(detail, CheckIn):
        return None
    rated = {rating.effect: rating.severity for rating in detail.ratings}
    found = [alert for alert in context.monograph.alerts if alert.key in detail.signs and not _is_below(alert, rated)]
    if not found:
        return None
    levels: set[Level] = {alert.level for alert in found}
    level: Level = "emergency" if "emergency" in levels else "urgent"
    return Finding(level, {"signs": " ".join(alert.key for alert in found)})


def _is_below(alert: Alert, rated: dict[str, int]) -> bool:
    limit = alert.asked_from
    return limit is not None and rated.get(limit.rating, limit.severity) < limit.severity


def words(finding: Finding, speaking: Speaking) -> Notice:
    """What the monograph says of these signs, each text once, and which ones were ticked."""
    keys = str(finding.values.get("signs", "")).split()
    alerts = {alert.key: alert for alert in speaking.monograph.alerts}
    texts = dict.fromkeys(alerts[key].text for key in keys if key in alerts)
    names = [inside(alerts[key].name) if key in alerts else key for key in keys]
    leads_to = _leads_to([alerts[key] for key in keys if key in alerts])
    return Notice(
        rule=KEY,
        level=finding.level,
        sentences=(*texts, _("Ticked: %(signs)s.", signs=in_a_row(names))),
        link=_(LINKS[leads_to]),
        heading="" if leads_to == "top" else leads_to,
    )


def _leads_to(ticked: Sequence[Alert]) -> str:
    """The part of the Emergency page that helps with the first of the most serious; that of an overdose where the
    monograph does not know the signs any more."""
    first = min(ticked, key=lambda alert: alert.level != "emergency", default=None)
    return first.leads_to if first else "too-much"


RULE = Rule(
    key=KEY,
    version=1,
    source="the signs of an overdose are the document's; from which answer on they are asked is ours",
    find=find,
    words=words,
    about=frozenset({"check_in"}),
)
