"""The people somebody looks after: their records, the code that opens one more, and the way out of one."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, Response, render_template, request, url_for

from journal.actions.accounts import grants as actions
from journal.actions.accounts import throttle
from journal.actions.accounts.grants import LastCarer
from journal.actions.accounts.throttle import Throttled
from journal.core.accounts.grants import State, read_code
from journal.core.accounts.throttle import network
from journal.core.values.clock import moment
from journal.core.values.errors import InvalidEntry
from journal.core.values.languages import N_, _
from journal.store.accounts import grants as store
from journal.store.accounts.grants import LookedAfter
from journal.web.accounts import rate_limits
from journal.web.accounts.grants import days_words
from journal.web.site import access, acting_for, context, marks_of_people
from journal.web.site.late_forms import Acts, ShowsAgain
from journal.web.site.marks_of_people import Mark
from journal.web.site.redirects import see_other

blueprint = Blueprint("people", __name__, url_prefix="/people")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whose record one looks after; `address` is "" on a day when it is not open. `is_last` says that nobody
    could open it without whoever is asking."""

    id: str
    name: str
    mark: Mark
    address: str
    said: list[str]
    is_last: bool = False


@blueprint.get("")
@access.patient()
def index() -> str:
    """The list, and the field for a code."""
    return _page({}, {})


@blueprint.post("")
@access.patient(ShowsAgain(lambda fields: _page(fields, {})))
def create() -> Response | tuple[str, int] | tuple[str, int, dict[str, str]]:
    """Accept an invitation by the code that was said."""
    try:
        code = read_code(request.form.get("code", ""))
        throttle.admit(context.acting(), throttle.invitation(context.actor().id, network(request.remote_addr)))
        grant = actions.accept(context.acting(), code)
    except Throttled as error:
        return rate_limits.too_many(_page(request.form, {"code": str(error)}), error)
    except InvalidEntry as error:
        return _page(request.form, error.errors), 422
    return see_other(url_for("people.index", begun=grant.id))


@blueprint.post("/<grant_id>/end")
@access.patient(Acts(N_("Nothing was ended"), N_("Look at the people you look after"), "people.index"))
def end(grant_id: str) -> Response | tuple[str, int]:
    """Look after somebody no longer."""
    try:
        actions.leave(context.acting(), grant_id)
    except LastCarer as error:
        return _page({}, {"id": str(error)}), 422
    return see_other(url_for("people.index", ended="yes"))


def _page(values: Mapping[str, str], errors: Mapping[str, str]) -> str:
    with context.database().reading() as session:
        found = store.list_looked_after(session, context.actor().id)
        last = actions.list_last_cared_for(session, context.actor().id, context.now())
    people = [_person(each, is_last=each in last) for each in found]
    return render_template(
        "people/index.html",
        here="more",
        people=people,
        begun=next((each.name for each in people if each.id == request.args.get("begun")), ""),
        ended="ended" in request.args,
        values=values,
        errors=errors,
    )


def _person(found: LookedAfter, *, is_last: bool) -> Person:
    grant, today = found.grant, moment(context.now(), found.zone).on
    state: State = grant.state(context.now(), today)
    observes = grant.terms.kind == "observe"
    if observes:
        said = [_("You write down what you see.")]
    else:
        said = [_("Some of the medicines.") if grant.terms.medicines is not None else _("All medicines.")]
    said += days_words(grant.terms)
    if state == "over":
        said.append(_("The last day is over."))
    if found.without_log_in and not observes:
        said.append(_("%(name)s gave up the log-in.", name=found.name))
    return Person(
        grant.id,
        found.name,
        marks_of_people.mark(grant.patient_id, found.name),
        acting_for.home_of(grant.id, "observations" if observes else "") if state == "holds" else "",
        said,
        is_last,
    )
