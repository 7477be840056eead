"""Say the amounts that the form of a dose offers: as tablets, drawn and counted, with their milligrams."""

from collections.abc import Mapping
from typing import NamedTuple

from journal.core.medicine.medicines import offered
from journal.core.medicine.parts import Form
from journal.core.medicine.tablets import amounts_to_press, halves, tablet_of
from journal.core.record.doses import read_amount_of
from journal.core.values.amounts import InvalidAmount, read_amount, write_number
from journal.core.values.languages import _, ngettext
from journal.web.site import context, wording


class Tile(NamedTuple):
    """An amount to press: its value, how many tablets as a sign and as half tablets to draw, its milligrams, and
    the line that says it once it is chosen."""

    value: str
    sign: str
    halves: int
    amount: str
    says: str


class Amounts(NamedTuple):
    """What the form shows of the amount: the chosen one in words ("" for none), the tiles, all other amounts, the
    chosen value, and the strength the tablets are counted in."""

    says: str
    tiles: list[Tile]
    others: list[tuple[str, str]]
    chosen: str
    tablet: str


def amounts(values: Mapping[str, str]) -> Amounts:
    """The amounts for a form with these values."""
    form = _form_of(values)
    amount = read_amount_of(values, context.medicine(), {}) or None
    strength = (_kept_tablet(values, form) or tablet_of(form, amount)) if form else None
    shown = amounts_to_press(strength) if strength else ()
    tiles = [_tile(each, strength) for each in shown if strength]
    listed = [each for each in offered(context.medicine(), context.known()) if each not in shown]
    others = [(write_number(each), wording.amount_words(each)) for each in listed]
    is_typed = amount is not None and amount not in shown and amount not in listed
    unread = values.get("amount") == "other" and amount is None
    return Amounts(
        says=_says(amount, strength) if amount else "",
        tiles=tiles,
        others=[*others, ("other", _("Another amount"))],
        chosen="other" if is_typed or unread else write_number(amount) if amount else "",
        tablet=write_number(strength) if strength else "",
    )


def _form_of(values: Mapping[str, str]) -> Form | None:
    """The form that is chosen, else the first; None where nothing is known of the medicine's forms."""
    forms = context.known().forms
    return next((form for form in forms if form.key == values.get("form")), forms[0] if forms else None)


def _kept_tablet(values: Mapping[str, str], form: Form) -> int | None:
    """The strength the tablets were counted in when the form was shown before."""
    try:
        strength = read_amount(values.get("tablet", ""))
    except InvalidAmount:
        return None
    return strength if strength in form.strengths else None


def _tile(amount: int, strength: int) -> Tile:
    count = halves(amount, strength) or 0
    return Tile(write_number(amount), _count(count), count, wording.amount_words(amount), _says(amount, strength))


def _says(amount: int, strength: int | None) -> str:
    """ "0.5 mg, 1 tablet"; the strength is said where it is another than the amount."""
    if amount == strength:
        return _("%(amount)s, 1 tablet", amount=wording.amount_words(amount))
    count = halves(amount, strength) if strength else None
    if not strength or count is None:
        return wording.amount_words(amount)
    if count == 1:
        tablets = _("½ tablet of %(strength)s", strength=wording.amount_words(strength))
    elif count % 2:
        tablets = _("%(count)s tablets of %(strength)s", count=_count(count), strength=wording.amount_words(strength))
    else:
        tablets = ngettext(
            "%(num)s tablet of %(strength)s",
            "%(num)s tablets of %(strength)s",
            count // 2,
            strength=wording.amount_words(strength),
        )
    return _("%(amount)s, %(tablets)s", amount=wording.amount_words(amount), tablets=tablets)


def _count(halves_of_it: int) -> str:
    """Half tablets as a sign: "½", "1", "1½"."""
    whole, half = divmod(halves_of_it, 2)
    return f"{whole or ''}{'½' if half else ''}"
