"""Check-ins: the ratings of one sitting, in rows of five large choices made from the monograph."""

import uuid
from collections.abc import Mapping

from flask import Blueprint, render_template

from journal.core.checkins import MOODS, CheckIn
from journal.core.entries import Entry
from journal.web import entries, readers, state, words
from journal.web.access import patient

blueprint = Blueprint("checkins", __name__, url_prefix="/check-ins")


@blueprint.get("/new")
@patient
def new() -> entries.Answer:
    """The form, empty: what is left out stays unknown."""
    return entries.begin(lambda entry_id: _form({"id": entry_id}))


@blueprint.post("")
@patient
def create() -> entries.Answer:
    """Record a check-in."""
    return entries.create(readers.check_in, _form)


@blueprint.get("/<uuid:entry_id>")
@patient
def show(entry_id: uuid.UUID) -> str:
    """One check-in, to be read and changed."""
    entry = entries.get(str(entry_id), "check_in")
    return _form(_values(entry), entry=entry)


@blueprint.post("/<uuid:entry_id>")
@patient
def update(entry_id: uuid.UUID) -> entries.Answer:
    """Save a changed check-in."""
    return entries.edit(str(entry_id), readers.check_in, _form, entries.get(str(entry_id), "check_in"))


def _form(values: Mapping[str, str], errors: Mapping[str, str] | None = None, entry: Entry | None = None) -> str:
    last = None if entry else readers.last_check_in()
    return render_template(
        "checkins/form.html",
        effects=state.monograph().side_effects,
        own_symptoms=state.viewer().own_symptoms,
        moods=[(str(number), word) for number, word in enumerate(MOODS, start=1)],
        last_day=words.lower_first(words.day_words(last.moment.on)) if last else "",
        last=last,
        direction_options=lambda rating: [
            *((choice.key, choice.name) for choice in rating.directions),
            ("", "no answer"),
        ],
        **entries.form_context(values, errors or {}, entry),
    )


def _values(entry: Entry) -> dict[str, str]:
    detail = entry.detail
    assert isinstance(detail, CheckIn)  # noqa: S101 - asked for by kind
    ratings = {f"rating-{rated.effect}": str(rated.severity) for rated in detail.ratings}
    directions = {f"direction-{rated.effect}": rated.direction for rated in detail.ratings if rated.direction}
    answer = {"quick": "too_sleepy"} if detail.answer == "too_sleepy" else {}
    return entries.when_values(entry) | ratings | directions | {"mood": str(detail.mood or "")} | answer
