"""Find the points of charts: built once for a request and a revision of the record, for the page and its pictures."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from journal.actions import trends as actions
from journal.core.charts.points import Chart
from journal.core.values.languages import present
from journal.core.values.periods import Period
from journal.web.site import context


def cache_key(name: str, wanted: actions.ChartRequest, note: str = "") -> tuple[Any, ...]:
    """Whose record in which state is asked for what, in which language, to the minute: a planned dose becomes a missed
    one without anything being saved."""
    patient = context.patient()
    minute = wanted.now.replace(second=0, microsecond=0)
    whose = patient.id, patient.revision, patient.settings, patient.medicine
    return *whose, name, wanted.period.first_on, wanted.period.last_on, wanted.effects, note, minute, present().code


def find_charts(wanted: actions.ChartRequest, names: Collection[str] = actions.SOURCES.keys()) -> dict[str, Chart]:
    """The charts of these names. What another request has built is not read again, whatever it called the same days."""
    wanted = replace(wanted, period=Period(wanted.period.first_on, wanted.period.last_on))
    recent = context.journal().charts.points
    keys = {name: cache_key(name, wanted) for name in names}
    found = {name: chart for name, key in keys.items() if (chart := recent.get(key)) is not None}
    unknown = [name for name in names if name not in found]
    if unknown:
        built = actions.build_charts(context.acting(), wanted, unknown)
        for name, chart in built.items():
            recent.put(keys[name], chart)
        found |= built
    return {name: found[name] for name in names}
