"""A bad day: a page of two large buttons and nothing else, "I took it" and "How sleepy?"."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for

from journal.actions.record import together as actions
from journal.actions.record.entries import EntryExists
from journal.core.medicine.parts import Rating
from journal.core.plan.one_press import one_press
from journal.core.record.checkins import CheckIn
from journal.core.record.doses import Dose
from journal.core.record.entries import Detail, Entry
from journal.core.record.forms import fingerprint, read_id, severity_word
from journal.core.safety.check import Unanswered
from journal.core.safety.rules import Question
from journal.core.values.clock import moment
from journal.core.values.errors import InvalidEntry
from journal.core.values.languages import N_, _, listed
from journal.core.values.sentences import inside, opening
from journal.store.plan.doses import read_recent
from journal.store.record.latest import find_last
from journal.web.record import answers, bad_day_words, entries, form_readers, questions
from journal.web.site import access, context, wording
from journal.web.site.late_forms import Acts, Saves
from journal.web.site.redirects import see_other

blueprint = Blueprint("bad_day", __name__, url_prefix="/bad-day")

MOST_AT_ONCE = 50  # doses by one press; nobody takes as many medicines
OF_A_DOSE = ("medicine", "amount", "other_amount", "form")  # what a form says of each, numbered

Fields = Mapping[str, str]


@blueprint.get("")
@access.patient()
def show() -> str:
    """The two buttons; after a press with the line that says what it saved."""
    return _page()


def _read_doses(fields: Fields) -> list[Dose]:
    """The doses of one press, each of its own medicine, taken when the button was pressed. Raises InvalidEntry."""
    found = []
    for n in range(1, MOST_AT_ONCE + 1):
        said = {name: fields[f"{name}_{n}"] for name in OF_A_DOSE if f"{name}_{n}" in fields}
        if not said.get("medicine"):
            break
        pressed = {"when": "now", "status": "taken", "sent_at": fields.get("sent_at", "")}
        found.append(form_readers.dose(said | pressed))
    if not found:
        raise InvalidEntry({"id": _("This page was not complete when it was sent. Press once more.")})
    return found


def _read_dose(fields: Fields) -> Dose:
    """The dose of a press that says one. Raises InvalidEntry for several: those are said in the words of the button."""
    found = _read_doses(fields)
    if len(found) > 1:
        raise InvalidEntry({})
    return found[0]


@blueprint.post("/doses")
@access.patient(Saves(_read_dose))
def create_doses() -> entries.Answer:
    """Record the dose of each medicine that is due: all of them or none."""
    fields = request.form.to_dict()

    def new(form_id: str) -> list[actions.New]:
        return [
            _new(actions.entry_id(form_id, dose.medicine_id), dose, fields, str(n))
            for n, dose in enumerate(_read_doses(fields), 1)
        ]

    return _save(fields, new)


@blueprint.post("/ratings")
@access.patient(Saves(form_readers.check_in))
def create_rating() -> entries.Answer:
    """Record a check-in of one answer."""
    fields = request.form.to_dict()

    def new(form_id: str) -> list[actions.New]:
        check_in = form_readers.check_in(fields)
        said = " ".join(f"{rated.effect} {rated.severity}" for rated in check_in.ratings)
        return [_new(actions.entry_id(form_id, said), check_in, fields)]

    return _save(fields, new)


@blueprint.post("/removal")
@access.patient(Acts(N_("Nothing was taken back"), N_("Look at History"), "history.index"))
def remove() -> Response:
    """Take back what one press recorded."""
    ids = [each for each in request.form.get("entries", "").split(" ") if each][:MOST_AT_ONCE]
    actions.delete_together(context.acting(), ids)
    return see_other(url_for("bad_day.show", removed=ids))


def _new(entry_id: str, detail: Detail, fields: Fields, which: str = "") -> actions.New:
    """What is recorded. The fingerprint covers all that was sent, and which of it this is."""
    return actions.New(entry_id, detail, fingerprint(dict(fields) | {"which": which}), entries.known_of(detail))


def _save(fields: Fields, new: Any) -> entries.Answer:
    """Record what was pressed and show the page again, with what is wrong, with a question, or with what was saved."""
    try:
        logged = actions.log_together(context.acting(), new(read_id(fields)), questions.answered(fields))
    except InvalidEntry as error:
        return _page(" ".join(error.errors.values())), 422
    except Unanswered as error:
        return _question(error.questions, fields), 422
    except EntryExists as error:
        return _page(str(error)), 409
    again = {"again": "1"} if all(each.again for each in logged) else {}
    return see_other(url_for("bad_day.show", saved=[each.entry_id for each in logged], **again))  # type: ignore[arg-type]


def _question(asked: Sequence[Question], fields: Fields) -> str:
    """What a safety rule asks before anything is saved, one question a page; a yes sends the press once more."""
    question = next(each for each in asked if each.rule not in questions.answered(fields))
    kept = {name: text for name, text in fields.items() if name not in {"csrf_token", "whose", "id"}}
    return render_template(
        "bad_day/question.html",
        bare=True,
        question=question,
        action=request.path,
        submission_id=fields["id"],
        fields={"sent_at": context.now().isoformat()} | kept | {questions.FIELDS[question.rule]: questions.YES},
    )


def _page(error: str = "") -> str:
    """The page. `error` says why nothing was saved."""
    patient, now = context.patient(), context.now()
    with context.database().reading() as session:
        taken = context.present_medicines()
        known = read_recent(session, patient.id, [each.id for each in taken], now, context.today())
        last = find_last(session, patient.id, "check_in")
    cards = []
    for medicine in taken:
        with context.about(medicine):
            answer = answers.answer(known.of[medicine.id])
            cards.append(bad_day_words.Card(medicine, context.medicine_name(medicine), answer))
    chosen = one_press([card.answer for card in cards], now)
    names = wording.effect_names()
    rating = _asked_first()
    return render_template(
        "bad_day/show.html",
        bare=True,
        error=error,
        told=_told(names),
        press=bad_day_words.press(cards, chosen),
        counts_for=bad_day_words.counts_for(cards, chosen),
        states=[] if chosen.taken else bad_day_words.states(cards),
        left_out=[(card.name, card.medicine.id) for n, card in enumerate(cards) if n in chosen.left_out],
        rating=rating,
        rated=_rated_today(last, rating),
        submission_id=entries.new_id(),
    )


def _asked_first() -> Rating | None:
    """What the second button asks: the first effect that is asked about right now, else the first of the list; None
    where nothing is known of what is taken."""
    known = context.monograph()
    ratings = [rating for rating in known.ratings if rating.key in known.asked]
    return next((rating for rating in ratings if rating.asks_now), ratings[0] if ratings else None)


def _rated_today(last: Entry | None, rating: Rating | None) -> tuple[int, str] | None:
    """What the last check-in of today answered to it, and when."""
    settings = context.patient().settings
    today = moment(context.now(), settings.zone).day(settings.day_starts)
    if last is None or rating is None or last.day_on != today or not isinstance(last.detail, CheckIn):
        return None
    found = next((each.severity for each in last.detail.ratings if each.effect == rating.key), None)
    if found is None:
        return None
    said = opening(severity_word(found))
    return found, _("%(severity)s at %(time)s", severity=said, time=wording.clock_words(last.moment))


def _told(names: Mapping[str, str]) -> dict[str, Any] | None:
    """What the press before this page did, in one line; `ids` are what Undo takes back."""
    for name, what in (("saved", "saved"), ("removed", "deleted")):
        ids = request.args.getlist(name)[:MOST_AT_ONCE]
        found = [each for each in (entries.told_of(what, entry_id, names) for entry_id in ids) if each]
        if found:
            break
    else:
        return None
    first = found[0]
    said = listed([inside(each["said"]) for each in found])
    return {
        "words": bad_day_words.told(first, said, len(found)),
        "ids": " ".join(each["row"].id for each in found) if first["what"] == "saved" else "",
        "said": said,
        "alerts": list({said.notice.rule: said for each in found for said in each["alerts"]}.values()),
    }
