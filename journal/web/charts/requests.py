"""Read which charts an address asks for, and find their points: built once for a page and its pictures."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from flask import request, url_for

from journal.actions import trends as actions
from journal.actions.shown_first import ShownFirst, find_shown_first
from journal.core.charts.points import Chart
from journal.core.values.errors import InvalidEntry
from journal.core.values.languages import _, present
from journal.core.values.periods import Period, read_period, split_period
from journal.web.site import context, wording


def read_request() -> actions.ChartRequest:
    """What the address asks for: "period", "first", "last", any number of "effect", and "medicine".

    Raises InvalidEntry, and NotFound for a medicine the patient does not have.
    """
    name, first, last = (request.args.get(field, "") for field in ("period", "first", "last"))
    chosen = picked_effects()
    unknown = [effect for effect in chosen if effect not in wording.effect_choices()]
    if unknown or len(chosen) > actions.MOST_EFFECTS:
        sentence = _("Choose up to %(most)s of the effects in the list.", most=actions.MOST_EFFECTS)
        raise InvalidEntry({"effect": sentence})
    return request_for(name, first, last, chosen)


def request_and_errors() -> tuple[actions.ChartRequest, dict[str, str]]:
    """What the address asks for; where that cannot be read, what is shown by itself, and a sentence for each field."""
    try:
        return read_request(), {}
    except InvalidEntry as error:
        return request_for("", "", "", []), error.errors


def days_asked(period: Period, *, of_a_page: bool = False) -> dict[str, str]:
    """The query that asks for the same days. "Everything" becomes its days, for a picture need not ask when it began,
    but not on the way to another page."""
    if period.name == "free" or (period.name == "all" and not of_a_page):
        return {"period": "free", "first": period.first_on.isoformat(), "last": period.last_on.isoformat()}
    return {"period": period.name}


def medicine_links(endpoint: str, asked: Mapping[str, Any]) -> list[tuple[str, str, bool]]:
    """The medicines to choose from where there are several: the address of each, its name, and which one is shown."""
    if not context.has_several():
        return []
    shown = context.medicine().id
    return [
        (url_for(endpoint, **{**asked, "medicine": each.id}), context.medicine_name(each), each.id == shown)
        for each in context.patient().medicines
    ]


def picked_effects() -> list[str]:
    """The effects the address names, each once; for a symptom that was merged, the one it was merged into."""
    return list(dict.fromkeys(map(context.patient().own_symptoms.present, request.args.getlist("effect"))))


def request_for(name: str, first: str, last: str, chosen: list[str]) -> actions.ChartRequest:
    """The request for a period and the `chosen` effects, or those shown first. Raises InvalidEntry."""
    begins_on = _first_entry_on()
    period = read_period(name, first, last, context.today(), begins_on)
    if begins_on is None:  # an empty journal has no days to draw, however many are asked for
        period = period.since(period.last_on)
    period, *earlier = split_period(period)
    names = wording.effect_choices()
    keys = chosen or shown_first().effects
    effects = tuple((key, names[key]) for key in keys)
    medicine = context.medicine()
    called = context.medicine_name(medicine) if context.has_several() else ""
    beside = tuple((each, context.medicine_name(each)) for each in context.patient().medicines if each != medicine)
    parts, all_effects = tuple(earlier), tuple(names.items())
    known = context.journal().monographs
    return actions.ChartRequest(
        period, effects, context.now(), begins_on, parts, medicine, called, beside, all_effects, known
    )


def _first_entry_on() -> date | None:
    """The first day of the record, asked for once as long as nothing is saved: every picture has to know it. Of whoever
    may see some of the medicines, the first day of those."""
    patient = context.patient()
    key = patient.id, patient.revision, patient.medicines, "first_entry_on"
    return context.journal().charts.recall(key, lambda: actions.first_entry_on(context.acting()))


def shown_first() -> ShownFirst:
    """The effects to show when nobody chose, counted once a day as long as nothing is saved."""
    patient, choices, today = context.patient(), tuple(wording.effect_choices()), context.today()
    key = patient.id, patient.revision, patient.medicines, "shown_first", choices, today
    return context.journal().charts.recall(key, lambda: find_shown_first(context.acting(), choices))


def cache_key(name: str, wanted: actions.ChartRequest, note: str = "") -> tuple[Any, ...]:
    """Whose record in which state is asked for what, in which language, to the minute: a planned dose becomes a missed
    one without anything being saved."""
    patient = context.patient()
    minute = wanted.now.replace(second=0, microsecond=0)
    whose = patient.id, patient.revision, patient.settings, patient.medicines
    asked = wanted.period.first_on, wanted.period.last_on, wanted.effects, wanted.medicine
    return *whose, name, *asked, note, minute, present().code


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
