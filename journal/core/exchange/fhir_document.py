"""A document of FHIR R4 about a record: its head, and its sections in words."""

import uuid
from collections.abc import Iterable, Iterator
from html import escape

from journal.core.exchange.exports import instant, wall
from journal.core.exchange.fhir_record import Counts, Taken
from journal.core.exchange.fhir_values import LOINC, PATIENT, Resource, text_of
from journal.core.exchange.planned import Followed
from journal.core.medicine.medicines import name_of
from journal.core.record.forms import severity_word
from journal.core.values.clock import moment
from journal.core.values.languages import _, ngettext, present
from journal.core.values.periods import Period, day_words, from_to_words

_IDS = uuid.UUID("1d3c7f39-56a0-4b5c-9d43-0a9a3f0a8f6e")
SECTIONS = ("doses", "effects", "life")
_DOCUMENT = {"coding": [{"system": LOINC, "code": "51855-5", "display": "Patient Note"}]}


def bundle_head(taken: Taken) -> Resource:
    """The head of the document: everything but its entries. The same record at the same moment has the same number."""
    asked = f"{taken.account.id} {instant(taken.now)} {sorted(taken.choice.value.items())} {taken.choice.is_named}"
    number = uuid.uuid5(_IDS, asked)
    return {
        "resourceType": "Bundle",
        "id": str(number),
        "identifier": {"system": "urn:ietf:rfc:3986", "value": f"urn:uuid:{number}"},
        "type": "document",
        "timestamp": instant(taken.now),
    }


def composition(taken: Taken) -> Resource:
    """The first resource of the document: what it is and whose; its sections follow."""
    here = moment(taken.now, taken.account.settings.zone)
    return {
        "resourceType": "Composition",
        "id": "composition",
        "language": present().code,
        "status": "final",
        "type": _DOCUMENT,
        "subject": PATIENT,
        "date": wall(here.at, here.offset_minutes),
        "author": [PATIENT],
        "title": _("Side-effect journal, %(days)s", days=_span(taken.period)),
    }


def _span(period: Period) -> str:
    return from_to_words(*(day_words(on, with_year=True) for on in (period.first_on, period.last_on)))


def sections(taken: Taken, counts: Counts) -> dict[str, Resource]:
    """The sections with what they say in words, by the names `references` of an entry has for them; what they refer to
    is still to come."""
    return {
        "doses": _section(_("Medicines and doses"), _about_doses(taken, counts)),
        "effects": _section(_("Side effects"), _about_effects(taken, counts)),
        "life": _section(_("Mood, episodes and days"), _about_life(taken, counts)),
    }


def _section(title: str, sentences: Iterable[str]) -> Resource:
    lines = "".join(f"<p>{escape(text_of(sentence), quote=False)}</p>" for sentence in sentences)
    return {
        "title": title,
        "text": {"status": "generated", "div": f'<div xmlns="http://www.w3.org/1999/xhtml">{lines}</div>'},
    }


def head_references(taken: Taken) -> list[str]:
    """What the section of doses refers to before the doses: the medicines and the orders."""
    statements = [f"MedicationStatement/medicine-{n}" for n in range(1, len(taken.account.medicines) + 1)]
    return [*statements, *(f"MedicationRequest/{made}" for made, _recorded in taken.ordered)]


def _about_doses(taken: Taken, counts: Counts) -> Iterator[str]:
    yield _("As the patient wrote it down. Nothing was checked by anybody else.")
    for medicine in taken.account.medicines:
        name = name_of(medicine, taken.monographs)
        took, skipped = (counts.doses.get((medicine.id, status), 0) for status in ("taken", "skipped"))
        yield _(
            "%(medicine)s: %(taken)s doses recorded as taken, %(skipped)s as skipped.",
            medicine=name,
            taken=took,
            skipped=skipped,
        )
        followed = counts.planned.get(medicine.id)
        if followed is not None and followed.states.total():
            yield _planned_words(followed)
    for pause in taken.pauses:
        if pause.first_on <= taken.period.last_on and pause.last_on >= taken.period.first_on:
            days = _span(Period(pause.first_on, pause.last_on))
            yield _("The plan paused %(days)s.", days=days)


def _planned_words(followed: Followed) -> str:
    states = followed.states
    on_time, late, skipped, missed, none = (
        states[state] for state in ("taken", "late", "skipped", "missed", "not_recorded")
    )
    return _(
        "Planned times from %(days)s: %(taken)s taken, %(late)s taken late, %(skipped)s skipped, "
        "%(missed)s with nothing recorded on a day that has other entries, %(none)s on days with no entry at all.",
        days=_span(followed.period),
        taken=on_time,
        late=late,
        skipped=skipped,
        missed=missed,
        none=none,
    )


def _about_effects(taken: Taken, counts: Counts) -> Iterator[str]:
    yield _("How strong each was: 0 none, 1 mild, 2 moderate, 3 severe, 4 very severe. This scale is not validated.")
    if not counts.effects:
        yield _("Nothing was rated.")
    names = {**taken.effects.heads, **taken.account.own_symptoms}
    for found in counts.effects:
        rated = ngettext("rated on %(num)s day", "rated on %(num)s days", found.rated)
        there = ngettext("there on %(num)s of them", "there on %(num)s of them", found.present)
        yield _(
            "%(effect)s: %(rated)s, %(there)s, at its worst %(severity)s.",
            effect=names.get(found.effect, found.effect),
            rated=rated,
            there=there,
            severity=severity_word(found.worst),
        )


def _about_life(taken: Taken, counts: Counts) -> Iterator[str]:
    if not counts.episodes:
        yield _("No episode was recorded.")
    for what, count in counts.episodes.items():
        name = taken.monograph.episode_names.get(what, what)
        yield _("%(episode)s: recorded %(count)s times.", episode=name, count=count)
