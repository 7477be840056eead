"""What is said of a form on the medicine's page."""

from journal.core.medicine.parts import Form
from journal.core.values.languages import _


def release_words(form: Form) -> str:
    """How a form gives the medicine off, as a sentence; "" for one that does so at once."""
    if form.release == "extended":
        return _("It gives the medicine off slowly (extended release).")
    if form.release == "delayed":
        return _("It gives the medicine off later (delayed release).")
    return ""
