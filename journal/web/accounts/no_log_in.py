"""A record without a log-in: what has to be there first, what follows, the giving up itself, and a goodbye."""

from collections.abc import Mapping

from flask import Blueprint, Response, render_template, request, url_for

from journal.actions.accounts import accounts, throttle
from journal.actions.accounts import no_log_in as actions
from journal.actions.accounts.grants import LastCarer
from journal.actions.accounts.no_log_in import Outlook
from journal.actions.accounts.throttle import Throttled
from journal.core.accounts.grants import ENDED, Grant
from journal.core.accounts.second_factors import read_code
from journal.core.values.errors import InvalidEntry
from journal.core.values.languages import N_, _, listed
from journal.core.values.periods import day_words
from journal.web.accounts import rate_limits
from journal.web.accounts.log_in import leave
from journal.web.site import access, context
from journal.web.site.late_forms import Acts
from journal.web.site.redirects import see_other

blueprint = Blueprint("no_log_in", __name__, url_prefix="/no-log-in")

Answer = Response | str | tuple[str, int] | tuple[str, int, dict[str, str]]


@blueprint.get("")
@access.patient()
def index() -> str:
    """For whom this is, and whether somebody cares for the record who could go on alone."""
    return _index({})


@blueprint.get("/new")
@access.patient()
def new() -> Response | str:
    """What follows, and the second yes, with the password."""
    outlook = actions.look_ahead(context.acting())
    return _form(outlook, {}) if outlook.is_possible else see_other(url_for("no_log_in.index"))


@blueprint.post("")
@access.patient(Acts(N_("Your log-in was not given up"), N_("Look at it once more"), "no_log_in.index"))
def create() -> Answer:
    """Give the log-in up: this device is logged out, and every other."""
    outlook = actions.look_ahead(context.acting())
    try:
        _give_up(request.form.get("password", ""), request.form.get("code", "") if outlook.asks_code else None)
    except Throttled as error:
        return rate_limits.too_many(_form(outlook, {"password": str(error)}), error)
    except LastCarer as error:
        return _index({"id": str(error)}), 422
    except InvalidEntry as error:
        return (_index if "id" in error.errors else _again)(error.errors), 422
    return leave(url_for("no_log_in.done"), '"cache", "storage"')


@blueprint.get("/done")
@access.public()
def done() -> str | Response:
    """Goodbye, and who could give the log-in back."""
    if context.asking() is not None:
        return see_other(url_for("no_log_in.index"))
    return render_template("no_log_in/done.html")


def _give_up(password: str, code: str | None) -> None:
    acting = context.acting()
    tries, code_tries = rate_limits.password_tries(acting.actor.name), rate_limits.code_tries(acting.actor.name)
    typed = None if code is None else read_code(code)
    throttle.admit(acting, tries)
    password_hash = accounts.check_password(acting, password, "password")
    throttle.forgive(acting, tries)
    if typed is not None:
        throttle.admit(acting, code_tries)
    actions.give_up(acting, password_hash, typed)


def _index(errors: Mapping[str, str]) -> str:
    outlook = actions.look_ahead(context.acting())
    return render_template(
        "no_log_in/index.html",
        here="more",
        errors=errors,
        carers=[_named(each) for each in outlook.carers],
        missing=[] if outlook.is_possible else _missing(outlook),
        last_for=listed(outlook.last_for) if outlook.last_for else "",
    )


def _again(errors: Mapping[str, str]) -> str:
    """The form with what was wrong, as things stand now."""
    return _form(actions.look_ahead(context.acting()), errors)


def _form(outlook: Outlook, errors: Mapping[str, str]) -> str:
    kept = [each for each in _others(outlook) if each.accepted_at is not None]
    return render_template(
        "no_log_in/new.html",
        here="more",
        errors=errors,
        asks_code=outlook.asks_code,
        carers=listed([_named(each) for each in outlook.carers]),
        keeping=listed([each.terms.name for each in kept]) if kept else "",
    )


def _others(outlook: Outlook) -> list[Grant]:
    """Who has access, or is invited, and does not care in full on this day."""
    there = [each for each in outlook.access if each.state(context.now(), context.today()) not in ENDED]
    return [each for each in there if each not in outlook.carers]


def _named(grant: Grant) -> str:
    return _("%(name)s, who logs in as %(login)s", name=grant.terms.name, login=grant.other_name)


def _missing(outlook: Outlook) -> list[str]:
    """Why nobody could go on alone: a sentence for each who has access already, or is invited."""
    return [_why_not(each) for each in _others(outlook)] if not outlook.carers else []


def _why_not(grant: Grant) -> str:
    terms, name = grant.terms, grant.terms.name
    if grant.accepted_at is None:
        return _("%(name)s was invited and has not used the code so far.", name=name)
    if terms.kind == "observe":
        return _("%(name)s may only write down what is seen.", name=name)
    if terms.medicines is not None:
        return _("%(name)s cares for some of the medicines only.", name=name)
    if terms.ends_on is not None:
        last = day_words(terms.ends_on, with_year=True)
        return _("%(name)s cares for it until %(last)s only.", name=name, last=last)
    first = day_words(terms.starts_on, with_year=True) if terms.starts_on else ""
    return _("%(name)s cares for it from %(first)s on, not yet.", name=name, first=first)
