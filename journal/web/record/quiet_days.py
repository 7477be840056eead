"""Quiet days: show and save the form that says of some days that nothing was wrong."""

import uuid
from collections.abc import Mapping, Sequence

from flask import Blueprint, render_template, request

from journal.core.record.entries import Entry
from journal.core.record.quiet_days import MOST_QUIET, QuietDays
from journal.core.safety.rules import Question
from journal.core.values.languages import _
from journal.core.values.periods import period_words
from journal.web.record import entries, entry_rows, form_readers
from journal.web.site import access, context
from journal.web.site.late_forms import Saves

blueprint = Blueprint("quiet_days", __name__, url_prefix="/quiet-days")


@blueprint.get("/new")
@access.patient(others="some")
def new() -> entries.Answer:
    """The form, with the days that the address names."""
    said = {name: request.args[name] for name in entries.CARRIED if request.args.get(name)}
    return entries.begin(lambda entry_id: _form(said | {"id": entry_id}))


@blueprint.post("")
@access.patient(Saves(form_readers.quiet_days), others="some")
def create() -> entries.Answer:
    """Record quiet days."""
    return entries.create(form_readers.quiet_days, _form)


@blueprint.get("/<uuid:entry_id>")
@access.patient(others="some")
def show(entry_id: uuid.UUID) -> str:
    """Quiet days, to be read and changed."""
    entry = entries.get(str(entry_id), "quiet")
    return _form(_values(entry), entry=entry)


@blueprint.post("/<uuid:entry_id>")
@access.patient(Saves(form_readers.quiet_days), others="some")
def update(entry_id: uuid.UUID) -> entries.Answer:
    """Save changed quiet days."""
    return entries.edit(str(entry_id), form_readers.quiet_days, _form, entries.get(str(entry_id), "quiet"))


def _form(
    values: Mapping[str, str],
    errors: Mapping[str, str] | None = None,
    entry: Entry | None = None,
    asked: Sequence[Question] = (),
) -> str:
    return render_template(
        "quiet_days/form.html",
        most=MOST_QUIET,
        **entries.template_context(values, errors or {}, entry, asked),
    )


def _values(entry: Entry) -> dict[str, str]:
    detail = entry.detail
    assert isinstance(detail, QuietDays)  # noqa: S101 - asked for by kind
    own = {"first_on": detail.first_on.isoformat(), "last_on": detail.last_on.isoformat()}
    return {"note": detail.note, "version": str(entry.version)} | own


@entry_rows.says.register
def _quiet_says(detail: QuietDays) -> tuple[str, str]:
    return _("All quiet"), period_words(detail.period, context.today())
