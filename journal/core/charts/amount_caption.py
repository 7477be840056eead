"""Say what the chart of the estimated amount shows, and why some medicine has no curve; write its table."""

from collections.abc import Iterator, Sequence

from journal.core.charts.amount_points import AmountPanel, AmountPoint, AmountSpan, together
from journal.core.charts.points import DAILY_UP_TO, Caption, State, Table
from journal.core.values.amounts import ONE, write_amount
from journal.core.values.languages import _, isolated, listed, ngettext, pgettext
from journal.core.values.periods import Period, day_words, period_words
from journal.core.values.sentences import opening


def caption(
    period: Period, panels: Sequence[AmountPanel], without: Sequence[str], more: Sequence[str], unsure: int
) -> Caption:
    """What is said with the chart: a line for each medicine, and why others have none."""
    state = _state(panels)
    lines = [_of_panel(panel, unsure) for panel in panels] or [_("No dose is recorded in these days.")]
    if more:
        lines.append(_("Taken too, not drawn here: %(medicines)s.", medicines=listed(more)))
    return Caption(
        question=_("About how much is in the body?"),
        answer="\n".join([*(lines if panels or not without else ()), *without]),
        explanation=" ".join(_explanation(period, panels, unsure)) if panels else "",
        state=state,
    )


def _state(panels: Sequence[AmountPanel]) -> State:
    if any(panel.sure for panel in panels):
        return "chart"
    return "too_few_days" if panels else "empty"


def _of_panel(panel: AmountPanel, unsure: int) -> str:
    name, whole = opening(panel.of.name), together(panel.sure, 0)
    if whole is None:
        return _too_early(name, unsure)
    parts = {"range": range_words(whole.low, whole.high, panel.of.unit)}
    if panel.now is None:
        if name:
            return _("%(medicine)s: about %(range)s, where it is known.", medicine=name, **parts)
        return _("About %(range)s, where it is known.", **parts)
    parts["now"] = about(panel.now, panel.of.unit)
    if name:
        return _("%(medicine)s: about %(now)s now, %(range)s where it is known.", medicine=name, **parts)
    return _("About %(now)s now, %(range)s where it is known.", **parts)


def _too_early(name: str, days: int) -> str:
    if name:
        return ngettext(
            "%(medicine)s: too early to tell. For this the %(num)s day before has to be written down too.",
            "%(medicine)s: too early to tell. For this the %(num)s days before have to be written down too.",
            days,
            medicine=name,
        )
    return ngettext(
        "Too early to tell. For this the %(num)s day before has to be written down too.",
        "Too early to tell. For this the %(num)s days before have to be written down too.",
        days,
    )


def _explanation(period: Period, panels: Sequence[AmountPanel], unsure: int) -> Iterator[str]:
    """What it is and what it is not, what the marks mean, and what changes it."""
    yield _("This is an estimate for a typical person, in mg. It is no blood level, and no reason to change a dose.")
    for panel in panels:
        low, high = (_hours(hours) for hours in panel.pk.band_hours)
        parts = {"hours": _hours(panel.pk.half_life_hours), "low": low, "high": high}
        if panel.of.name:
            name = opening(panel.of.name)
            yield _(
                "%(medicine)s: half of it is gone after %(hours)s\u00a0h, or %(low)s to %(high)s\u00a0h (pale band).",
                medicine=name,
                **parts,
            )
        else:
            yield _("Half of it is gone after %(hours)s\u00a0h, or %(low)s to %(high)s\u00a0h (pale band).", **parts)
    if len(period) > DAILY_UP_TO:
        yield _("The dark band goes from the lowest to the highest of each week.")
    elif panels and not panels[0].is_line:
        yield _("The dark band goes from the lowest to the highest of each day.")
    yield ngettext(
        "Shaded: days with nothing written down and %(num)s day after, where it can be more.",
        "Shaded: days with nothing written down and %(num)s days after, where it can be more.",
        unsure,
    )
    yield from dict.fromkeys(panel.pk.changed_by for panel in panels)
    yield from dict.fromkeys(panel.pk.source for panel in panels)


def _hours(hours: float) -> str:
    return f"{hours:g}"


def about(amount: float, unit: str) -> str:
    """An estimate with no more digits than it deserves: "0.84 mg", "1.9 mg", "12 mg", "under 0.01 mg"."""
    if amount <= 0:
        return write_amount(0, unit)
    digits = 2 if amount < 1 else 1 if amount < 10 else 0
    rounded = round(amount, digits)
    if rounded == 0:
        return _("under %(amount)s", amount=write_amount(ONE // 100, unit))
    return write_amount(round(rounded * ONE), unit)


def range_words(low: float, high: float, unit: str) -> str:
    """From an estimate to another; one of them where both read alike."""
    first, last = about(low, unit), about(high, unit)
    return first if first == last else _("%(low)s to %(high)s", low=first, high=last)


def table(period: Period, panels: Sequence[AmountPanel]) -> Table:
    """The lowest and highest of each day, or week, with those of quicker and slower people in brackets."""
    if not panels:
        return Table("", (), ())
    is_long = len(period) > DAILY_UP_TO
    head = pgettext("column", "Week") if is_long else pgettext("column", "Day")
    days = period_words(period, period.first_on.min)
    said = _(
        "Estimated amount in the body, %(days)s. In brackets: for people whose body is quicker or slower.", days=days
    )
    rows = []
    for n, span in enumerate(panels[0].spans):
        if is_long:
            on = period_words(Period(span.first_on, span.last_on), period.first_on.min)
        else:
            on = day_words(span.first_on, period.spans_years)
        rows.append((on, *(_cell(panel.spans[n], panel.of.unit) for panel in panels)))
    names = (isolated(opening(panel.of.name)) if panel.of.name else _("Estimated amount") for panel in panels)
    return Table(said, (head, *names), tuple(rows))


def _cell(span: AmountSpan, unit: str) -> str:
    if span.amounts is None:
        return _("not known") if span.recorded else _("not recorded")
    if span.certainty == "unsure":
        return _("%(range)s, or more", range=range_words(span.amounts.low, span.amounts.high, unit))
    return _with_band(span.amounts, unit)


def _with_band(found: AmountPoint, unit: str) -> str:
    usual, band = range_words(found.low, found.high, unit), range_words(found.least, found.most, unit)
    return usual if usual == band else _("%(range)s (%(band)s)", range=usual, band=band)
