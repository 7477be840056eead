"""Write down what somebody else saw, and take it back."""

from journal.actions.acting import ActingForPatient
from journal.core.record.observations import Observation, Observed
from journal.core.values.errors import JournalError, NotFound
from journal.core.values.languages import _
from journal.store.accounts.accounts import touch_record
from journal.store.record import observations as store


class ObservationExists(JournalError):
    """The form was sent before with other words."""

    def __init__(self) -> None:
        super().__init__(_("This form was sent before with other words. What was sent first stays as it is."))


def log_observation(acting: ActingForPatient, observation_id: str, observed: Observed, fingerprint: bytes) -> None:
    """Record an observation under the id its form carried; twice is once. Raises ObservationExists."""
    with acting.database.writing() as session:
        touch_record(session, acting.patient.id)
        added = store.add_observation(
            session,
            acting.patient.id,
            observation_id,
            observed,
            fingerprint=fingerprint,
            recorded_by=acting.actor.id,
            now=acting.now,
        )
        if not added and store.find_fingerprint(session, acting.patient.id, observation_id) != fingerprint:
            raise ObservationExists


def take_back(acting: ActingForPatient, observation_id: str, *, back: bool = True) -> Observation:
    """Take an observation back, or put it back: the patient every one, others their own. Raises NotFound."""
    with acting.database.writing() as session:
        touch_record(session, acting.patient.id)
        found = store.find_observation(session, acting.patient.id, observation_id)
        if found is None or acting.by_another not in {None, found.recorded_by}:
            raise NotFound
        if (found.deleted_at is None) == back:
            store.mark_deleted(session, acting.patient.id, observation_id, acting.now if back else None)
    return found
