"""A database as somebody sees it who may see some medicines only: every statement is narrowed before it is run.

Whoever writes a query names the patient and need not think of carers. Each table with a medicine in it shows the rows
of those medicines and of none, and what hangs on an entry goes with the entry. `OF_ALL` are the tables that say nothing
about a medicine; a test asks for a decision on each new one.

To narrow a question takes longer than to ask it, so how it reads then is kept by how it was written. No value stands in
what is kept, neither whose record it is nor which medicines may be seen: each is handed over anew, and the database
refuses a question with one missing.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import BindParameter, ColumnElement, FromClause, Join, and_, bindparam, select
from sqlalchemy.orm import ORMExecuteState
from sqlalchemy.sql import visitors
from sqlalchemy.sql.elements import ClauseElement

from journal.store.database.models import Base, EntryRow, MedicineRow

OF_ALL = {
    "patient",
    "rating",
    "pause",
    "access_grant",
    "share",
    "observation",
    "visit",
    "visit_version",
    "login_session",
    "second_factor",
    "recovery_code",
    "throttle",
    "audit_event",
    "audit_head",
}
SEEN = "medicines"  # in the info of a session: the ids that may be seen
MOST_KEPT = 256  # questions that are written differently; there are about a hundred
ANOTHERS = "another's"  # in the info of a session: whoever asks is not the patient

_entry = EntryRow.__table__.c


_kept: OrderedDict[Any, ClauseElement | None] = OrderedDict()  # narrowed, by how it was written; None: it cannot be


def narrow(state: ORMExecuteState) -> Any:
    """Have a statement of a session show what may be seen there alone; for SQLAlchemy's event `do_orm_execute`."""
    seen = state.session.info.get(SEEN)
    if seen is None or not (state.is_select or state.is_update or state.is_delete):
        return None
    written: Any = cast("Any", state.statement)._generate_cache_key() if state.is_select else None
    kept = None if written is None or written.params else _find(written.key, state.statement, written.bindparams)
    if kept is None:
        state.statement = cast("Any", narrowed(state.statement, sorted(seen)))
        return None
    given = cast("dict[str, Any]", state.parameters or {})
    values = {_place(n): given.get(each.key, each.effective_value) for n, each in enumerate(written.bindparams)}
    state.parameters = {}
    return state.invoke_statement(cast("Any", kept), params=values | {SEEN: sorted(seen)})


def _find(key: Any, statement: Any, values: list[BindParameter[Any]]) -> ClauseElement | None:
    """A question as it was narrowed before, or is now; None where a value would stay in what is kept."""
    if key in _kept:
        return _kept.get(key)
    empty = _emptied(statement, values)
    is_empty = all(each.required for each in empty._generate_cache_key().bindparams)
    found = narrowed(empty, bindparam(SEEN, expanding=True, required=True)) if is_empty else None
    _kept[key] = found
    if len(_kept) > MOST_KEPT:
        _kept.popitem(last=False)  # the one that was kept longest
    return found


def _emptied(statement: Any, values: list[BindParameter[Any]]) -> Any:
    """The same question with a place in the stead of each value."""
    places = {id(each): _place(n) for n, each in enumerate(values)}

    def without_value(element: Any, **_how: Any) -> Any:
        place = places.get(id(element))
        return place and bindparam(place, type_=element.type, expanding=element.expanding, required=True)

    return visitors.replacement_traverse(statement, {}, without_value)


def _place(number: int) -> str:
    return f"value_{number}"


def narrowed(statement: Any, ids: Any) -> ClauseElement:
    """The statement with a condition for each table in it, also in the questions inside of it. `ids` are the medicines
    that may be seen, or the place where they will stand."""

    def of_select(element: Any) -> None:
        element._where_criteria += tuple(_conditions(_tables(element.get_final_froms()), ids))

    def of_change(element: Any) -> None:
        element._where_criteria += tuple(_conditions([element.table], ids))

    changes = {"select": of_select, "update": of_change, "delete": of_change}
    return cast("ClauseElement", visitors.cloned_traverse(statement, {}, cast("Any", changes)))


def _tables(found: Iterable[FromClause]) -> Iterator[FromClause]:
    for each in found:
        if isinstance(each, Join):
            yield from _tables((each.left, each.right))
        else:
            yield each


def _conditions(tables: Iterable[FromClause], ids: Any) -> Iterator[ColumnElement[bool]]:
    for table in tables:
        rule = _rule(getattr(getattr(table, "element", table), "name", ""))
        if rule is not None:
            yield rule(table, ids)


@lru_cache
def _rule(name: str) -> Callable[[FromClause, Any], ColumnElement[bool]] | None:
    """How the rows of a table are narrowed; None where it says nothing about a medicine."""
    table = Base.metadata.tables.get(name)
    if table is None or name in OF_ALL:
        return None
    if name == MedicineRow.__tablename__:
        return lambda found, ids: found.c.id.is_(None) | found.c.id.in_(ids)
    if "about_id" in table.c:
        return _of_what_it_is_about
    return _of_a_medicine if "medicine_id" in table.c else _of_an_entry


def _of_a_medicine(found: FromClause, ids: Any) -> ColumnElement[bool]:
    return found.c.medicine_id.is_(None) | found.c.medicine_id.in_(ids)


def _of_an_entry(found: FromClause, ids: Any) -> ColumnElement[bool]:
    """What hangs on an entry is hidden with it."""
    return ~_is_hidden(found, found.c.entry_id, ids)


def _of_what_it_is_about(found: FromClause, ids: Any) -> ColumnElement[bool]:
    """An alert is hidden with the medicine it names, and with the medicine or the entry it is about."""
    of_seen = (found.c.about != "medicine") | found.c.about_id.in_(ids)
    of_shown = (found.c.about != "entry") | ~_is_hidden(found, found.c.about_id, ids)
    return and_(_of_a_medicine(found, ids), of_seen, of_shown)


def _is_hidden(found: FromClause, entry_id: Any, ids: Any) -> ColumnElement[bool]:
    """Whether the entry of that id belongs to another medicine of that patient's: looked up by its key for each row,
    where a list of all such entries would be gone through for each."""
    it = _entry.patient_id == found.c.patient_id, _entry.id == entry_id
    hidden = _entry.medicine_id.is_not(None), _entry.medicine_id.not_in(ids)
    return select(_entry.id).where(*it, *hidden).correlate(found).exists()
