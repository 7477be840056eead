"""The page that asks about a dose before it is saved: all that the safety rules ask, at once. A yes always records."""

from collections.abc import Mapping, Sequence

from flask import render_template, url_for

from journal.core.record.forms import read_sent_at
from journal.core.record.pressed_times import read_pressed
from journal.core.safety.rules import Question
from journal.web.record import form_readers, questions, searches
from journal.web.site import context, wording

CHANGE = "change"  # pressed beside a question: the form is shown again, and nothing is saved

_MARKS = {"csrf_token", "whose", "id"}  # the page has its own


def show(values: Mapping[str, str], asked: Sequence[Question]) -> str:
    """What is asked about the dose of a form that was sent. Neither answer is the one to be pressed.

    With yes it is recorded as it was sent, at its own time however long somebody thinks.
    """
    dose, now = form_readers.dose(values), context.now()
    kept = {name: text for name, text in values.items() if name not in _MARKS}
    kept["sent_at"] = read_sent_at(values, now).isoformat()
    pressed = read_pressed(values.get("pressed", ""), now)
    if pressed is not None:
        kept["pressed"] = str(pressed.settled())
    with context.about(context.find_medicine(dose.medicine_id)):
        known = context.known()
        return render_template(
            "doses/question.html",
            here="today",
            questions=asked,
            medicine_name=context.medicine_name(context.medicine()) if context.has_several() else "",
            is_taken=dose.status == "taken",
            time=wording.clock_and_day(dose.moment),
            overdose=known.overdose if any(question.is_overdose for question in asked) else None,
            known=known,
            change=CHANGE,
            kept=kept | {questions.FIELDS[question.rule]: questions.YES for question in asked},
            submission_id=values["id"],
            back=searches.back(values) if searches.carried(values) else url_for("today.show"),
        )


def without_answers(fields: Mapping[str, str]) -> dict[str, str]:
    """The fields of a form without the answers to questions: what was asked may be changed now."""
    gone = {CHANGE, *questions.FIELDS.values()}
    return {name: text for name, text in fields.items() if name not in gone}
