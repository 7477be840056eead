"""Say benefit and burden by dose: counts with what they are counted over, and never a verdict."""

from collections.abc import Iterator, Sequence
from datetime import date

from journal.core.charts.balance_points import FEWEST_DAYS, MOST_LEVELS, Level, Share
from journal.core.charts.points import Caption, Of, State, Table
from journal.core.values.amounts import ONE, write_average, write_number
from journal.core.values.languages import _, either, ngettext, number, pgettext
from journal.core.values.periods import period_words
from journal.core.values.sentences import inside, opening


def drawn(levels: Sequence[Level]) -> tuple[Level, ...]:
    """The levels that are drawn, in their order: the newest of those with enough days."""
    enough = [level for level in levels if level.is_enough]
    newest = sorted(enough, key=lambda level: level.days.first_on)[-MOST_LEVELS:]
    return tuple(level for level in enough if level in newest)


def caption(
    levels: Sequence[Level],
    kinds: Sequence[str],
    effects: Sequence[tuple[str, str]],
    of: Of,
    today: date,
    *,
    is_planned: bool,
) -> Caption:
    """What is said with the chart: a line for each level that is drawn."""
    shown = drawn(levels)
    state: State = "chart" if shown else "too_few_days" if any(level.recorded for level in levels) else "empty"
    lines = [_line(level, kinds, of.unit) for level in shown]
    if not is_planned:
        lines = [_("Nothing is planned in these days: there is no dose to count by.")]
    elif not shown:
        lines = [_too_few()]
    return Caption(
        question=_question(of.name),
        answer="\n".join(lines),
        explanation=" ".join(_explanation(levels, shown, kinds, effects)) if is_planned else "",
        state=state,
        medicine=of.name,
    )


def _question(medicine: str) -> str:
    if medicine:
        return _("At each dose of %(medicine)s: how many episodes, how many hard days?", medicine=medicine)
    return _("At each dose: how many episodes, how many hard days?")


def _too_few() -> str:
    return ngettext(
        "No dose has %(num)s day with an entry yet: too few to say something.",
        "No dose has %(num)s days with an entry yet: too few to say something.",
        FEWEST_DAYS,
    )


def _line(level: Level, kinds: Sequence[str], unit: str) -> str:
    """ "1 mg a day: seizure 3 times in 28 days, 0.8 a week. Hard on 5 of 26 rated days." """
    said = [_episodes(level, n, inside(kind)) for n, kind in enumerate(kinds)]
    if not kinds:
        said = [ngettext("no episode in %(num)s day", "no episode in %(num)s days", level.recorded)]
    if level.bothersome.known:
        said.append(hard_words(level.bothersome))
    if level.mattered.known:
        said.append(mattered_words(level.mattered))
    first, *others = said
    sentences = [_("%(dose)s: %(count)s.", dose=opening(dose_words(level, unit)), count=first)]
    return " ".join([*sentences, *(_("%(count)s.", count=opening(count)) for count in others)])


def dose_words(level: Level, unit: str) -> str:
    """The planned amount a day."""
    if not level.amount:
        return _("nothing planned")
    return _("%(amount)s a day", amount=write_average(level.amount, unit))


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
    levels: Sequence[Level], shown: Sequence[Level], kinds: Sequence[str], effects: Sequence[tuple[str, str]]
) -> Iterator[str]:
    """What is counted, over which days, and what else it may be."""
    if effects:
        names = either([inside(name) for _key, name in effects])
        yield _("A day is hard when %(effects)s was severe or worse.", effects=names)
    yield _("A full bar is every day, or the most episodes a week at any dose.")
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


def table(levels: Sequence[Level], kinds: Sequence[str], today: date, unit: str) -> Table:
    """Every level, those with too few days too."""
    if not any(level.recorded for level in levels):
        return Table("", (), ())
    has_mattered = any(level.mattered.known for level in levels)
    head = [
        pgettext("column", "Dose"),
        pgettext("column", "Days"),
        *(opening(kind) for kind in kinds),
        pgettext("column", "Hard days"),
        *([_("Falls, missed work")] if has_mattered else []),
    ]
    rows = []
    for level in levels:
        cells = [_("too few days")] * (len(head) - 2)
        if level.is_enough:
            cells = [_episode_cell(level, n) for n in range(len(kinds))]
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
