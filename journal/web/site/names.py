"""The names of those who write in a record: the patient, and everybody who was ever let in."""

from typing import cast

from journal.core.values.languages import _
from journal.store.accounts.grants import list_names
from journal.web.site import context


def name_of(account_id: str) -> str:
    """The name of somebody who wrote or changed something here; "" where that account is gone. Asked once a request."""
    patient = context.patient()
    if account_id == patient.id:
        return patient.name
    kept = context.remembered("names")
    if not kept:
        with context.database().reading() as session:
            kept.update({"": ""} | list_names(session, patient.id))
    return cast("str", kept.get(account_id, ""))


def written_by(account_id: str) -> str:
    """Who recorded an entry, where that is not the patient."""
    if is_mine(account_id):
        return _("written by you")
    name = name_of(account_id)
    return _("written by %(name)s", name=name) if name else _("written by somebody whose account is gone")


def observed_by(account_id: str) -> str:
    """Who saw something that is written down."""
    if is_mine(account_id):
        return _("observed by you")
    name = name_of(account_id)
    return _("observed by %(name)s", name=name) if name else _("observed by somebody whose account is gone")


def saved_by(account_id: str) -> str:
    """Who saved something that was told of, where that is not the patient: a sentence."""
    if is_mine(account_id):
        return _("Saved by you.")
    name = name_of(account_id)
    return _("Saved by %(name)s.", name=name) if name else _("Saved by somebody whose account is gone.")


def done_by(account_id: str) -> str:
    """Who did something that is written down."""
    if is_mine(account_id):
        return _("by you")
    name = name_of(account_id)
    return _("by %(name)s", name=name) if name else _("by somebody whose account is gone")


def is_mine(account_id: str) -> bool:
    """Whether that is whoever is logged in."""
    return account_id == context.actor().id
