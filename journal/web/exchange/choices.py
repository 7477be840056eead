"""Read from an address which part of the record is wanted, and say the same in another address."""

from typing import Any

from flask import request

from journal.actions.trends import first_entry_on
from journal.core.exchange.choices import Choice
from journal.core.values.errors import InvalidEntry, NotFound
from journal.core.values.languages import _
from journal.core.values.periods import Period, read_period
from journal.web.site import context

EVERYTHING = "all"
SIGNS = (".", ",")


def read_choice() -> Choice:
    """What the address asks for: "period", "first", "last", "medicine", "sign" and "named". Raises InvalidEntry."""
    asked = {name: request.args.get(name, "") for name in ("period", "first", "last", "medicine", "sign")}
    errors: dict[str, str] = {}
    period: Period | None = None
    name = "free" if asked["first"] or asked["last"] else asked["period"] or EVERYTHING  # days that were typed count
    if name != EVERYTHING:
        try:
            begins_on = first_entry_on(context.acting()) or context.today()
            period = read_period(name, asked["first"], asked["last"], context.today(), begins_on)
        except InvalidEntry as error:
            errors |= error.errors
    if asked["medicine"]:
        try:
            context.find_medicine(asked["medicine"])
        except NotFound:
            errors["medicine"] = _("Choose one of your medicines.")
    if asked["sign"] and asked["sign"] not in SIGNS:
        errors["sign"] = _("Choose one of the two ways to write numbers.")
    if errors:
        raise InvalidEntry(errors)
    return Choice(period, asked["medicine"], asked["sign"], request.args.get("named") == "yes")


def address_of(choice: Choice) -> dict[str, Any]:
    """The query that asks for the same; nothing of what goes without saying."""
    period = choice.period
    days = {} if period is None else {"first": period.first_on.isoformat(), "last": period.last_on.isoformat()}
    return {
        **days,
        **({"medicine": choice.medicine_id} if choice.medicine_id else {}),
        **({"sign": choice.decimal_sign} if choice.decimal_sign else {}),
        **({"named": "yes"} if choice.is_named else {}),
    }
