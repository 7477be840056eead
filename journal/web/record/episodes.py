"""Episodes: show and save the form of a seizure or a panic attack, the benefit side of the medicine."""

import uuid
from collections.abc import Mapping, Sequence

from flask import Blueprint, render_template, request

from journal.core.record.entries import Entry
from journal.core.record.episodes import Episode
from journal.core.safety.rules import Question
from journal.web.record import entries, form_readers
from journal.web.site import access, context
from journal.web.site.late_forms import Saves

blueprint = Blueprint("episodes", __name__, url_prefix="/episodes")


@blueprint.get("/new")
@access.patient(others="some")
def new() -> entries.Answer:
    """The form: what it was is the button that saves it; the rest can follow."""
    kinds = context.monograph().episodes
    chosen = {"what": kinds[0].key} if len(kinds) == 1 else {}
    said = {name: request.args[name] for name in entries.CARRIED if request.args.get(name)}
    return entries.begin(lambda entry_id: _form(chosen | said | {"id": entry_id}))


@blueprint.post("")
@access.patient(Saves(form_readers.episode), others="some")
def create() -> entries.Answer:
    """Record an episode."""
    return entries.create(form_readers.episode, _form)


@blueprint.get("/<uuid:entry_id>")
@access.patient(others="some")
def show(entry_id: uuid.UUID) -> str:
    """One episode, to be read and changed."""
    entry = entries.get(str(entry_id), "episode")
    return _form(_values(entry), entry=entry)


@blueprint.post("/<uuid:entry_id>")
@access.patient(Saves(form_readers.episode), others="some")
def update(entry_id: uuid.UUID) -> entries.Answer:
    """Save a changed episode."""
    return entries.edit(str(entry_id), form_readers.episode, _form, entries.get(str(entry_id), "episode"))


def _form(
    values: Mapping[str, str],
    errors: Mapping[str, str] | None = None,
    entry: Entry | None = None,
    asked: Sequence[Question] = (),
) -> str:
    return render_template(
        "episodes/form.html" if entry else "episodes/new.html",
        kinds=list(context.monograph().episode_names.items()),
        **entries.template_context(values, errors or {}, entry, asked),
    )


def _values(entry: Entry) -> dict[str, str]:
    detail = entry.detail
    assert isinstance(detail, Episode)  # noqa: S101 - asked for by kind
    own = {
        "what": detail.what,
        "minutes": str(detail.minutes or ""),
        "severity": "" if detail.severity is None else str(detail.severity),
    }
    return entries.when_values(entry) | own
