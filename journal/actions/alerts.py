"""Mark that an alert was read: once, and by whom. It is not taken back."""

from journal.actions.acting import ActingForPatient
from journal.core.values.errors import NotFound
from journal.store.safety import alerts as store


def acknowledge_alert(acting: ActingForPatient, alert_id: str) -> None:
    """Mark that an alert was read; marking it again changes nothing. Raises NotFound for one of somebody else."""
    with acting.database.writing() as session:
        if not store.acknowledge(session, acting.patient.id, alert_id, acting.now, acting.actor.id):
            raise NotFound
