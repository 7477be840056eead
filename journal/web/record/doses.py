"""Doses: show and save the form of a dose, taken or skipped, now or earlier."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, render_template, request

from journal.core.medicine.medicines import Medicine, offered
from journal.core.medicine.regions import placed
from journal.core.record.doses import STATUSES, Dose, read_amount_of
from journal.core.record.entries import Entry
from journal.core.safety import check, large_amount
from journal.core.safety.rules import Context, Question, Speaking
from journal.core.values.amounts import unit_word, write_number
from journal.core.values.errors import InvalidEntry
from journal.core.values.languages import _
from journal.store.plan.doses import RecentOfMedicine, read_recent
from journal.store.record.latest import find_last
from journal.web.record import answers, dose_amounts, dose_questions, dose_times, entries, form_readers, questions
from journal.web.site import access, context
from journal.web.site.late_forms import Saves

CHOOSE = "choose_medicine"  # pressed above the form: it is shown for another medicine, and nothing is saved
WAS_PRESSED = (
    "was_pressed"  # the time that was pressed before: its button is in the form once more, and not pressed now
)

# What does not stay then: it is of the medicine, or an answer to what was asked about its amount.
OF_MEDICINE = {CHOOSE, "amount", "other_amount", "form", "tablet", *questions.FIELDS.values()}

blueprint = Blueprint("doses", __name__, url_prefix="/doses")


@blueprint.get("/new")
@access.patient(others="some")
def new() -> entries.Answer:
    """The form, with the usual dose filled in, or what the address says of it."""
    context.medicine()  # there is one of that id, or nothing at this address
    said = {name: request.args[name] for name in entries.CARRIED if request.args.get(name)}
    return entries.begin(lambda entry_id: _new_form(said | {"id": entry_id}, is_fresh=True))


@blueprint.post("")
@access.patient(Saves(form_readers.dose), others="some")
def create() -> entries.Answer:
    """Record a dose."""
    if dose_questions.CHANGE in request.form:
        return _new_form(dose_questions.without_answers(request.form))
    if CHOOSE in request.form:
        with context.about(context.find_medicine(request.form[CHOOSE])) as chosen:
            return _new_form(_typed_besides(chosen), is_fresh=True)
    return entries.create(form_readers.dose, _new_form)


@blueprint.get("/<uuid:entry_id>")
@access.patient(others="some")
def show(entry_id: uuid.UUID) -> str:
    """One dose, to be read and changed; the address says so where it was of another medicine."""
    entry = entries.get(str(entry_id), "dose")
    with context.about(context.find_medicine(request.args.get("medicine") or _dose_of(entry).medicine_id)):
        return _form(_values(entry), entry=entry)


@blueprint.post("/<uuid:entry_id>")
@access.patient(Saves(form_readers.dose), others="some")
def update(entry_id: uuid.UUID) -> entries.Answer:
    """Save a changed dose, or show its form for another medicine."""
    entry = entries.get(str(entry_id), "dose")
    if CHOOSE in request.form:
        with context.about(context.find_medicine(request.form[CHOOSE])) as chosen:
            return _form(_own_fields(_dose_of(entry)) | _typed_besides(chosen), entry=entry)
    return entries.edit(str(entry_id), form_readers.dose, _form, entry)


def _typed_besides(chosen: Medicine) -> dict[str, str]:
    """What was typed into a form so far, for another medicine: all but the amount and the form of the one before."""
    kept = {name: text for name, text in request.form.items() if name not in OF_MEDICINE}
    if kept.get("at"):
        kept["when"] = "earlier"  # a button above the form says no time
    if WAS_PRESSED in kept:
        kept["pressed"] = kept[WAS_PRESSED]
    return kept | {"medicine": chosen.id}


def amount_fields(amount: int) -> dict[str, str]:
    """The form's fields for an amount: a listed strength, or the typed one."""
    written = write_number(amount)
    listed = amount in offered(context.medicine(), context.known())
    return {"amount": written} if listed else {"amount": "other", "other_amount": written}


def medicine_fields() -> dict[str, str]:
    """The form's field for the medicine, where there are several."""
    return context.of_medicine()


def amount_options(form: str = "") -> list[tuple[str, str]]:
    """The amounts to choose from in a form, and "another amount"."""
    amounts = offered(context.medicine(), context.known())
    listed = [(write_number(amount), dose_amounts.words(amount, form)) for amount in amounts]
    return [*listed, ("other", _("Another amount"))]


def form_options() -> list[tuple[str, str]]:
    """The forms of the monograph to choose from, with where each is sold if that is not everywhere."""
    return [(form.key, placed(form.name, form.regions)) for form in context.known().forms]


def _new_form(
    values: Mapping[str, str],
    errors: Mapping[str, str] | None = None,
    entry: Entry | None = None,
    asked: Sequence[Question] = (),
    *,
    is_fresh: bool = False,
) -> str:
    """The form of a dose that is not recorded yet: when it was is pressed. `entry` is for forms of recorded ones.

    Where nothing is wrong and something is asked, it is the page of the question.
    """
    if asked and not errors:
        return dose_questions.show(values, asked)
    patient, medicine = context.patient(), context.medicine()
    with context.database().reading() as session:
        recent = read_recent(session, patient.id, [medicine.id], context.now(), context.today())
        last = find_last(session, patient.id, "dose", medicine.id) if is_fresh else None
    own = recent.of[medicine.id]
    if is_fresh and "amount" not in values:
        values = _usual(own, last) | dict(values)
    amounts = dose_amounts.amounts(values)
    asked = asked or _asked(values, errors)
    return render_template(
        "doses/new.html",
        **_of_medicine(),
        amounts=amounts,
        offered=dose_times.offered(own, values, read_amount_of(values, context.form_context_of_medicine(), {})),
        chosen=dose_times.chosen(values, context.now()),
        choose=CHOOSE,
        forms=form_options(),
        statuses=[(status, _(words)) for status, words in STATUSES.items()],
        **entries.template_context(values, errors or {}, entry, asked),
    )


def _form(
    values: Mapping[str, str],
    errors: Mapping[str, str] | None = None,
    entry: Entry | None = None,
    asked: Sequence[Question] = (),
) -> str:
    return render_template(
        "doses/form.html",
        **_of_medicine(),
        choose=CHOOSE,
        recorded_as=_recorded_as(entry),
        amounts=amount_options(values.get("form", "")),
        forms=form_options(),
        statuses=[(status, _(words)) for status, words in STATUSES.items()],
        **entries.template_context(values, errors or {}, entry, asked or _asked(values, errors)),
    )


def _of_medicine() -> dict[str, Any]:
    """What the forms say of the medicine, and the others to choose from where there are several."""
    medicine = context.medicine()
    return {
        "medicine": medicine,
        "medicine_name": context.medicine_name(medicine),
        "medicines": [(each.id, context.medicine_name(each)) for each in _to_choose_from()],
        "has_ended": medicine.has_ended(context.today()),
        "unit": unit_word(medicine.unit),
    }


def _recorded_as(entry: Entry | None) -> str:
    """The medicine a dose is recorded for where its form is about another one by now, else ""."""
    recorded = context.find_medicine(_dose_of(entry).medicine_id) if entry else context.medicine()
    return "" if recorded == context.medicine() else context.medicine_name(recorded)


def _to_choose_from() -> Sequence[Medicine]:
    """The medicines a dose can be of: those that have not ended first. Nothing where there is but one."""
    there = context.patient().medicines if context.has_several() else ()
    return sorted(there, key=lambda each: each.has_ended(context.today()))


def _asked(values: Mapping[str, str], errors: Mapping[str, str] | None) -> list[Question]:
    """What is asked about the amount while other fields are wrong: it can be answered in the same go."""
    amount = {name: values[name] for name in ("amount", "other_amount", "status", "form") if name in values}
    try:
        dose = form_readers.dose(amount) if errors else None
    except InvalidEntry:
        return []
    if dose is None:
        return []
    known = context.known()
    found = check.find(dose, Context(known, context.now(), context.patient().settings.zone), [large_amount.RULE])
    return list(check.questions(found, Speaking(known)))


def _usual(recent: RecentOfMedicine, last: Entry | None) -> dict[str, str]:
    """What the form begins with: the dose that one tap of Today would record, or the next planned one; where there is
    none, the last form."""
    answer = answers.answer(recent)
    usual = answer.tap or answer.coming
    if usual is not None:
        return amount_fields(usual.amount) | {"form": usual.form}
    return {"form": last.detail.form} if last and isinstance(last.detail, Dose) else {}


def _dose_of(entry: Entry) -> Dose:
    assert isinstance(entry.detail, Dose)  # noqa: S101 - asked for by kind
    return entry.detail


def _values(entry: Entry) -> dict[str, str]:
    """The fields of a dose. For another medicine its form and amount are chosen anew: a number of the old one would
    mean something else there."""
    detail = _dose_of(entry)
    return entries.when_values(entry) | {"status": detail.status} | _own_fields(detail)


def _own_fields(detail: Dose) -> dict[str, str]:
    """The amount and the form of a dose, where its form is about the medicine it is recorded for."""
    if detail.medicine_id != context.medicine().id:
        return {}
    return amount_fields(detail.amount) | {"form": detail.form}
