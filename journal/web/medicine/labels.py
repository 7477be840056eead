"""Labels: a sheet to print for the box of a medicine. Scanned, each opens Today at that medicine; the log-in is needed.

What a label holds is an address of this journal and a few letters that say nothing to anybody else.
"""

from flask import Blueprint, Response, render_template, request, url_for

from journal.core.medicine.labels import label_of
from journal.render import qr
from journal.web.site import access, context

blueprint = Blueprint("labels", __name__, url_prefix="/labels")

ON_A_SHEET = 6
POLICY = "default-src 'none'; sandbox"  # a picture alone loads and runs nothing


@blueprint.get("/<medicine_id>")
@access.patient()
def show(medicine_id: str) -> str:
    """The sheet."""
    medicine = context.find_medicine(medicine_id)
    return render_template(
        "labels/show.html",
        here="more",
        medicine=medicine,
        name=context.medicine_name(medicine),
        labels=range(ON_A_SHEET),
        address=_address(medicine_id),
        is_here_alone=context.is_here_alone(),
    )


@blueprint.get("/<medicine_id>/code.svg")
@access.patient()
def code(medicine_id: str) -> Response:
    """The picture on each of them."""
    context.find_medicine(medicine_id)
    response = Response(qr.draw(_address(medicine_id)), mimetype="image/svg+xml")
    response.headers["Content-Security-Policy"] = POLICY
    return response


def _address(medicine_id: str) -> str:
    """Where the label leads, under the name by which the journal was reached for this page."""
    ours = context.journal().hosting.address(request.scheme, request.host)
    return ours + url_for("today.show", label=label_of(context.patient().id, medicine_id))
