"""Addresses and hidden fields of the rows of Today: each is written once, however many rows say the same."""

from datetime import datetime
from functools import lru_cache
from urllib.parse import urlencode

from flask import get_template_attribute, request, url_for

from journal.core.record.pressed_times import Kind, PressedTime
from journal.core.values.clock import moment
from journal.web.record import entries
from journal.web.record.doses import medicine_fields


def dose_form() -> str:
    """The address of the form of a dose of this medicine, for what it says besides to be put behind it."""
    medicine = (f"{in_address(each)}&" for each in medicine_fields().items())
    return f"{_form_address(request.script_root)}?{''.join(medicine)}"


# Every row has an address and a form, of a few planned times and amounts: writing them takes longer than its words.


@lru_cache(16)
def _form_address(_root: str) -> str:
    return url_for("doses.new")


def medicine_address(medicine_id: str) -> str:
    """Where a medicine is described, with its plan."""
    return _medicine_address(request.script_root, medicine_id)


@lru_cache(256)
def _medicine_address(_root: str, medicine_id: str) -> str:
    return url_for("medicine.show", medicine=medicine_id)


@lru_cache(256)
def in_address(*fields: tuple[str, str]) -> str:
    """Fields as an address says them."""
    return urlencode(fields)


@lru_cache(256)
def moment_in_address(at: datetime, zone: str) -> str:
    """The fields of an instant as an address says them."""
    return urlencode(entries.moment_fields(moment(at, zone)))


@lru_cache(256)
def pressed_time(kind: Kind, at: datetime, zone: str) -> str:
    """What a button says of the time it stands for."""
    return str(PressedTime(kind, moment(at, zone)))


@lru_cache(256)
def hidden_fields(*fields: tuple[str, str]) -> str:
    """Fields that a form carries and nobody sees."""
    found: str = get_template_attribute("_field.html", "hidden_fields")(dict(fields))
    return found
