"""Devices that are logged in without anybody logging in: no password is hashed, no event written."""

from journal.actions.accounts.accounts import new_token, token_hash
from journal.actions.acting import Acting
from journal.store.accounts import devices


def create_login_session(
    acting: Acting, patient_id: str, *, remembered: bool = False, second_factor: bool = False
) -> str:
    """A device of this patient, by its row; returns the token it carries."""
    token, device = new_token(), acting.origin.device
    with acting.database.writing() as session:
        devices.add_login_session(
            session,
            patient_id,
            token_hash(token),
            acting.now,
            device,
            remembered=remembered,
            second_factor=second_factor,
        )
    return token
