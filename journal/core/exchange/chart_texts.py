"""The text that goes with charts as pictures: what each shows, in the words of its alternative text."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from journal.core.charts.points import Caption
from journal.core.values.languages import _, listed
from journal.core.values.periods import Period, day_words, from_to_words


def chart_text(
    charts: Iterable[tuple[str, Caption]], period: Period, at: datetime, left_out: Sequence[str] = ()
) -> str:
    """README.txt: of each chart its files, its question, what it shows, and what its marks mean. Medicines that were
    `left_out` have no charts of their own."""
    return "\n".join([*_lines(charts, period, at, left_out), ""])


def _lines(
    charts: Iterable[tuple[str, Caption]], period: Period, at: datetime, left_out: Sequence[str]
) -> Iterator[str]:
    title = _("Side-effect journal: charts")
    days = from_to_words(*(day_words(on, with_year=True) for on in (period.first_on, period.last_on)))
    taken_out = f"{at:%Y-%m-%d %H:%M}"
    yield from (title, "=" * len(title), "", days, _("Taken out %(at)s UTC", at=taken_out))
    yield ""
    yield _("Whoever has these files can read them: they are not encrypted. Keep them where nobody else looks.")
    found = False
    for name, caption in charts:
        found = True
        yield from ("", "", f"{name}.svg, {name}.png", "-" * (2 * len(name) + 10), caption.question, "")
        yield from (caption.alt_text, "", caption.explanation)
    if not found:
        yield from ("", _("There is nothing to draw in this period."))
    if left_out:
        yield from ("", _("No pictures of their own have: %(medicines)s.", medicines=listed(left_out)))
    yield from ("", "", _("The scale is not validated. The journal is not a medical device."))
