"""Liquids: ml that were typed as the mg that are in them, and mg as ml. Exactly, or not at all."""

from collections.abc import Iterable

from journal.core.medicine.parts import Form
from journal.core.values.amounts import DECIMALS, LARGEST, ONE, Amount, InvalidAmount, read_amount, write_amount
from journal.core.values.amounts import write_number as written
from journal.core.values.languages import _


def only_liquid(forms: Iterable[Form]) -> Form | None:
    """The one liquid among the forms; None where there is none, or several, in which ml would mean different mg."""
    liquids = [form for form in forms if form.per_ml]
    return liquids[0] if len(liquids) == 1 else None


def read_ml(typed: str, form: Form | None, most: Amount) -> Amount:
    """The mg in so many ml of a liquid, as they were typed: "5 ml".

    Raises InvalidAmount where the form is no liquid, for more than `most`, and where the mg would have to be rounded.
    """
    ml = read_amount(typed, "ml", LARGEST)
    if form is None or not form.per_ml:
        raise InvalidAmount(_("Only a liquid is measured in ml. Write mg, or choose the liquid as the form."))
    amount, rest = divmod(ml * form.per_ml, ONE)
    if rest:
        sentence = _(
            "%(typed)s of this liquid cannot be written in mg with %(most)s digits after the decimal point. Write mg.",
            typed=write_amount(ml, "ml"),
            most=DECIMALS,
        )
        raise InvalidAmount(sentence)
    if amount > most:
        sentence = _(
            "%(typed)s are more than %(most)s mg, the largest amount there is room for. Check the decimal point.",
            typed=write_amount(ml, "ml"),
            most=written(most),
        )
        raise InvalidAmount(sentence)
    return amount


def ml_of(amount: Amount, form: Form | None) -> Amount | None:
    """How many ml of a liquid have that much in them; None for what is no liquid, and where that comes out at no exact
    number of ml."""
    if form is None or not form.per_ml:
        return None
    ml, rest = divmod(amount * ONE, form.per_ml)
    return None if rest or not ml else ml


def amount_and_ml(amount: Amount, unit: str, form: Form | None) -> str:
    """An amount with its ml beside it: "2.5 mg (1 ml)"; alone where it has none."""
    ml = ml_of(amount, form) if unit == "mg" else None
    said = write_amount(amount, unit)
    return said if ml is None else _("%(amount)s (%(ml)s)", amount=said, ml=write_amount(ml, "ml"))
