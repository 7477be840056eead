"""A record, or what was chosen of it, as a document of FHIR R4, read while it is sent."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from journal.actions.acting import ActingForPatient
from journal.actions.exchange.wanted import Wanted, read_told
from journal.core.exchange import fhir_document as document
from journal.core.exchange.exports import Account, effect_columns
from journal.core.exchange.fhir import Made, entry_resources, references
from journal.core.exchange.fhir_document import SECTIONS
from journal.core.exchange.fhir_medicines import medicines, persons
from journal.core.exchange.fhir_record import Counts, Taken, vocabulary
from journal.core.exchange.fhir_values import BASE, Resource, Vocabulary
from journal.core.exchange.planned import Followed, follow
from journal.core.record.entries import KINDS
from journal.core.values.periods import Period
from journal.formats.fhir import bundle_chunks
from journal.store import exports as store
from journal.store.accounts.grants import list_names
from journal.store.plan.regimens import read_plan


def fhir_chunks(session: Session, acting: ActingForPatient, wanted: Wanted, days: Period) -> Iterator[bytes]:
    """The document about those days. A document begins with what it refers to: so the entries are asked for twice,
    first as far as that needs, and no more of them than a batch is ever in memory."""
    patient_id, period = acting.patient.id, wanted.choice.period
    account = store.get_account(session, patient_id)
    taken = _taken(session, acting, wanted, account, days)
    planned = _followed(session, acting, wanted, account)
    words = vocabulary(taken, planned)
    counts = Counts(
        doses=store.count_doses(session, patient_id, period),
        planned=planned,
        effects=store.list_effect_days(session, patient_id, period),
        episodes=store.count_episodes(session, patient_id, period),
    )
    said = document.sections(taken, counts)
    sections = [(said[name], _references(session, taken, name, patient_id, period)) for name in SECTIONS]
    resources = _resources(session, taken, words, patient_id, period)
    return bundle_chunks(document.bundle_head(taken), document.composition(taken), sections, resources, BASE)


def _taken(session: Session, acting: ActingForPatient, wanted: Wanted, account: Account, days: Period) -> Taken:
    patient_id, period = acting.patient.id, wanted.choice.period
    rated = store.list_rated_effects(session, patient_id)
    plan = read_plan(session, patient_id)
    names = list_names(session, patient_id)
    writers = {each: names.get(each, "") for each in store.list_writers(session, patient_id, period)}
    return Taken(
        account,
        wanted.monograph,
        wanted.known,
        effect_columns(wanted.monograph, account.own_symptoms, rated),
        store.list_plan(session, patient_id),
        plan.pauses,
        writers,
        wanted.choice,
        days,
        acting.now,
    )


def _followed(session: Session, acting: ActingForPatient, wanted: Wanted, account: Account) -> dict[str, Followed]:
    plan = read_plan(session, acting.patient.id)
    told = read_told(session, acting, account, plan, wanted.choice)
    if told is None:
        return {}
    return {each.id: follow(told, plan.of(each.id), told.lived.of(each.id)) for each in account.medicines}


def _references(session: Session, taken: Taken, section: str, patient_id: str, period: Period | None) -> Iterator[str]:
    """What a section refers to, in the order of the kinds."""
    if section == "doses":
        yield from document.head_references(taken)
    for kind in KINDS:
        if section in references(Made(kind, "", has_mood=True)):
            for made in store.list_made(session, patient_id, kind, period):
                yield from references(made).get(section, ())


def _resources(
    session: Session, taken: Taken, words: Vocabulary, patient_id: str, period: Period | None
) -> Iterator[Resource]:
    yield from persons(taken, words)
    yield from medicines(taken, words)
    for kind in KINDS:
        for entry in store.list_kind(session, patient_id, kind, period):
            yield from entry_resources(entry, words)
