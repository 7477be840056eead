"""Say what was compared around a change of dose: which change it is, which effects differ, and with what care."""

from collections.abc import Mapping
from datetime import date

from journal.core.charts.comparison import FEWEST_COMPARED, ORDER, WINDOW, Compared, DoseChange, Word
from journal.core.values.amounts import Amount, write_average
from journal.core.values.languages import N_, NP_, _, listed, ngettext, pgettext
from journal.core.values.periods import day_words
from journal.core.values.sentences import inside

WORDS: Mapping[Word, str] = {
    "more": NP_("compared", "more"),
    "less": NP_("compared", "less"),
    "same": NP_("compared", "same"),
    "too few": NP_("compared", "too few days"),
}
SIGNS: Mapping[Word, str] = {"more": "↑", "less": "↓", "same": "=", "too few": ""}
_SENTENCES: Mapping[Word, str] = {
    "more": N_("More: %(effects)s."),
    "less": N_("Less: %(effects)s."),
    "same": N_("The same: %(effects)s."),
    "too few": N_("Too few days rated: %(effects)s."),
}


def change_words(first_on: date, before: Amount, after: Amount, *, with_year: bool, unit: str = "mg") -> str:
    """Which change it is: "12 October: from 1.5 mg to 1 mg a day"."""
    on = day_words(first_on, with_year)
    if not before:
        return _("%(day)s: %(amount)s a day", day=on, amount=write_average(after, unit))
    if not after:
        return _("%(day)s: nothing planned", day=on)
    old, new = write_average(before, unit), write_average(after, unit)
    return _("%(day)s: from %(before)s to %(after)s a day", day=on, before=old, after=new)


def at_amount(amount: Amount, unit: str = "mg") -> str:
    """The column of one side."""
    return _("at %(amount)s a day", amount=write_average(amount, unit)) if amount else _("nothing planned")


def sentence(change: DoseChange) -> str:
    """ "More: low mood. Less: drowsiness. The same: fatigue." """
    named = {word: [inside(row.name) for row in change.rows if row.word == word] for word in ORDER}
    return " ".join(_(_SENTENCES[word], effects=listed(names)) for word, names in named.items() if names)


def other_words(change: DoseChange, *, with_year: bool) -> str:
    """Which doses of other medicines changed on the days that are compared; empty where none did."""
    if not change.others:
        return ""
    named = [
        _("%(medicine)s on %(day)s", medicine=each.medicine, day=day_words(each.on, with_year))
        for each in change.others
    ]
    return _("Another dose changed in these days too: %(medicines)s.", medicines=listed(named))


def word(row: Compared) -> str:
    """The one word of a row."""
    return pgettext("compared", WORDS[row.word])


def share(row: Compared) -> str:
    """How large a difference is, as a share of days; empty where none is named."""
    if row.word == "more":
        return _("worse in %(num)s of 10", num=row.tenths)
    if row.word == "less":
        return _("milder in %(num)s of 10", num=row.tenths)
    return ""


def days_rated(row: Compared) -> str:
    """ "24 of 28, then 26 of 28"."""
    before = _("%(rated)s of %(days)s", rated=row.before.rated, days=row.before.days)
    after = _("%(rated)s of %(days)s", rated=row.after.rated, days=row.after.days)
    return _("%(before)s, then %(after)s", before=before, after=after)


def explanation() -> str:
    """How it is compared."""
    return ngettext(
        "Each rated day after the change is paired with each one before it. “More” means that the later day was worse "
        "in at least two of three pairs. “Less” means that it was milder. Days alike count half. “Same” means no clear "
        "difference. Up to %(num)s day on each side counts, but not the day of the change. Each side needs %(least)s "
        "rated days.",
        "Each rated day after the change is paired with each one before it. “More” means that the later day was worse "
        "in at least two of three pairs. “Less” means that it was milder. Days alike count half. “Same” means no clear "
        "difference. Up to %(num)s days on each side count, but not the day of the change. Each side needs %(least)s "
        "rated days.",
        WINDOW.days,
        least=FEWEST_COMPARED,
    )


def care(changes: tuple[DoseChange, ...]) -> str:
    """What a difference may come of, and what to do with it."""
    ordinary = _(
        "Ordinary ups and downs alone can look like this. It shows nothing about why. Sleep, illness or getting used "
        "to a medicine can look like it too."
    )
    show = _("Show it to your prescriber before anything changes.")
    if any(change.after < change.before for change in changes):
        withdrawal = _("After a lower dose, new or stronger symptoms can also be withdrawal.")
        return f"{ordinary} {withdrawal} {show}"
    return f"{ordinary} {show}"
