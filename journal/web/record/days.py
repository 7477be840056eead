"""Days: show and save the form of what mattered on a day, one entry for each; left out is unknown, never "no"."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, render_template, request, url_for

from journal.actions.record import days as actions
from journal.actions.record.entries import EntryChanged, EntryExists
from journal.core.medicine.benefits import Benefit
from journal.core.record.asking import asked_benefits
from journal.core.record.day_counts import by_day, weekly_looks, whole_week
from journal.core.record.days import (
    BENEFIT,
    BY_KEY,
    LOOK,
    LOOKS,
    QUESTIONS,
    SLEEP,
    Day,
    day_id,
    look_word,
    read_on,
)
from journal.core.record.entries import Entry
from journal.core.record.forms import fingerprint
from journal.core.record.sleep import sleep_words
from journal.core.safety.rules import Question
from journal.core.values.clock import EARLIEST, moment
from journal.core.values.errors import InvalidEntry, NotFound
from journal.core.values.languages import N_, _, in_a_row, pgettext
from journal.core.values.sentences import inside
from journal.store.record import entries as store
from journal.store.record.days import list_day_answers
from journal.web.record import conflicts, entries, entry_rows, form_readers, searches
from journal.web.site import access, context, wording
from journal.web.site.late_forms import Acts, Saves
from journal.web.site.redirects import see_other

blueprint = Blueprint("days", __name__, url_prefix="/days")

ONE_DAY = timedelta(days=1)


@blueprint.get("/new")
@access.patient(others="some")
def new() -> entries.Answer:
    """The form of the day in the address, or of today."""
    return _show_day(request.args.get("on", "") or f"{this_day()}")


@blueprint.post("")
@access.patient(Saves(form_readers.day), others="some")
def create() -> entries.Answer:
    """Record what is answered about a day."""
    return _save(request.form.to_dict())


@blueprint.get("/<uuid:entry_id>")
@access.patient(others="some")
def show(entry_id: uuid.UUID) -> str:
    """What is answered about one day, to be read and changed."""
    entry = entries.get(str(entry_id), "day")
    return _form(_values(entry), entry=entry)


@blueprint.get("/<on>")
@access.patient(others="some")
def find(on: str) -> entries.Answer:
    """The form of a day, with what is answered already."""
    return _show_day(on)


@blueprint.post("/<uuid:entry_id>")
@access.patient(Saves(form_readers.day), others="some")
def update(entry_id: uuid.UUID) -> entries.Answer:
    """Save changed answers."""
    entry = entries.get(str(entry_id), "day")
    return _save(request.form.to_dict() | {"on": f"{entry.day_on}"}, entry)


@blueprint.post("/<on>/<question>")
@access.patient(Acts(N_("Nothing was saved"), N_("Look at the day"), "days.new"), others="some")
def answer(on: str, question: str) -> entries.Answer:
    """Record one answer about a day by one press."""
    said = _pressed(question, request.form.get("answer", ""))
    try:
        day_on = read_on(on, context.form_context())
    except ValueError as error:
        return _no_day(str(error))
    saved = actions.answer_one(context.acting(), day_on, question, said, context.monograph())
    return see_other(_after(day_on, saved=saved.entry_id))


def _pressed(question: str, answer: str) -> int:
    """What the button pressed says. Raises NotFound where there is no such question, or no such answer to it."""
    if question in BY_KEY and answer in {"yes", "no"}:
        return answer == "yes"
    before, is_benefit, key = question.partition(BENEFIT)
    is_known = is_benefit and not before and key in context.monograph().benefit_names
    if is_known and answer in {"0", "1", "2", "3", "4"}:
        return int(answer)
    raise NotFound


def this_day() -> date:
    """The day that is answered now: a night belongs to the day before."""
    settings = context.patient().settings
    return moment(context.now(), settings.zone).day(settings.day_starts)


def _save(fields: dict[str, str], entry: Entry | None = None) -> entries.Answer:
    try:
        day = form_readers.day(fields)
        version = entries.version_of(fields)
        saved = actions.save_day(context.acting(), day, version, fingerprint(fields), context.monograph())
    except InvalidEntry as error:
        return _form(fields, errors=error.errors, entry=entry), 422
    except (EntryExists, EntryChanged) as error:
        return conflicts.show(error.entry, day, fields, str(error))
    told = {"saved": saved.entry_id} | ({"again": "1"} if saved.again else {})
    return see_other(searches.back(None, **told) if fields.get("found") else _after(day.day_on, **told))


def _after(on: date, **told: str) -> str:
    """Where saving leads: to Today, or to the page of an earlier day."""
    if on in {this_day(), context.today()}:
        return url_for("today.show", **told)  # type: ignore[arg-type]
    return url_for("history.day", on=f"{on}", **told)  # type: ignore[arg-type]


def _show_day(text: str) -> entries.Answer:
    try:
        on = read_on(text, context.form_context())
    except ValueError as error:
        return _no_day(str(error))
    with context.database().reading() as session:
        known = store.find_entry(session, context.patient().id, day_id(on))
    return _form(_values(known), entry=known) if known else _form({"on": f"{on}"})


def _no_day(sentence: str) -> tuple[str, int]:
    """What is said in the place of a day that cannot be answered."""
    return render_template("days/no_day.html", here="today", sentence=sentence), 404


def _form(
    values: Mapping[str, str],
    errors: Mapping[str, str] | None = None,
    entry: Entry | None = None,
    asked: Sequence[Question] = (),
) -> str:
    on = _day_of(values, entry)
    chosen = context.patient().asking.asked_days
    looked = _looked(on)
    found = searches.carried(values)
    more = {"found": found} if found else {}
    return render_template(
        "days/form.html",
        **entries.template_context(values, errors or {}, entry, asked),
        on=on,
        asked=[question for question in QUESTIONS if question.key in chosen],
        others=[question for question in QUESTIONS if question.key not in chosen],
        looks=[(each.key, _(each.asks), _options(each.key)) for each in LOOKS],
        benefits=[(BENEFIT + each.key, each.question) for each in _benefits(values)],
        asks_sleep=SLEEP in chosen,
        asks_look=LOOK in chosen,
        looked=looked,
        folded=_folded(chosen),
        is_open=_is_folded_answered(values, chosen) or bool(errors),
        before=url_for("days.find", on=f"{on - ONE_DAY}", **more) if on > EARLIEST else "",  # type: ignore[arg-type]
        after=url_for("days.find", on=f"{on + ONE_DAY}", **more) if on < context.today() else "",  # type: ignore[arg-type]
        one_day=ONE_DAY,
    )


def _day_of(values: Mapping[str, str], entry: Entry | None) -> date:
    """The day a form is about; of one that cannot be read today's, with what is wrong said beside it."""
    if entry is not None:
        return entry.day_on
    try:
        return read_on(values.get("on", ""), context.form_context())
    except ValueError:
        return this_day()


def _benefits(values: Mapping[str, str]) -> list[Benefit]:
    """What medicines are for that is asked each day, and what the form has an answer to though it is asked no more."""
    chosen = asked_benefits(context.monograph(), context.patient().asking)
    return [each for each in context.all_known().benefits if each in chosen or values.get(BENEFIT + each.key)]


def _options(key: str) -> list[tuple[str, str]]:
    question = next(each for each in LOOKS if each.key == key)
    return [(str(n), look_word(question, n)) for n in range(len(question.answers))]


def _looked(on: date) -> dict[str, Any] | None:
    """The look back at this week that was answered on another day of it: once a week is enough."""
    first_weekday = context.patient().settings.first_weekday
    week = whole_week(on, first_weekday)
    with context.database().reading() as session:
        answers = by_day(list_day_answers(session, context.patient().id, week))
    answers = {day: said for day, said in answers.items() if day != on}
    looks = weekly_looks(week, answers, first_weekday)
    if not looks:
        return None
    return {"day": wording.plain_day(looks[-1].on), "href": url_for("days.show", entry_id=day_id(looks[-1].on))}


def _is_folded_answered(values: Mapping[str, str], chosen: Sequence[str]) -> bool:
    """Whether the form holds something that stands in its folded part."""
    names = ["note", *(key for key in BY_KEY if key not in chosen)]
    names += [] if SLEEP in chosen else [SLEEP]
    names += [] if LOOK in chosen else [each.key for each in LOOKS]
    return any(values.get(name) for name in names)


def _folded(chosen: Sequence[str]) -> str:
    """What stands in the folded part, in a few words."""
    said = [inside(_(question.name)) for question in QUESTIONS if question.key not in chosen]
    said += [] if SLEEP in chosen else [_("sleep")]
    said += [] if LOOK in chosen else [_("the week")]
    return in_a_row([*said, _("a note")])


def _values(entry: Entry) -> dict[str, str]:
    """What is answered, as the fields of the form have it."""
    day = entry.detail
    assert isinstance(day, Day)  # noqa: S101 - asked for by kind
    said = {key: {True: "yes", False: "no"}.get(getattr(day, key), "") for key in BY_KEY}
    looks = {each.key: "" if (n := getattr(day, each.key)) is None else str(n) for each in LOOKS}
    hours = "" if day.sleep is None else f"{day.sleep // 2}.5" if day.sleep % 2 else f"{day.sleep // 2}"
    benefits = {BENEFIT + key: str(answer) for key, answer in day.benefits.items()}
    return (
        said
        | looks
        | benefits
        | {"sleep": hours, "on": f"{day.day_on}", "note": day.note, "version": str(entry.version)}
    )


@entry_rows.says.register
def _day_says(detail: Day) -> tuple[str, str]:
    """The answers in a row: what was so, then what was not, what a medicine is for, sleep, and the look back."""
    said = [(question, getattr(detail, question.key)) for question in QUESTIONS]
    words = [pgettext("answer about a day", question.yes) for question, answer in said if answer]
    words += [pgettext("answer about a day", question.no) for question, answer in said if answer is False]
    words += [wording.benefit_words(key, answer) for key, answer in detail.benefits.items()]
    if detail.sleep is not None:
        words.append(_("slept %(hours)s", hours=sleep_words(detail.sleep)))
    for question in LOOKS:
        answer = getattr(detail, question.key)
        if answer is not None:
            name, word = inside(_(question.name)), look_word(question, answer)
            words.append(_("%(question)s: %(answer)s", question=name, answer=word))
    return _("The day"), in_a_row(words)
