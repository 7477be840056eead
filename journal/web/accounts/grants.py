"""Who has access: the people a patient lets into the record, on what terms, and how to end that at once."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, Response, render_template, request, url_for

from journal.actions.accounts import grants as actions
from journal.core.accounts.grants import ENDED, Grant, State, Terms, read_terms
from journal.core.accounts.second_factors import grouped
from journal.core.values.errors import InvalidEntry, NotFound
from journal.core.values.languages import N_, _, listed
from journal.core.values.periods import day_words
from journal.store.accounts import grants as store
from journal.web.site import access, context, wording
from journal.web.site.late_forms import Acts, ShowsAgain
from journal.web.site.redirects import see_other

MOST_LISTED = 100

STATES: Mapping[State, str] = {
    "waiting": N_("Invited; the code was not used yet"),
    "expired": N_("Invited; the code is too old now"),
    "to_come": N_("Has access from a later day on"),
    "holds": N_("Has access"),
    "over": N_("The last day is over"),
    "ended": N_("Ended"),
}

blueprint = Blueprint("grants", __name__, url_prefix="/grants")


@dataclass(frozen=True, slots=True)
class Listed:
    """A grant in words."""

    id: str
    name: str
    logs_in_as: str
    state: str
    terms: list[str]
    is_open: bool


@blueprint.get("")
@access.patient()
def index() -> str:
    """Everybody who has access or was invited, and those whose access ended."""
    with context.database().reading() as session:
        found = store.list_grants(session, context.patient().id, MOST_LISTED)
    rows = [_listed(grant) for grant in found]
    return render_template(
        "grants/index.html",
        here="more",
        open=[row for row in rows if row.is_open],
        ended=[row for row in rows if not row.is_open],
        done=request.args.get("done", ""),
    )


@blueprint.get("/new")
@access.patient(confirmed=True)
def new() -> str:
    """The form of an invitation."""
    return _form({}, {})


@blueprint.post("")
@access.patient(ShowsAgain(lambda fields: _form(fields, {})), confirmed=True)
def create() -> str | tuple[str, int]:
    """Make an invitation and show its code, once."""
    try:
        terms = read_terms(request.form, _medicine_ids(), context.today())
        made = actions.invite(context.acting(), terms)
    except InvalidEntry as error:
        return _form(request.form, error.errors), 422
    return render_template(
        "grants/code.html", here="more", name=terms.name, code=grouped(made.code), until=made.until, terms=_words(terms)
    )


@blueprint.get("/<grant_id>")
@access.patient()
def show(grant_id: str) -> str:
    """What one person may do, to be changed."""
    return _form({}, {}, _find(grant_id))


@blueprint.post("/<grant_id>")
@access.patient(ShowsAgain(lambda fields, grant_id: _form(fields, {}, _find(grant_id))), confirmed=True)
def update(grant_id: str) -> Response | tuple[str, int]:
    """Let that person do something else."""
    grant = _find(grant_id)
    try:
        terms = read_terms(request.form, _medicine_ids(), context.today(), grant.terms)
    except InvalidEntry as error:
        return _form(request.form, error.errors, grant), 422
    actions.change(context.acting(), grant_id, terms)
    return see_other(url_for("grants.index", done="changed"))


@blueprint.post("/<grant_id>/end")
@access.patient(Acts(N_("Nothing was ended"), N_("Look at who has access"), "grants.index"))
def end(grant_id: str) -> Response:
    """End it at once, or take the invitation back."""
    actions.end(context.acting(), grant_id)
    return see_other(url_for("grants.index", done="ended"))


def _find(grant_id: str) -> Grant:
    """A grant of this patient's that has not ended. Raises NotFound."""
    with context.database().reading() as session:
        found = store.find_grant(session, context.patient().id, grant_id)
    if found is None or found.ended_at is not None:
        raise NotFound
    return found


def _listed(grant: Grant) -> Listed:
    state = grant.state(context.now(), context.today())
    said = _words(grant.terms)
    if state == "waiting":
        said.append(_("The code works until %(at)s.", at=wording.instant_words(grant.code_expires_at)))
    if grant.accepted_at is not None:
        said.append(_("Accepted %(at)s.", at=wording.instant_words(grant.accepted_at)))
    if grant.ended_at is not None:
        said.append(_("Ended %(at)s.", at=wording.instant_words(grant.ended_at)))
    return Listed(grant.id, grant.terms.name, grant.other_name, _(STATES[state]), said, state not in ENDED)


def _words(terms: Terms) -> list[str]:
    """What somebody may do, each as a sentence."""
    if terms.kind == "observe":
        return [_("May write down what is seen, and reads nothing else."), *days_words(terms)]
    return [_("May log, read and plan as you do."), medicine_words(terms), *days_words(terms)]


def medicine_words(terms: Terms) -> str:
    """Which medicines it is about, as a sentence."""
    if terms.medicines is None:
        return _("All medicines.")
    names = {each.id: context.medicine_name(each) for each in context.patient().medicines}
    return _(
        "Of the medicines only %(names)s.", names=listed([names[each] for each in terms.medicines if each in names])
    )


def days_words(terms: Terms) -> list[str]:
    """On which days, as a sentence; nothing where it is from now on until it is ended."""
    first = day_words(terms.starts_on, with_year=True) if terms.starts_on else ""
    last = day_words(terms.ends_on, with_year=True) if terms.ends_on else ""
    if first and last:
        return [_("From %(first)s to %(last)s.", first=first, last=last)]
    if first:
        return [_("From %(first)s on.", first=first)]
    return [_("Until %(last)s.", last=last)] if last else []


def _medicine_ids() -> list[str]:
    return [each.id for each in context.patient().medicines]


def _form(values: Mapping[str, str], errors: Mapping[str, str], grant: Grant | None = None) -> str:
    return render_template(
        "grants/form.html",
        here="more",
        grant=grant,
        values=values or (_fields(grant.terms) if grant else {"which": "all", "kind": "care"}),
        errors=errors,
        medicines=[(each.id, context.medicine_name(each)) for each in context.patient().medicines],
        today=context.today(),
    )


def _fields(terms: Terms) -> dict[str, str]:
    """The terms as the fields of the form."""
    return {
        "grant_name": terms.name,
        "kind": terms.kind,
        "which": "all" if terms.medicines is None else "some",
        "starts_on": terms.starts_on.isoformat() if terms.starts_on else "",
        "ends_on": terms.ends_on.isoformat() if terms.ends_on else "",
        **{f"medicine-{each}": "yes" for each in terms.medicines or ()},
    }
