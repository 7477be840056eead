"""Check-ins: show and save the form of the ratings, rows of five large choices made from the monograph."""

import uuid
from collections.abc import Mapping, Sequence

from flask import Blueprint, render_template

from journal.core.record.checkins import MOODS, CheckIn, mood_word
from journal.core.record.entries import Entry
from journal.core.record.forms import read_when
from journal.core.safety.rules import Question
from journal.core.values.clock import Moment, moment
from journal.core.values.languages import _, in_a_row, ngettext
from journal.web.record import entries, entry_rows, form_readers
from journal.web.site import access, context, wording
from journal.web.site.late_forms import Saves

blueprint = Blueprint("checkins", __name__, url_prefix="/check-ins")

MOST_REPEATED = 3  # ratings the button "same as last time" names


@blueprint.get("/new")
@access.patient()
def new() -> entries.Answer:
    """The form, empty: what is left out stays unknown."""
    return entries.begin(lambda entry_id: _form({"id": entry_id}))


@blueprint.post("")
@access.patient(Saves(form_readers.check_in))
def create() -> entries.Answer:
    """Record a check-in."""
    return entries.create(form_readers.check_in, _form)


@blueprint.get("/<uuid:entry_id>")
@access.patient()
def show(entry_id: uuid.UUID) -> str:
    """One check-in, to be read and changed."""
    entry = entries.get(str(entry_id), "check_in")
    return _form(_values(entry), entry=entry)


@blueprint.post("/<uuid:entry_id>")
@access.patient(Saves(form_readers.check_in))
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
    return render_template(
        "checkins/form.html",
        effects=context.monograph().side_effects,
        advice=context.monograph().advice,
        own_symptoms=_own_symptoms(values),
        moods=[(str(mood), mood_word(mood)) for mood in range(1, len(MOODS) + 1)],
        span=_span(values, before),
        same=_same(before, repeated) if before and repeated else "",
        direction_options=lambda rating: [
            *((choice.key, choice.name) for choice in rating.directions),
            ("", _("no answer")),
        ],
        **entries.template_context(values, errors or {}, entry, asked),
    )


def _span(values: Mapping[str, str], before: Entry | None) -> str:
    """What the ratings stand for: since the check-in before, or a day where that one is longer ago."""
    lived = read_when(values, context.form_context(), {})
    if values.get("when") == "earlier" and lived is not None:
        until = _when(lived)
        if before is None:
            return _("in the 24 hours before %(until)s", until=until)
        return _("between %(since)s and %(until)s", since=_when(before.moment), until=until)
    return _("since %(since)s", since=_when(before.moment)) if before else _("in the last 24 hours")


def _same(before: Entry, repeated: CheckIn) -> str:
    """Which check-in "same as last time" repeats, and what it said, the worst first."""
    rated = [words for words, severity in entry_rows.tags(repeated, wording.effect_names())]
    zeros = sum(rating.severity == 0 for rating in repeated.ratings)
    said = rated[:MOST_REPEATED]
    unnamed = len(rated) - MOST_REPEATED
    said += [ngettext("%(num)s more", "%(num)s more", unnamed)] if unnamed > 0 else []
    said += [entry_rows.rated_none(zeros)] if zeros else []
    return _("%(when)s: %(ratings)s", when=_when(before.moment), ratings=in_a_row(said))


def _when(lived: Moment) -> str:
    """ "yesterday 21:25", by the calendar and the clocks of where the patient is now."""
    here = moment(lived.at, context.patient().settings.zone)
    return _("%(day)s %(time)s", day=wording.day_inside(here.on), time=wording.clock_words(here))


def _own_symptoms(values: Mapping[str, str]) -> Mapping[str, str]:
    """The symptoms of one's own that the form asks for, and those it holds an answer to though they are hidden."""
    known = context.patient().own_symptoms
    answered = {key: name for key, name in known.items() if values.get(f"rating-{key}")}
    return known.rateable | answered


def _values(entry: Entry) -> dict[str, str]:
    detail = entry.detail
    assert isinstance(detail, CheckIn)  # noqa: S101 - asked for by kind
    ratings = {f"rating-{rated.effect}": str(rated.severity) for rated in detail.ratings}
    directions = {f"direction-{rated.effect}": rated.direction for rated in detail.ratings if rated.direction}
    answer = {"quick": "too_sleepy"} if detail.answer == "too_sleepy" else {}
    return entries.when_values(entry) | ratings | directions | {"mood": str(detail.mood or "")} | answer
