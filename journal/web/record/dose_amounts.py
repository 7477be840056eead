"""Say the amounts that forms offer: as tablets, drawn and counted, with their milligrams."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from journal.core.medicine.medicines import offered
from journal.core.medicine.parts import Form
from journal.core.medicine.tablets import amounts_to_press, count_in, tablet_of, tablets_at_home
from journal.core.record.doses import read_amount_of
from journal.core.values.amounts import Amount, InvalidAmount, read_amount, write_number
from journal.core.values.languages import _, ngettext
from journal.web.site import context, wording

PARTS = ("", "¼", "½", "¾")
TABLET = 4  # quarters


class Tile(NamedTuple):
    """An amount to press: its value, how many tablets as a sign and as quarters to draw, of which strength where there
    are several, its milligrams, and the line that says it once it is chosen."""

    value: str
    sign: str
    quarters: int
    of: str
    amount: str
    says: str


class Beside(NamedTuple):
    """What stands beside the milligrams of an amount: "½ tablet", of tablets of several strengths "½ of 2 mg"; the same
    as `short` as it can be said, "½"; and how many quarters of a tablet to draw."""

    words: str
    short: str
    quarters: int


class Amounts(NamedTuple):
    """What the form shows of the amount: the chosen one in words ("" for none), the tiles, all other amounts, the
    chosen value, and the strength the tablets are counted in, where it was found by the amount."""

    says: str
    tiles: list[Tile]
    others: list[tuple[str, str]]
    chosen: str
    tablet: str


def amounts(values: Mapping[str, str]) -> Amounts:
    """The amounts for a form with these values: in the tablets somebody has at home, else in those of the listed
    strength that makes up the amount."""
    medicine, form = context.medicine(), _form_of(values)
    amount = read_amount_of(values, context.form_context_of_medicine(), {}) or None
    strengths, listed = tablets_at_home(medicine, form), offered(medicine, context.known())
    found = None if strengths or form is None else _kept_tablet(values, form) or tablet_of(form, amount)
    if strengths:
        shown = [each for each in sorted({*listed, *([amount] if amount else [])}) if count_in(each, strengths)]
    else:
        largest = context.known().daily_range.largest
        shown, strengths = list(amounts_to_press(found, largest)) if found else [], (found,) if found else ()
    liquid = form.key if form and form.per_ml else ""
    rest = [each for each in listed if each not in shown]
    is_typed = amount is not None and amount not in shown and amount not in rest
    unread = values.get("amount") == "other" and amount is None
    return Amounts(
        says=_says(amount, strengths, liquid) if amount else "",
        tiles=[_tile(each, strengths) for each in shown],
        others=[
            *((write_number(each), wording.dose_words(each, liquid)) for each in rest),
            ("other", _("Another amount")),
        ],
        chosen="other" if is_typed or unread else write_number(amount) if amount else "",
        tablet=write_number(found) if found else "",
    )


def words(amount: Amount, form: str = "") -> str:
    """An amount to press where there is room for a line: "½ · 0.25 mg" where somebody wrote down their tablets, a part
    of one of several with its strength, "½ of 2 mg · 1 mg"; of a liquid with its ml; else the amount alone. `form` is
    the key of the one that is chosen, where that is not the first."""
    chosen = _form_of({"form": form})
    strengths = tablets_at_home(context.medicine(), chosen)
    counted, written = count_in(amount, strengths), wording.dose_words(amount, chosen.key if chosen else "")
    if counted is None:
        return written
    count, strength = _count(counted.quarters), wording.amount_words(counted.strength)
    if len(strengths) == 1 or amount == counted.strength:
        return _("%(count)s · %(amount)s", count=count, amount=written)
    return _("%(count)s of %(strength)s · %(amount)s", count=count, strength=strength, amount=written)


def beside(amount: Amount, form: str) -> Beside | None:
    """An amount in the tablets somebody has at home, where it is not one of them. None where they wrote down none, and
    where none makes it up."""
    strengths = tablets_at_home(context.medicine(), _form_of({"form": form}))
    counted = count_in(amount, strengths)
    if counted is None or amount == counted.strength:
        return None
    count, quarters = _count(counted.quarters), counted.quarters
    if len(strengths) > 1:
        words = _("%(count)s of %(strength)s", count=count, strength=wording.amount_words(counted.strength))
        return Beside(words, words, quarters)
    words = _("%(count)s tablet", count=count) if quarters < TABLET else _("%(count)s tablets", count=count)
    return Beside(words, count, quarters)


def in_tablets(amount: Amount) -> str:
    """An amount of what is left: "13.5 mg, 27 tablets of 0.5 mg" where somebody has tablets of one strength."""
    strengths = tablets_at_home(context.medicine(), None)
    return _says(amount, strengths) if len(strengths) == 1 else wording.amount_words(amount)


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


def _tile(amount: Amount, strengths: Sequence[Amount]) -> Tile:
    counted = count_in(amount, strengths)
    strength, quarters = counted or (0, 0)
    is_part = len(strengths) > 1 and amount != strength
    of = _("of %(strength)s", strength=wording.amount_words(strength)) if is_part else ""
    written = wording.amount_words(amount)
    return Tile(write_number(amount), _count(quarters), quarters, of, written, _says(amount, strengths))


def _says(amount: Amount, strengths: Sequence[Amount], liquid: str = "") -> str:
    """ "0.5 mg, 1 tablet"; the strength is said where it is another than the amount."""
    counted, written = count_in(amount, strengths), wording.dose_words(amount, liquid)
    if counted is None:
        return written
    if amount == counted.strength:
        return _("%(amount)s, 1 tablet", amount=written)
    strength, quarters = wording.amount_words(counted.strength), counted.quarters
    if quarters < 4:
        tablets = _("%(part)s tablet of %(strength)s", part=_count(quarters), strength=strength)
    elif quarters % 4:
        tablets = _("%(count)s tablets of %(strength)s", count=_count(quarters), strength=strength)
    else:
        tablets = ngettext(
            "%(num)s tablet of %(strength)s", "%(num)s tablets of %(strength)s", quarters // 4, strength=strength
        )
    return _("%(amount)s, %(tablets)s", amount=written, tablets=tablets)


def _count(quarters: int) -> str:
    """Quarters of a tablet as a sign: "½", "1", "1½"."""
    whole, part = divmod(quarters, 4)
    return f"{whole or ''}{PARTS[part]}"
