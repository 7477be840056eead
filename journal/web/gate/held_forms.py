"""What was typed is never lost: a form that is interrupted is held in the page, shown again, or said not to be done."""

from collections.abc import Mapping
from contextlib import suppress

from flask import g, render_template, request, session, url_for

from journal.core.record.entries import Entry
from journal.core.record.forms import read_sent_at
from journal.core.values.languages import N_, _
from journal.store.database.database import FAULTS
from journal.store.record import entries as store
from journal.web.gate import previews
from journal.web.record import entry_rows
from journal.web.site import access, context, wording
from journal.web.site.acting_for import here, own_url
from journal.web.site.late_forms import Acts, AsksSecret, Handling, Saves, ShowsAgain

NOT_HELD = {"csrf_token", "password", "old_password", "new_password", "code", "erase_name"}
PREFIX = "kept-"
KEEP = "keep"  # in the session: "keep me logged in" was ticked; outlives the log-in, so that it is ticked again here

UNSURE = N_("Saved, or perhaps not")


def ask_to_log_in() -> tuple[str, int]:
    """The log-in page with the whole form inside it, for someone whose log-in ran out while writing."""
    values = {"next": request.form.get("next", "")} if isinstance(_handling(), AsksSecret) else {}
    keep = bool(session.get(KEEP))
    return render_template("sessions/new.html", values=values, errors={}, keep=keep, held=_laid_aside()), 401


def ask_to_confirm() -> tuple[str, int]:
    """The page that asks for the password, with the whole form inside it."""
    return render_template("confirmations/new.html", values={}, errors={}, held=_laid_aside()), 401


def ask_to_set_up(address: str) -> tuple[str, int]:
    """A page with the whole form inside it, for someone who has to set up the second step first at that address."""
    return _ask_first(
        _("This journal now asks for a second step at log-in. Set it up first"), _("Set it up"), address
    ), 403


def ask_to_choose_password(address: str) -> tuple[str, int]:
    """A page with the whole form inside it, for someone who has to choose a password first at that address."""
    return _ask_first(_("Choose a password of your own first"), _("Choose it"), address), 403


def ask_to_send_again() -> tuple[str, int]:
    """What becomes of a form whose token is too old; a secret has to be typed again."""
    handling = _handling()
    old = _("This page was open for long, or in two windows.")
    if isinstance(handling, AsksSecret):
        return _secret_again(handling, _("This page was open for long.")), 400
    if isinstance(handling, Acts):
        again = _("Press the button again if you still want to.")
        return _not_done(handling, f"{old} {again}", here()), 400
    save = _("Nothing is lost: save it once more.")
    reason = f"{old} {save}"
    if isinstance(handling, ShowsAgain):
        return _shown_again(handling, here(), typed(), reason), 400
    return _held_page(here(), typed(), reason), 400


def ask_whose() -> tuple[str, int]:
    """What becomes of a form that does not say who began it: it is shown, and nothing is saved or done unasked."""
    handling = _handling()
    nobodys = _("The form does not say who began it. You are logged in as %(name)s.", name=context.actor().name)
    again, yours = _("Press the button again if you want to."), _("Save it only if it is yours.")
    save = f"{nobodys} {yours}"
    if isinstance(handling, AsksSecret):
        return _secret_again(handling, _("This page did not say who opened it.")), 409
    if isinstance(handling, Acts):
        return _not_done(handling, f"{nobodys} {again}", here()), 409
    if isinstance(handling, ShowsAgain):
        return _shown_again(handling, here(), typed(), save), 409
    return _held_page(here(), typed(), save, heading=_("Is this yours?")), 409


def ask_to_wait(*, unsure: bool) -> str:
    """What becomes of a form when the database is away; `unsure` when it may have been saved. Needs no database."""
    handling = _handling()
    if isinstance(handling, Acts):
        if unsure:
            doubt = _("It is not known whether this was done. Wait a moment and look.")
            return _not_done(handling, doubt, here(), heading=_("Done, or perhaps not"))
        return _not_done(handling, _("The record cannot be reached just now. Wait a moment and try again."), here())
    if unsure:
        doubt = _("It is not known whether this was saved. Wait a moment and send it again: nothing is saved twice.")
        return _held_page(here(), typed(), doubt, heading=_(UNSURE))
    reason = _("What you typed is still here; wait a moment and send it again.")
    if isinstance(handling, Saves):
        lost = _("Your entry was not saved.")
        reason = f"{lost} {reason}"
    return _held_page(here(), typed(), reason)


def refuse_anothers() -> tuple[str, int]:
    """A page that shows and saves nothing of a form somebody else began; whoever that was can log in and go on."""
    held = _laid_aside()
    handling = access.form_at(held.get(PREFIX + "to", ""))
    sentence = _(handling.sentence) if isinstance(handling, Acts) else _("It was not saved")
    return render_template("form_of_another_person.html", name=context.actor().name, held=held, sentence=sentence), 409


def refuse_ended() -> tuple[str, int]:
    """What becomes of a form for a record that whoever is logged in may not write into, or not any more: everything it
    says stands there, and can be sent once more if that changes. The page says nothing of whose record it is, nor
    whether there is one."""
    handling = access.form_at(here())
    reason = _("You have no access to this record, or not any more. Nothing was saved or changed.")
    if isinstance(handling, Acts):
        return _not_done(handling, reason, way=(_("People you look after"), own_url("people.index"))), 404
    keep = _("What you typed is still here. Ask whose record it is for access, then send it again.")
    context.keep_owner_tag(request.form.get("whose", ""))  # so that it can be sent again: it is still that record's
    return _held_page(here(), typed(), f"{reason} {keep}", heading=_("Nothing was saved"), unread=True), 404


def send_on(action: str) -> str:
    """What becomes of the held form now that its owner is logged in."""
    fields = {name.removeprefix(PREFIX): text for name, text in waiting().items() if name != PREFIX + "to"}
    handling = access.form_at(action)
    if isinstance(handling, Acts):
        reason = _(
            "You are logged in. Your log-in had run out when you pressed the button. "
            "Press it again if you still want to."
        )
        return _not_done(handling, reason, action)
    if isinstance(handling, ShowsAgain):
        reason = _("You are logged in. What you typed is still here: look at it and save it.")
        return _shown_again(handling, action, fields, reason)
    return _held_page(action, fields, _("You are logged in. This is not saved yet."))


def says(held: Mapping[str, str]) -> str:
    """What became of a held form so far, for a page that asks for a secret before it goes on."""
    handling = access.form_at(held.get(PREFIX + "to", ""))
    if isinstance(handling, Acts):
        return _("%(what)s.", what=_(handling.sentence))
    return _("What you typed is kept: log in and save it.")


def is_waiting() -> str:
    """The address a held form in this request belongs to; "" when there is none."""
    return request.form.get(PREFIX + "to", "")


def waiting() -> Mapping[str, str]:
    """The fields of a held form in this request, as they are carried along."""
    return {name: text for name, text in request.form.items() if name.startswith(PREFIX)}


def owner_tag() -> str:
    """The owner tag of the held form in this request; "" when it has none."""
    return request.form.get(PREFIX + "whose", "")


def typed() -> dict[str, str]:
    """What the form of this request holds, passwords left out, and when it arrived for the first time."""
    fields = {name: text for name, text in request.form.items() if name not in NOT_HELD}
    return fields | {"sent_at": read_sent_at(fields, context.now()).isoformat()}


def _handling() -> Handling | None:
    """What becomes of this request's form."""
    return access.form_at(here())


def _laid_aside() -> Mapping[str, str]:
    """This request's form as fields to carry along; of one that asks for a secret only what is inside."""
    if isinstance(_handling(), AsksSecret):
        return waiting()
    return {PREFIX + name: text for name, text in typed().items()} | {PREFIX + "to": here()}


def _secret_again(handling: AsksSecret, reason: str) -> str:
    """The page of a form that asks for a secret, with what it carries, to type the secret once more."""
    again = _("Type your code once more.") if handling.field == "code" else _("Type your password once more.")
    errors = {handling.field: f"{reason} {again}"}
    keep = KEEP in request.form
    return render_template(handling.template, values=request.form, errors=errors, keep=keep, held=waiting())


def _ask_first(what: str, link: str, address: str) -> str:
    """A page with the whole form inside it, for someone who has to do something else first at that address."""
    handling = _handling()
    if isinstance(handling, Acts):
        return _not_done(handling, _("%(what)s.", what=what), way=(link, address))
    return _held_page(here(), typed(), _("%(what)s, then send this.", what=what), first=address, first_words=link)


def _shown_again(handling: ShowsAgain, action: str, fields: Mapping[str, str], reason: str) -> str:
    """The page of a form that was not sent, filled in again."""
    g.not_saved = reason
    found = access.match(action)
    return handling.show(fields, **(found[1] if found else {}))


def _held_page(action: str, fields: Mapping[str, str], reason: str, *, unread: bool = False, **more: str) -> str:
    """The page with a button that sends the fields to that address, and what they say as far as it can be read: for
    whoever may not see the record they are for, `unread`, in the words that were typed."""
    handling = access.form_at(action)
    preview = previews.preview(handling.read, fields) if isinstance(handling, Saves) and not unread else None
    return render_template(
        "held_form.html",
        action=action,
        reason=reason,
        saves=isinstance(handling, Saves),
        held={name: text for name, text in fields.items() if name != "whose" or not context.owner_tag()},
        preview=preview,
        written=[] if preview else previews.plain(fields),
        **more,
    )


def _not_done(
    handling: Acts, reason: str, action: str = "", heading: str = "", way: tuple[str, str] | None = None
) -> str:
    """The page that says that nothing was done, and the way to where it can be done: to the entry the address is about,
    when there is one. Without the address no entry is shown."""
    entry = _entry(action)
    return render_template(
        "not_done.html",
        heading=heading or _(handling.sentence),
        reason=reason,
        row=entry_rows.row(entry, wording.effect_names()) if entry else None,
        day=wording.day_words(entry.moment.on) if entry else "",
        deleted=entry is not None and entry.deleted,
        way=way or (_(handling.link), url_for(handling.endpoint, _anchor=handling.anchor or None)),
    )


def _entry(action: str) -> Entry | None:
    """The entry an address is about, if it is one of whoever is logged in and the database answers."""
    found = access.match(action)
    entry_id = found[1].get("entry_id") if found else None
    patient = context.asking()
    if entry_id is None or patient is None:
        return None
    with suppress(*FAULTS), context.database().reading() as session:
        return store.find_entry(session, patient.id, str(entry_id))
    return None
