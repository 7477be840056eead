"""Resolve a conflict: a stale form, or one idempotency key with two contents, is shown beside the entry to choose."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import render_template, url_for

from journal.actions.record.entries import own_symptoms
from journal.core.record.entries import KINDS, Detail, Entry
from journal.core.record.forms import read_sent_at
from journal.core.values.clock import moment
from journal.core.values.languages import _
from journal.web.record import differences, entry_rows, searches
from journal.web.site import context, wording

OF_THE_PAGE = {"csrf_token", "whose", "version", "id", "sent_at"}  # each form of the page has its own


def show(entry: Entry, sent: Detail, fields: Mapping[str, str], sentence: str) -> tuple[str, int]:
    """The page of what is recorded and what was sent, which read as `sent`; nothing is saved yet."""
    names = {**wording.effect_names(), **own_symptoms(sent)}
    arrived_at = read_sent_at(fields, context.now())
    original_at = _original_at(entry, sent, fields, arrived_at)
    otherwise = differences.rated_otherwise(entry.detail, sent)
    page = render_template(
        "entries/conflict.html",
        sentence=sentence,
        entry=entry,
        is_same_kind=entry.kind == sent.kind,
        add_words=_add_words(entry, sent),
        submission_id=str(uuid.uuid4()),
        recorded=_side(entry, names, otherwise),
        sent=_side(_unsaved(sent), names, otherwise),
        different=differences.differences(entry.detail, sent, names),
        fields={name: text for name, text in fields.items() if name not in OF_THE_PAGE},
        arrived_at=arrived_at.isoformat(),
        original_at=(original_at or arrived_at).isoformat(),
        original_time=wording.clock_words(moment(original_at, sent.moment.zone)) if original_at else "",
        collection=url_for(f"{KINDS[sent.kind].noun}.create"),
        back=searches.back(fields),
        replaced=url_for(f"{KINDS[entry.kind].noun}.update", entry_id=entry.id),
    )
    return page, 409


def _original_at(entry: Entry, sent: Detail, fields: Mapping[str, str], arrived_at: datetime) -> datetime | None:
    """The instant a corrected form keeps: it says "now" again, and "now" is when it arrived for the first time.

    None when the form does not say "now", or was recorded under a time that had been typed.
    """
    says_now = sent.moment.at == arrived_at
    corrects = fields.get("id") == entry.id and entry.entered_later is None
    return entry.moment.at if says_now and corrects and entry.moment.at < arrived_at else None


def _add_words(entry: Entry, sent: Detail) -> str:
    """The words of the button that saves it beside what is recorded; "" where there can be one entry alone."""
    kind = KINDS[sent.kind]
    if not kind.keep_both:
        return ""
    if entry.deleted:
        return _(kind.save_as_new)
    return _(kind.keep_both) if entry.kind == sent.kind else _("Keep both")


def _side(entry: Entry, names: Mapping[str, str], zeros: list[str]) -> dict[str, Any]:
    row = entry_rows.row(entry, names)._replace(tags=entry_rows.tags(entry.detail, names, zeros))
    return {"row": row, "day": wording.day_words(entry.moment.on)}


def _unsaved(sent: Detail) -> Entry:
    """What was sent as if it were an entry, with nothing to say about when it was entered."""
    return Entry("", sent.moment, sent.day_on, recorded_at=sent.moment.at, version=0, detail=sent)
