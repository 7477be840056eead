"""About: what the journal is, what it is not, and who can see what."""

from flask import Blueprint, render_template

from journal.web.site import access

blueprint = Blueprint("about", __name__, url_prefix="/about")


@blueprint.get("")
@access.public()
def show() -> str:
    """The page."""
    return render_template("about/show.html")
