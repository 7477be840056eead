"""Change the regimen: a new step closes the one before it; the days gone by keep their plan."""

from datetime import date, datetime, timedelta

from journal.core import regimens
from journal.core.accounts import Viewer
from journal.core.regimens import Step
from journal.store import accounts as accounts_store
from journal.store import regimens as store
from journal.store.database import Database


def log_step(database: Database, viewer: Viewer, step_id: str, step: Step, now: datetime) -> None:
    """Begin a new step. The same form sent twice begins it once."""
    with database.writing() as session:
        accounts_store.touch_record(session, viewer.id)
        if store.find_step(session, viewer.id, step_id):
            return
        change = regimens.close_for(store.list_steps(session, viewer.id), step.starts_on)
        store.close_steps(session, viewer.id, change.closed, step.starts_on - timedelta(days=1))
        store.supersede_steps(session, viewer.id, change.superseded, now)
        store.add_step(session, viewer.id, step_id, step, now)


def end_regimen(database: Database, viewer: Viewer, today: date, now: datetime) -> None:
    """Plan nothing from tomorrow on; today's plan and everything before stay."""
    with database.writing() as session:
        accounts_store.touch_record(session, viewer.id)
        change = regimens.close_for(store.list_steps(session, viewer.id), today + timedelta(days=1))
        store.close_steps(session, viewer.id, change.closed, today)
        store.supersede_steps(session, viewer.id, change.superseded, now)
