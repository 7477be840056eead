"""The medicines the journal knows, to choose one: found by any name, with what is known of it before it is taken."""

from collections.abc import Iterable
from typing import NamedTuple

from journal.core.medicine.interactions import words_of
from journal.core.medicine.monograph import Monograph
from journal.core.medicine.parts import Form
from journal.core.medicine.regions import placed
from journal.core.values.amounts import write_amount
from journal.core.values.languages import _, in_a_row
from journal.core.values.sentences import inside


class Choice(NamedTuple):
    """A medicine of the list: its key, its names, the words it is found by, and what is known of it."""

    key: str
    name: str
    sold_as: str
    found_by: str
    about: str
    facts: list[tuple[str, str]]
    source: str


def choices(monographs: Iterable[Monograph]) -> list[Choice]:
    """The medicines in the order of their names."""
    return sorted((_choice(each) for each in monographs), key=lambda choice: choice.found_by)


def _how_much(form: Form) -> str:
    """The strengths of a form, or how much of it is in one ml; "" where its own text says it."""
    if form.per_ml:
        return _("%(amount)s in each ml.", amount=write_amount(form.per_ml, "mg"))
    return in_a_row([write_amount(strength, "mg") for strength in form.strengths])


def _choice(known: Monograph) -> Choice:
    names = (known.name, *known.brand_names)
    facts = [(_("What it is used for"), in_a_row([placed(inside(use.name), use.regions) for use in known.uses]))]
    facts += [(placed(form.name, form.regions), how_much) for form in known.forms if (how_much := _how_much(form))]
    return Choice(
        key=known.key,
        name=known.name,
        sold_as=in_a_row(known.brand_names),
        found_by=" ".join(dict.fromkeys(word for name in names for word in words_of(name))),
        about=known.about,
        facts=facts,
        source=known.source,
    )
