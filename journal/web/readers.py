"""What a form says, read for whoever is asking: the same for the page that saves it and the one that keeps it."""

from collections.abc import Mapping

from journal.core.checkins import CheckIn, read_check_in
from journal.core.doses import Dose, read_dose
from journal.core.entries import Entry
from journal.core.episodes import Episode, read_episode
from journal.store import entries as store
from journal.web import state

Fields = Mapping[str, str]


def dose(fields: Fields) -> Dose:
    """The dose a form says. Raises InvalidEntry."""
    return read_dose(fields, state.sitting())


def check_in(fields: Fields) -> CheckIn:
    """The check-in a form says; "same as last time" is looked up. Raises InvalidEntry."""
    last = last_check_in() if fields.get("quick") == "same" else None
    detail = last.detail if last else None
    return read_check_in(
        fields, state.sitting(), state.viewer().own_symptoms, detail if isinstance(detail, CheckIn) else None
    )


def episode(fields: Fields) -> Episode:
    """The episode a form says. Raises InvalidEntry."""
    return read_episode(fields, state.sitting())


def last_check_in() -> Entry | None:
    """The latest check-in that rated something."""
    with state.database().reading() as session:
        return store.find_last(session, state.viewer().id, "check_in")
