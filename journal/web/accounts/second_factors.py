"""The second step of the log-in: set it up, print the recovery codes, turn it off. `log_in` asks for it."""

from flask import Blueprint, Response, render_template, request, url_for
from flask_login import current_user
from werkzeug.exceptions import NotFound

from journal.actions.accounts import accounts, throttle
from journal.actions.accounts import second_factors as actions
from journal.actions.accounts.throttle import Throttled
from journal.core.accounts.accounts import read_password
from journal.core.accounts.passwords import SHORTEST_ALONE
from journal.core.accounts.second_factors import FEW_CODES, AlreadyOn, grouped, read_code, read_digits
from journal.core.values.clock import moment
from journal.core.values.errors import InvalidEntry
from journal.core.values.languages import N_, _
from journal.render import qr
from journal.web.accounts import rate_limits
from journal.web.accounts.log_in import renew
from journal.web.site import access, context
from journal.web.site.late_forms import Acts
from journal.web.site.redirects import safe_next, see_other
from journal.web.site.wording import full_day

blueprint = Blueprint("second_factors", __name__, url_prefix="/second-factors")

POLICY = "default-src 'none'; sandbox"

Answer = Response | str | tuple[str, int] | tuple[str, int, dict[str, str]]


@blueprint.get("")
@access.patient(before_second_step=True)
def index() -> str:
    """Whether the second step is on, and what can be done about it."""
    return _index({})


@blueprint.get("/new")
@access.patient(confirmed=True, before_second_step=True)
def new() -> str:
    """The set-up: a picture to scan, the secret to type by hand, and a field for the six digits."""
    return _set_up({})


@blueprint.get("/code.svg")
@access.patient(confirmed=True, before_second_step=True)
def code() -> Response:
    """The picture to scan, while the second step is not on yet."""
    try:
        secret = actions.begin_set_up(context.acting())
    except AlreadyOn:
        raise NotFound from None
    response = Response(qr.draw(actions.set_up_address(context.actor(), secret)), mimetype="image/svg+xml")
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.post("")
@access.patient(
    Acts(N_("The second step was not turned on"), N_("Set it up"), "second_factors.new"),
    confirmed=True,
    before_second_step=True,
)
def create() -> Answer:
    """Turn the second step on: the app shows the right digits. Every other device is logged out."""
    acting = context.acting()
    tries = rate_limits.code_tries(acting.actor.name)
    try:
        digits = read_digits(request.form.get("code", ""))
        throttle.admit(acting, tries)
        token, codes = actions.turn_on(acting, digits, current_user.get_id())
    except Throttled as error:
        return rate_limits.too_many(_set_up({"code": str(error)}), error)
    except InvalidEntry as error:
        return _set_up(error.errors), 422
    throttle.forgive(acting, tries)
    renew(token)
    return _codes(codes)


@blueprint.get("/recovery-codes")
@access.patient(before_second_step=True)
def recovery_codes() -> str:
    """That recovery codes are shown once, in the answer to the form that makes them, and how many are left."""
    return _codes([])


@blueprint.post("/recovery-codes")
@access.patient(
    Acts(N_("No new codes were made"), N_("Look at your second step"), "second_factors.index"),
    confirmed=True,
    before_second_step=True,
)
def renew_recovery_codes() -> Response | str:
    """Ten new recovery codes; those before work no more."""
    codes = actions.renew_codes(context.acting(), request.form.get("version", ""))
    return _codes(codes) if codes else see_other(url_for("second_factors.recovery_codes"))


@blueprint.post("/end")
@access.patient(
    Acts(N_("The second step was not turned off"), N_("Look at your second step"), "second_factors.index"),
    before_second_step=True,
)
def end() -> Answer:
    """Turn the second step off, with the password and a code. Every other device is logged out."""
    if context.journal().require_second_factor:
        return _index({"id": _("This journal asks everybody for a second step. It cannot be turned off.")}), 422
    if not actions.get_status(context.acting()).on_since:
        return see_other(url_for("second_factors.index"))
    try:
        _end(request.form.get("password", ""), request.form.get("code", ""))
    except Throttled as error:
        return rate_limits.too_many(_index({"password": str(error)}), error)
    except InvalidEntry as error:
        return _index(error.errors), 422
    return see_other(url_for("second_factors.index", ended=1))


@blueprint.errorhandler(AlreadyOn)
def show_that_it_is_on(_: AlreadyOn) -> Response:
    """Lead to the page that says since when the second step is on."""
    return see_other(url_for("second_factors.index"))


def _set_up(errors: dict[str, str]) -> str:
    secret = actions.begin_set_up(context.acting())
    return render_template(
        "second_factors/new.html",
        here="more",
        errors=errors,
        secret=grouped(secret),
        address=actions.set_up_address(context.actor(), secret),
        required=context.journal().require_second_factor,
    )


def _index(errors: dict[str, str]) -> str:
    status = actions.get_status(context.acting())
    return render_template(
        "second_factors/index.html",
        here="more",
        errors=errors,
        on=status.on_since is not None,
        on_since=status.on_since and moment(status.on_since, context.patient().settings.zone).on,
        left=status.codes_left,
        codes_version=status.codes_version,
        few=status.codes_left <= FEW_CODES,
        used="used" in request.args,
        ended="ended" in request.args,
        go_on=safe_next(request.args.get("next", "")),
        required=context.journal().require_second_factor,
    )


def _end(password: str, text: str) -> None:
    acting = context.acting()
    name = acting.actor.name
    password_tries, code_tries = rate_limits.password_tries(name), rate_limits.code_tries(name)
    typed = read_code(text)
    throttle.admit(acting, password_tries)
    token = accounts.confirm(acting, password, current_user.get_id())
    throttle.forgive(acting, password_tries)
    renew(token)
    if len(read_password(password)) < SHORTEST_ALONE:
        sentence = _(
            "Without the second step a password needs %(least)s characters. Change it on More first.",
            least=SHORTEST_ALONE,
        )
        raise InvalidEntry({"password": sentence})
    throttle.admit(acting, code_tries)
    token = actions.turn_off(acting, typed, token)
    throttle.forgive(acting, code_tries)
    renew(token)


def _codes(codes: list[str]) -> str:
    """The page of the recovery codes, to print: the one answer they stand in."""
    return render_template(
        "second_factors/codes.html",
        here="more",
        codes=[grouped(code) for code in codes],
        made_on=full_day(context.today()),
        status=actions.get_status(context.acting()),
    )
