"""Create, edit, delete and restore entries from the forms of every kind, once for each idempotency key."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for

from journal.actions.record import entries as actions
from journal.core.medicine.monograph import Monograph
from journal.core.record.doses import Dose
from journal.core.record.entries import KINDS, Detail, Entry
from journal.core.record.episodes import Episode
from journal.core.record.forms import fingerprint, read_id
from journal.core.safety.check import Unanswered
from journal.core.safety.rules import Question
from journal.core.values.clock import Moment, is_fold
from journal.core.values.errors import InvalidEntry
from journal.core.values.languages import N_
from journal.store.record import entries as store
from journal.store.record.doctor_marks import list_ticked
from journal.store.record.versions import list_versions
from journal.web.record import alert_words, conflicts, entry_rows, questions, searches
from journal.web.site import access, context, wording
from journal.web.site.late_forms import Acts
from journal.web.site.redirects import see_other

MOST_VERSIONS = 50

blueprint = Blueprint("entries", __name__)

# What the address of a new entry may say of it: its moment, the amount, and the page to go back to.
CARRIED = (
    "medicine",
    "when",
    "on",
    "at",
    "zone",
    "second",
    "amount",
    "other_amount",
    "form",
    "found",
    "first_on",
    "last_on",
)
BACK_FOR = timedelta(minutes=10)  # as long as the script takes a form that was gone back to for the same entry

Answer = Response | str | tuple[str, int]
Read = Callable[[Mapping[str, str]], Detail]
Show = Callable[..., str]


def new_id() -> str:
    """A new idempotency key, which a form carries from the moment it is shown: sending it twice makes one entry."""
    return str(uuid.uuid4())


def begin(show: Callable[[str], str]) -> Answer:
    """The form of a new entry, under an address that holds the entry's id.

    Going back to it after saving leads to the entry that was saved: the browser loads the page anew, and a form with
    another id would make a second entry of the same dose. Later it is a bookmark, or a page opened again: it begins
    anew.
    """
    entry_id = request.args.get("id", "")
    if _is_id(entry_id):
        with context.database().reading() as session:
            known = store.find_entry(session, context.patient().id, entry_id)
        if known is None:
            return show(entry_id)
        if context.now() - known.recorded_at <= BACK_FOR:
            return _recorded(known)
    asked = {name: request.args.get(name) for name in CARRIED}
    return see_other(url_for(str(request.endpoint), **asked, id=new_id()))  # type: ignore[arg-type]


def create(read: Read, show: Show) -> Answer:
    """Record what a form says and go to Today, or back to the page of the history it was opened from; show the form
    again with a sentence beside what is wrong."""
    fields = request.form.to_dict()
    try:
        entry_id = read_id(fields)
        detail = read(fields)
        logged = actions.log_entry(
            context.acting(),
            entry_id,
            detail,
            fingerprint(fields),
            known_of(detail),
            questions.answered(fields),
        )
    except (InvalidEntry, Unanswered) as error:
        return _refused(error, show, fields)
    except actions.EntryExists as error:
        return conflicts.show(error.entry, detail, fields, str(error))
    told = {"saved": logged.entry_id} | ({"again": "1"} if logged.again else {})
    return see_other(searches.back(**told) if fields.get("found") else url_for("today.show", **told))  # type: ignore[arg-type]


def edit(entry_id: str, read: Read, show: Show, entry: Entry) -> Answer:
    """Save an edited entry and go back to where it stands in the history."""
    fields = request.form.to_dict()
    try:
        # The day it already has was confirmed when the entry was made.
        detail = read({"day_confirmed": entry.moment.local.date().isoformat()} | fields)
        actions.edit_entry(
            context.acting(),
            entry_id,
            version_of(fields),
            detail,
            known_of(detail),
            questions.answered(fields),
        )
    except (InvalidEntry, Unanswered) as error:
        return _refused(error, show, fields, entry)
    except actions.EntryChanged as error:
        return conflicts.show(error.entry, detail, fields, str(error))
    return see_other(searches.back(saved=entry_id))


def _refused(
    error: InvalidEntry | Unanswered, show: Show, fields: Mapping[str, str], entry: Entry | None = None
) -> Answer:
    """The form once more, with a sentence beside what is wrong or what is asked."""
    if isinstance(error, Unanswered):
        return show(values=fields, entry=entry, asked=error.questions), 422
    return show(values=fields, entry=entry, errors=error.errors), 422


def get(entry_id: str, kind: Any) -> Entry:
    """This patient's entry of that kind. Raises NotFound."""
    with context.database().reading() as session:
        return store.get_entry(session, context.patient().id, entry_id, kind)


def template_context(
    values: Mapping[str, str], errors: Mapping[str, str], entry: Entry | None, asked: Sequence[Question] = ()
) -> dict[str, Any]:
    """What every entry form needs besides its own fields; `asked` is what the safety rules ask about it."""
    errors = {**errors, **questions.errors(asked, values)}
    earlier, alerts = _versions(entry) if entry else ([], ())
    return {
        "values": {**values, "zone": values.get("zone") or context.patient().settings.zone},
        "errors": errors,
        "questions": asked,
        "question_names": questions.FIELDS,
        "alerts_of_entry": alerts if not errors else (),
        "entry": entry,
        "submission_id": values.get("id") or new_id(),
        "version": values.get("version") or (entry.version if entry else ""),
        "earlier": earlier,
        "row": entry_rows.row(entry, wording.effect_names()) if entry else None,
        "is_ticked": bool(entry and _is_ticked(entry.id)),
        "today": context.today(),
        "here": "history" if entry or searches.carried(values) else "today",
        "back": _back(values, entry),
        "found": searches.carried(values),
    }


def _back(values: Mapping[str, str], entry: Entry | None) -> str:
    """Where a form was opened: an entry in the history, a new one on Today unless it came from a day's page."""
    if entry is not None:
        return searches.back(values, _anchor=entry.id)
    return searches.back(values) if searches.carried(values) else url_for("today.show")


def when_values(entry: Entry) -> dict[str, str]:
    """The fields of an entry's moment, as its form shows them."""
    return moment_fields(entry.moment) | {"note": entry.detail.note, "version": str(entry.version)}


def moment_fields(lived: Moment) -> dict[str, str]:
    """A moment as the fields that a form speaks of it with, to the minute."""
    wall = lived.local
    second = is_fold(lived)
    which = {} if second is None else {"second": "second" if second else "first"}
    return {"when": "earlier", "on": wall.date().isoformat(), "at": f"{wall:%H:%M}", "zone": lived.zone} | which


@blueprint.post("/entries/<uuid:entry_id>/deletion")
@access.patient(Acts(N_("Nothing was deleted"), N_("Look at History"), "history.index"), others="some")
def delete(entry_id: uuid.UUID) -> Response:
    """Delete an entry; the next page offers to put it back."""
    actions.delete_entry(context.acting(), str(entry_id))
    return see_other(_origin(deleted=str(entry_id)))


@blueprint.post("/entries/<uuid:entry_id>/restoration")
@access.patient(Acts(N_("Nothing was put back"), N_("Look at the deleted entries"), "history.deleted"), others="some")
def restore(entry_id: uuid.UUID) -> Response:
    """Put a deleted entry back."""
    actions.restore_entry(context.acting(), str(entry_id))
    return see_other(_origin(restored=str(entry_id)))


def known_of(detail: Detail) -> Monograph:
    """What the safety rules go by: of a dose what is known of its medicine, else what check-ins ask about."""
    if not isinstance(detail, Dose):
        return context.monograph()
    with context.about(context.find_medicine(detail.medicine_id)):
        return context.known()


def told(names: Mapping[str, str]) -> dict[str, Any] | None:
    """What happened just before this page, from the ids in its address: saved, deleted or restored, with its row, and
    what the safety rules said of an entry that is there now."""
    for what in ("saved", "deleted", "restored"):
        entry_id = request.args.get(what, "")
        if entry_id:
            return told_of(what, entry_id, names)
    return None


def told_of(what: str, entry_id: str, names: Mapping[str, str]) -> dict[str, Any] | None:
    """The same of one entry; None where that is not how it stands now."""
    patient = context.patient()
    with context.database().reading() as session:
        found = store.find_entry(session, patient.id, entry_id)
        if found is None:
            return None
        is_ticked = what == "saved" and bool(list_ticked(session, patient.id, "entry", [entry_id]))
    again = "again" in request.args
    if what == "saved" and again and found.deleted:
        what = "deleted"  # recorded once, deleted since, and now sent again: say so, and offer to put it back
    if found.deleted != (what == "deleted"):
        return None
    told_of_it = [each for each in alert_words.of_entry(found) if not each.is_struck]
    return {
        "what": what,
        "row": entry_rows.row(found, names),
        "said": entry_rows.said(found.detail, names),
        "none_too": entry_rows.none_too(found.detail),
        "more": _more(found) if what == "saved" else None,
        "is_ticked": is_ticked,
        "day": wording.day_words(found.day_on if found.kind == "day" else found.moment.on),
        "time": wording.day_inside(found.day_on) if found.kind == "day" else wording.clock_and_day(found.moment),
        "may_undo": found.kind != "day" or not found.edited,  # Undo deletes: the answers before would go along
        "again": again,
        "alerts": told_of_it,
        "asks_driving": alert_words.asks_driving(found, told_of_it),
    }


def _is_ticked(entry_id: str) -> bool:
    """Whether it was ticked "for my doctor"."""
    with context.database().reading() as session:
        return bool(list_ticked(session, context.patient().id, "entry", [entry_id]))


def _more(entry: Entry) -> str:
    """Where what is missing of an episode that was saved by one press can be added; "" where nothing is."""
    detail = entry.detail
    if not isinstance(detail, Episode) or detail.minutes is not None or detail.severity is not None:
        return ""
    found = searches.of_day(entry.day_on)
    return url_for("episodes.show", entry_id=entry.id, found=found, _anchor="minutes")


def _origin(**told: str) -> str:
    """The page a button was pressed on, which tells what was done."""
    return searches.back(**told) if request.form.get("from") == "history" else url_for("today.show", **told)  # type: ignore[arg-type]


def _is_id(text: str) -> bool:
    try:
        return read_id({"id": text}) == text
    except InvalidEntry:
        return False


def _recorded(entry: Entry) -> str:
    noun = KINDS[entry.kind].noun
    return render_template(
        "entries/recorded.html",
        entry=entry,
        row=entry_rows.row(entry, wording.effect_names()),
        day=wording.day_words(entry.moment.on),
        change=url_for(f"{noun}.show", entry_id=entry.id),
        another=url_for(f"{noun}.new"),
        here="today",
    )


def version_of(fields: Mapping[str, str]) -> int:
    """The version of an entry that a form was opened with; 0 where it says none."""
    text = fields.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def _versions(entry: Entry) -> tuple[list[Any], list[alert_words.Said]]:
    """What an entry said before, and what the safety rules said of it."""
    patient = context.patient()
    with context.database().reading() as session:
        versions = list_versions(session, patient.id, entry.id, MOST_VERSIONS)
    names = wording.effect_names()
    return [(version, *entry_rows.version_words(version, names)) for version in versions], alert_words.of_entry(entry)
