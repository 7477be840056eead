"""Say benefit and burden by dose: counts with what they are counted over, and never a verdict."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from journal.core.charts.balance_points import FEWEST_DAYS, MOST_LEVELS, Level, Middle, Share
from journal.core.charts.benefits import lower_is_better
from journal.core.charts.points import Caption, Of, State, Table, severity_words
from journal.core.values.amounts import ONE, Amount, write_average, write_number
from journal.core.values.languages import _, either, isolated, listed, ngettext, number, pgettext
from journal.core.values.periods import period_words
from journal.core.values.sentences import inside, opening


class Counted(NamedTuple):
    """What the benefit side counts: the names of the episodes that came, and of what medicines are for that was
    answered; and whether any medicine is against episodes at all."""

    kinds: Sequence[str]
    benefits: Sequence[str] = ()
    counts_episodes: bool = True


def drawn(levels: Sequence[Level]) -> tuple[Level, ...]:
    """The levels that are drawn, in their order: the newest of those with enough days."""
    enough = [level for level in levels if level.is_enough]
    newest = sorted(enough, key=lambda level: level.days.first_on)[-MOST_LEVELS:]
    return tuple(level for level in enough if level in newest)


def caption(
    levels: Sequence[Level],
    counted: Counted,
    effects: Sequence[tuple[str, str]],
    of: Of,
    today: date,
    *,
    is_planned: bool,
) -> Caption:
    """What is said with the chart: a line for each level that is drawn."""
    shown = drawn(levels)
    state: State = "chart" if shown else "too_few_days" if any(level.recorded for level in levels) else "empty"
    lines = [_line(level, counted, of.unit) for level in shown]
    if not is_planned:
        lines = [_("Nothing is planned in these days: there is no dose to count by.")]
    elif not shown:
        lines = [_too_few()]
    return Caption(
        question=_question(of.name, counted),
        answer="\n".join(lines),
        explanation=" ".join(_explanation(levels, shown, counted, effects)) if is_planned else "",
        state=state,
        medicine=of.name,
    )


def _question(medicine: str, counted: Counted) -> str:
    if counted.benefits:
        benefits = listed([inside(name) for name in counted.benefits])
        return _with_episodes(medicine, benefits) if counted.counts_episodes else _of_benefits(medicine, benefits)
    if medicine:
        return _("At each dose of %(medicine)s: how many episodes, how many hard days?", medicine=medicine)
    return _("At each dose: how many episodes, how many hard days?")


def _with_episodes(medicine: str, benefits: str) -> str:
    if medicine:
        return _(
            "At each dose of %(medicine)s: how many episodes, how strong was %(benefits)s, how many hard days?",
            medicine=medicine,
            benefits=benefits,
        )
    return _("At each dose: how many episodes, how strong was %(benefits)s, how many hard days?", benefits=benefits)


def _of_benefits(medicine: str, benefits: str) -> str:
    if medicine:
        return _(
            "At each dose of %(medicine)s: how strong was %(benefits)s, how many hard days?",
            medicine=medicine,
            benefits=benefits,
        )
    return _("At each dose: how strong was %(benefits)s, how many hard days?", benefits=benefits)


def _too_few() -> str:
    return ngettext(
        "No dose has %(num)s day with an entry yet: too few to say something.",
        "No dose has %(num)s days with an entry yet: too few to say something.",
        FEWEST_DAYS,
    )


def _line(level: Level, counted: Counted, unit: str) -> str:
    """ "1 mg a day: seizure 3 times in 28 days, 0.8 a week. Hard on 5 of 26 rated days." """
    said = [_episodes(level, n, inside(kind)) for n, kind in enumerate(counted.kinds)]
    if not counted.kinds and (counted.counts_episodes or not counted.benefits):
        said = [ngettext("no episode in %(num)s day", "no episode in %(num)s days", level.recorded)]
    said += [
        _("%(benefit)s %(answers)s", benefit=inside(name), answers=middle_words(middle))
        for name, middle in zip(counted.benefits, level.benefits, strict=True)
    ]
    if level.bothersome.known:
        said.append(hard_words(level.bothersome))
    if level.mattered.known:
        said.append(mattered_words(level.mattered))
    first, *others = said
    sentences = [_("%(dose)s: %(count)s.", dose=opening(dose_words(level, unit)), count=first)]
    return " ".join([*sentences, *(_("%(count)s.", count=opening(count)) for count in others)])


def dose_words(level: Level, unit: str) -> str:
    """The planned amount a day of a level."""
    return daily_words(level.amount, unit)


def daily_words(amount: Amount, unit: str) -> str:
    """The planned amount a day."""
    if not amount:
        return _("nothing planned")
    return _("%(amount)s a day", amount=write_average(amount, unit))


def _episodes(level: Level, kind: int, name: str) -> str:
    days = days_words(level.recorded)
    rate = rate_words(level, kind)
    if not level.episodes[kind]:
        return _("%(episode)s never in %(days)s", episode=name, days=days)
    return ngettext(
        "%(episode)s %(num)s time in %(days)s, %(rate)s",
        "%(episode)s %(num)s times in %(days)s, %(rate)s",
        level.episodes[kind],
        episode=name,
        days=days,
        rate=rate,
    )


def days_words(days: int) -> str:
    """So many days."""
    return ngettext("%(num)s day", "%(num)s days", days)


def rate_words(level: Level, kind: int) -> str:
    """How many a week, to a tenth: "0.8 a week"."""
    return _("%(count)s a week", count=write_number(round(10 * level.a_week(kind)) * (ONE // 10)))


def count_words(level: Level, kind: int) -> str:
    """ "3 in 28 days"."""
    return _("%(count)s in %(days)s", count=number(level.episodes[kind]), days=days_words(level.recorded))


def share_words(share: Share) -> str:
    """ "5 of 26 days"."""
    return ngettext("%(days)s of %(num)s day", "%(days)s of %(num)s days", share.known, days=number(share.days))


def middle_words(middle: Middle) -> str:
    """ "usually mild, on 20 answered days"."""
    if middle.median is None:
        return ngettext("answered on %(num)s day", "answered on %(num)s days", middle.known)
    return ngettext(
        "usually %(severity)s, on %(num)s answered day",
        "usually %(severity)s, on %(num)s answered days",
        middle.known,
        severity=severity_words(middle.median),
    )


def hard_words(share: Share) -> str:
    """ "hard on 5 of 26 rated days"."""
    return ngettext(
        "hard on %(days)s of %(num)s rated day",
        "hard on %(days)s of %(num)s rated days",
        share.known,
        days=number(share.days),
    )


def mattered_words(share: Share) -> str:
    """ "fell or missed work on 1 of 20 days"."""
    return ngettext(
        "a fall or missed work on %(days)s of %(num)s day",
        "a fall or missed work on %(days)s of %(num)s days",
        share.known,
        days=number(share.days),
    )


def _explanation(
    levels: Sequence[Level], shown: Sequence[Level], counted: Counted, effects: Sequence[tuple[str, str]]
) -> Iterator[str]:
    """What is counted, over which days, and what else it may be."""
    if effects:
        names = either([inside(name) for _key, name in effects])
        yield _("A day is hard when %(effects)s was severe or worse.", effects=names)
    yield _("A full bar is every day, or the most episodes a week at any dose.")
    if counted.benefits:
        names = listed([inside(name) for name in counted.benefits])
        yield _("Of %(benefits)s lower is better: no bar is none, a full bar is very severe.", benefits=names)
        yield _("“Usually” is the middle of the answered days. A day without an answer never counts as none.")
    yield _("Days with nothing written down do not count, nor does the day of a change.")
    if any(level.mattered.known for level in levels):
        yield _("Of falls and missed work the days count on which that was answered.")
    if len(shown) < len(levels):
        yield ngettext(
            "A dose with fewer than %(num)s day with an entry is in the table alone.",
            "A dose with fewer than %(num)s days with an entry is in the table alone.",
            FEWEST_DAYS,
        )
    yield _("Other things change over time too: sleep, illness, other medicines, getting used to it.")


def table(levels: Sequence[Level], counted: Counted, today: date, unit: str) -> Table:
    """Every level, those with too few days too."""
    if not any(level.recorded for level in levels):
        return Table("", (), ())
    has_mattered = any(level.mattered.known for level in levels)
    head = [
        pgettext("column", "Dose"),
        pgettext("column", "Days"),
        *(opening(kind) for kind in counted.kinds),
        *(isolated(lower_is_better(opening(name))) for name in counted.benefits),
        pgettext("column", "Hard days"),
        *([_("Falls, missed work")] if has_mattered else []),
    ]
    rows = []
    for level in levels:
        cells = [_("too few days")] * (len(head) - 2)
        if level.is_enough:
            cells = [_episode_cell(level, n) for n in range(len(counted.kinds))]
            cells += [opening(middle_words(middle)) for middle in level.benefits]
            cells.append(_share_cell(level.bothersome))
            if has_mattered:
                cells.append(_share_cell(level.mattered))
        rows.append((opening(dose_words(level, unit)), _days_cell(level, today), *cells))
    caption_ = _("Episodes and hard days at each dose a day, over the days with an entry")
    return Table(caption_, tuple(head), tuple(rows))


def _days_cell(level: Level, today: date) -> str:
    days = period_words(level.days, today)
    return ngettext(
        "%(days)s, %(num)s day with an entry", "%(days)s, %(num)s days with an entry", level.recorded, days=days
    )


def _episode_cell(level: Level, kind: int) -> str:
    return _("%(count)s, %(rate)s", count=count_words(level, kind), rate=rate_words(level, kind))


def _share_cell(share: Share) -> str:
    return share_words(share) if share.known else _("not known")
