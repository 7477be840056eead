"""The visit at which a step of the plan was decided: in the step's form, and where the step is shown."""

from collections.abc import Mapping, Sequence
from datetime import date

from journal.core.plan.timeline import TimelineStep
from journal.store.doctor.visits import find_visit, list_days
from journal.web.site import context

FIELD = "visit"  # of the form, and of the address that leads to it


def are_seen() -> bool:
    """Whether whoever asks sees the visits: the patient, and those who care for all of the medicines."""
    caring = context.caring()
    return caring is None or caring.is_of_all


def fields_of_visit(said: Mapping[str, str]) -> dict[str, str]:
    """What the form of a step says, where it was decided at a visit: at which, and who ordered it. `said` is what the
    form's address says, or the form."""
    visit_id = said.get(FIELD, "")
    if not visit_id or not are_seen():
        return {}
    with context.database().reading() as session:
        found = find_visit(session, context.patient().id, visit_id)
    if found is None:
        return {}
    return {FIELD: found.id} | ({"ordered_by": found.said.person} if found.said.person else {})


def days_of_visits(steps: Sequence[TimelineStep]) -> Mapping[str, date | None]:
    """The days of the visits at which steps were decided, by visit; asks nothing where no step names one."""
    named = {each.recorded.visit_id for each in steps if each.recorded.visit_id}
    if not named or not are_seen():
        return {}
    with context.database().reading() as session:
        return list_days(session, context.patient().id, named)
