"""The devices a patient is logged in on, and how to log them out from here."""

from uuid import UUID

from flask import Blueprint, Response, render_template, request, url_for
from flask_login import current_user

from journal.actions.accounts import accounts as actions
from journal.core.values.languages import N_
from journal.store.accounts import devices as store
from journal.web.site import access, context
from journal.web.site.late_forms import Acts
from journal.web.site.redirects import see_other

MOST_LISTED = 50

blueprint = Blueprint("devices", __name__, url_prefix="/devices")


@blueprint.get("")
@access.patient()
def index() -> str:
    """The devices that are logged in: this one, and those used last."""
    actor, this_id = context.actor(), context.actor().session_id
    with context.database().reading() as session:
        devices = store.list_devices(session, actor.id, context.now(), this_id, MOST_LISTED + 2)
    others = [device for device in devices if device.id != this_id]
    return render_template(
        "devices/index.html",
        here="more",
        this=[device for device in devices if device.id == this_id],
        others=others[:MOST_LISTED],
        are_all=len(others) <= MOST_LISTED,
        ended=request.args.get("ended", ""),
    )


@blueprint.post("/<uuid:session_id>/end")
@access.patient(Acts(N_("No device was logged out"), N_("Look at your devices"), "devices.index"))
def end(session_id: UUID) -> Response:
    """Log one device out."""
    actions.revoke_device(context.acting(), str(session_id))
    return see_other(url_for("devices.index", ended="one"))


@blueprint.post("/end-others")
@access.patient(Acts(N_("No device was logged out"), N_("Look at your devices"), "devices.index"))
def end_others() -> Response:
    """Log every device out but this one."""
    actions.revoke_other_devices(context.acting(), current_user.get_id())
    return see_other(url_for("devices.index", ended="others"))
