"""Check-ins: show and save the form of the ratings, rows of five large choices made from the monograph."""

import uuid
from collections.abc import Mapping, Sequence

from flask import Blueprint, render_template

from journal.core.record.asking import (
    FEWEST_FIRST,
    MOST_UNFOLDED,
    AskedEffect,
    Lately,
    asked_effects,
    offered_effects,
    split_first,
)
from journal.core.record.checkins import MOODS, NOW, SIGN, CheckIn, mood_word, severities_right_now
from journal.core.record.entries import Entry
from journal.core.record.forms import read_when
from journal.core.safety.rules import Question
from journal.core.values.clock import Moment
from journal.core.values.languages import _, in_a_row
from journal.core.values.sentences import inside
from journal.store.record import asking as store
from journal.web.record import entries, entry_rows, form_readers
from journal.web.site import access, context, wording
from journal.web.site.late_forms import Saves

blueprint = Blueprint("checkins", __name__, url_prefix="/check-ins")


@blueprint.get("/new")
@access.patient(others="some")
def new() -> entries.Answer:
    """The form, empty: what is left out stays unknown."""
    return entries.begin(lambda entry_id: _form({"id": entry_id}))


@blueprint.post("")
@access.patient(Saves(form_readers.check_in), others="some")
def create() -> entries.Answer:
    """Record a check-in."""
    return entries.create(form_readers.check_in, _form)


@blueprint.get("/<uuid:entry_id>")
@access.patient(others="some")
def show(entry_id: uuid.UUID) -> str:
    """One check-in, to be read and changed."""
    entry = entries.get(str(entry_id), "check_in")
    return _form(_values(entry), entry=entry)


@blueprint.post("/<uuid:entry_id>")
@access.patient(Saves(form_readers.check_in), others="some")
def update(entry_id: uuid.UUID) -> entries.Answer:
    """Save a changed check-in."""
    return entries.edit(str(entry_id), form_readers.check_in, _form, entries.get(str(entry_id), "check_in"))


def _form(
    values: Mapping[str, str],
    errors: Mapping[str, str] | None = None,
    entry: Entry | None = None,
    asked: Sequence[Question] = (),
) -> str:
    before = None if entry else form_readers.check_in_before(values)
    repeated = form_readers.to_repeat(before)
    if repeated is None and values.get("quick") == "same":  # or pressing Save would be refused for ever
        values = {name: text for name, text in values.items() if name != "quick"}
    lately = {} if entry else _lately(values)
    rows = _rows(values, lately)
    first, rest = _answered(rows, values) if entry else split_first(rows, lately)
    is_short = len(rows) <= MOST_UNFOLDED
    is_new = not lately and not any(row.watched for row in rows)
    is_open = bool(entry or errors or asked) or (is_new and is_short) or _is_folded_answered(values, rest)
    return render_template(
        "checkins/form.html",
        first=first,
        rest=rest,
        offered=offered_effects(context.monograph(), rows),
        lately=lately,
        is_open=is_open,
        is_short=is_short,
        fewest=FEWEST_FIRST,
        effects=context.monograph().side_effects,
        alerts=context.monograph().alerts,
        advice=context.monograph().advice,
        moods=[(str(mood), mood_word(mood)) for mood in range(len(MOODS), 0, -1)],
        span=_span(values, before),
        same=(_when(before.moment), _same(repeated)) if before and repeated else None,
        direction_options=lambda row: [(choice.key, choice.name) for choice in row.directions],
        **entries.template_context(values, errors or {}, entry, asked),
    )


def _rows(values: Mapping[str, str], lately: Mapping[str, Lately]) -> tuple[AskedEffect, ...]:
    """Every row; of symptoms that are hidden and of effects that are only offered, those the form has an answer to."""
    symptoms, known = context.patient().own_symptoms, context.monograph()
    answered = [key for key in (*known.rating_names, *symptoms) if values.get(f"rating-{key}")]
    return asked_effects(known, symptoms, context.patient().asking, answered, lately)


def _lately(values: Mapping[str, str]) -> Mapping[str, Lately]:
    """How effects were rated before the moment the form speaks of."""
    lived = read_when(values, context.form_context(), {})
    until = lived.at if lived else context.now()
    with context.database().reading() as session:
        return store.list_lately(session, context.patient().id, until)


def _answered(
    rows: Sequence[AskedEffect], values: Mapping[str, str]
) -> tuple[Sequence[AskedEffect], Sequence[AskedEffect]]:
    """Of a check-in that is changed: what it rates, and the rest."""
    rated = [row for row in rows if values.get(f"rating-{row.key}")]
    return rated, [row for row in rows if row not in rated]


def _is_folded_answered(values: Mapping[str, str], rest: Sequence[AskedEffect]) -> bool:
    """Whether the form holds something that stands in its folded part."""
    fields = [f"rating-{row.key}" for row in rest] + ["mood", "note", "new_symptom", "rating-new"]
    fields += [f"{SIGN}{alert.key}" for alert in context.monograph().alerts if alert.asked_from is None]
    return values.get("when") == "earlier" or any(values.get(name) for name in fields)


def _span(values: Mapping[str, str], before: Entry | None) -> str:
    """What the ratings stand for: since the check-in before, or a day where that one is longer ago."""
    lived = read_when(values, context.form_context(), {})
    if values.get("when") == "earlier" and lived is not None:
        until = _when(lived)
        if before is None:
            return _("in the 24 hours before %(until)s", until=until)
        return _("between %(since)s and %(until)s", since=_when(before.moment), until=until)
    return _("since %(since)s", since=_when(before.moment)) if before else _("in the last 24 hours")


def _same(repeated: CheckIn) -> str:
    """All that "same as last time" would save, the worst first: "fatigue mild, irritability moderate, 2 rated none"."""
    said = [inside(words) for words, _severity in entry_rows.tags(repeated, wording.effect_names())]
    zeros = sum(rating.severity == 0 for rating in repeated.ratings)
    return in_a_row(said + ([entry_rows.rated_none(zeros)] if zeros else []))


def _when(lived: Moment) -> str:
    """ "yesterday 21:25"."""
    return _("%(day)s %(time)s", **wording.here(lived.at))


def _values(entry: Entry) -> dict[str, str]:
    detail = entry.detail
    assert isinstance(detail, CheckIn)  # noqa: S101 - asked for by kind
    ratings = {f"rating-{rated.effect}": str(rated.severity) for rated in detail.ratings}
    directions = {f"direction-{rated.effect}": rated.direction for rated in detail.ratings if rated.direction}
    answer = {"quick": "too_sleepy"} if detail.answer == "too_sleepy" else {}
    now = {f"{NOW}{effect}": str(severity) for effect, severity in severities_right_now(detail).items()}
    signs = {f"{SIGN}{key}": "yes" for key in detail.signs}
    return entries.when_values(entry) | ratings | directions | now | signs | {"mood": str(detail.mood or "")} | answer
