"""Say what differs before and after a change of dose, how sure that is, and what it does not show."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from math import floor

from journal.core.charts.comparison_words import at_amount, change_words
from journal.core.charts.dose_changes_points import DRAWN, Around, Change, Verdict
from journal.core.charts.points import FEWEST_RATED, Caption, Of, State, Table, severity_words
from journal.core.charts.verdicts import Judged
from journal.core.values.amounts import write_amount
from journal.core.values.languages import NP_, _, listed, number, pgettext
from journal.core.values.periods import day_words
from journal.core.values.sentences import inside, opening

WORDS: Mapping[Verdict, str] = {
    "changed": NP_("verdict", "changed"),
    "not clear": NP_("verdict", "not clear"),
    "too few": NP_("verdict", "too few days"),
    "waiting": NP_("verdict", "still open"),
    "too short": NP_("verdict", "steps too short"),
    "not watched": NP_("verdict", "not watched before"),
}
RARES = ((1000, 1000), (200, 100), (50, 10), (0, 5))  # from so many on, "1 time in so many" is rounded down to these


def caption(changes: Sequence[Change], of: Of, today: date) -> Caption:
    """The question, a line for each verdict, and what the marks mean."""
    state = _state(changes)
    drawn = changes[:DRAWN]
    lines = [line for change in drawn for line in _lines(change, of.unit, today)]
    return Caption(
        question=_question(of.name),
        answer=_("No change of dose in this period.") if not changes else "\n".join(lines),
        explanation=_explanation(drawn),
        state=state,
        medicine=of.name,
    )


def _question(medicine: str) -> str:
    if medicine:
        return _("Is it more than ups and downs since the dose of %(medicine)s changed?", medicine=medicine)
    return _("Is it more than ups and downs since the dose changed?")


def _state(changes: Sequence[Change]) -> State:
    most = max((row.rated_days for change in changes[:DRAWN] for row in change.rows), default=0)
    if most >= FEWEST_RATED:
        return "chart"
    return "too_few_ratings" if most else "empty"


def _explanation(changes: Sequence[Change]) -> str:
    found = [
        _(
            "Each dot is a rated day, the heavy lines are the middle ratings, the dashes the day of the change. Only "
            "what was watched before a change is judged, once, when the days after it are over."
        ),
        _(
            "This does not show that the dose is the reason: getting used to the medicine, sleep, illness or other "
            "medicines can do the same. Do not change your dose over this; show it to your prescriber."
        ),
    ]
    if any(change.after < change.before for change in changes):
        found.append(_("New or stronger symptoms after a lower dose can also be withdrawal."))
    return " ".join(found)


def _lines(change: Change, unit: str, today: date) -> list[str]:
    """What is said of one change: what changed first, a line for each; the rest together."""
    the_change = _the_change(change, unit, today)
    found = [
        _changed(row, row.judged, row.p, the_change)
        for row in change.rows
        if row.verdict == "changed" and row.judged is not None and row.p is not None
    ]
    for verdict, say in _TOGETHER.items():
        rows = [row for row in change.rows if row.verdict == verdict]
        if rows:
            found.append(say(change, the_change, listed([inside(row.name) for row in rows]), today))
    found += [_too_few(row, the_change) for row in change.rows if row.verdict == "too few"]
    return found


def _the_change(change: Change, unit: str, today: date) -> str:
    """Which change: "the change to 1 mg a day on 12 October"."""
    on = day_words(change.on, change.on.year != today.year)
    if not change.after:
        return _("the last planned dose before %(day)s", day=on)
    return _("the change to %(amount)s a day on %(day)s", amount=write_amount(change.after, unit), day=on)


def _changed(row: Around, judged: Judged, p: float, the_change: str) -> str:
    effect, middle, tenths, rare = inside(row.name), _middle(row), number(_tenths(judged.chance)), number(_rare(p))
    if judged.delta > 0:
        return _(
            "After %(change)s, %(effect)s was rated higher. %(middle)s Take any day after it and any day before: the "
            "later one was worse about %(tenths)s times in 10. Ups and downs alone would rarely look like this: about "
            "1 time in %(rare)s.",
            change=the_change,
            effect=effect,
            middle=middle,
            tenths=tenths,
            rare=rare,
        )
    return _(
        "After %(change)s, %(effect)s was rated lower. %(middle)s Take any day after it and any day before: the later "
        "one was milder about %(tenths)s times in 10. Ups and downs alone would rarely look like this: about 1 time in "
        "%(rare)s.",
        change=the_change,
        effect=effect,
        middle=middle,
        tenths=tenths,
        rare=rare,
    )


def _middle(row: Around) -> str:
    before, after = (severity_words(side.usual or 0) for side in (row.before, row.after))
    if before == after:
        return _("The middle rating stayed %(severity)s.", severity=before)
    return _("The middle rating went from %(before)s to %(after)s.", before=before, after=after)


def _tenths(chance: float) -> int:
    """In how many of ten pairs the later day was worse, or milder where that is more."""
    return floor(10 * max(chance, 1 - chance) + 0.5)


def _rare(p: float) -> int:
    """About once in how many: a round number, never more than there is."""
    once_in = min(1 / p, 1000.0) if p > 0 else 1000.0
    step = next(step for least, step in RARES if once_in >= least)
    return floor(once_in / step) * step


def _not_clear(change: Change, the_change: str, effects: str, today: date) -> str:
    return _(
        "Not clear after %(change)s: %(effects)s. The ratings differ a little, but ordinary day-to-day swings could "
        "explain it. Two weeks are often too short to tell; four weeks tell more.",
        change=the_change,
        effects=effects,
    )


def _waiting(change: Change, the_change: str, effects: str, today: date) -> str:
    possible = day_words(change.possible_on, change.possible_on.year != today.year)
    return _(
        "A comparison is possible from %(day)s. Then the days after %(change)s are over. It is about %(effects)s.",
        change=the_change,
        day=possible,
        effects=effects,
    )


def _too_short(change: Change, the_change: str, effects: str, today: date) -> str:
    return _(
        "%(change)s: steps of two weeks or less are too short to compare. There is no verdict on %(effects)s.",
        change=opening(the_change),
        effects=effects,
    )


def _not_watched(change: Change, the_change: str, effects: str, today: date) -> str:
    return _(
        "Nothing was watched before %(change)s, so there is no verdict; the picture shows %(effects)s. What is watched "
        "before the next change can be judged after it.",
        change=the_change,
        effects=effects,
    )


_TOGETHER: Mapping[Verdict, Callable[[Change, str, str, date], str]] = {
    "not clear": _not_clear,
    "waiting": _waiting,
    "too short": _too_short,
    "not watched": _not_watched,
}


def _too_few(row: Around, the_change: str) -> str:
    return _(
        "%(effect)s after %(change)s: too few days are rated to compare. Before it %(before)s of %(before_days)s, "
        "after it %(after)s of %(after_days)s.",
        effect=opening(row.name),
        change=the_change,
        before=number(row.before.rated),
        before_days=number(row.before.days),
        after=number(row.after.rated),
        after_days=number(row.after.days),
    )


def verdict_word(row: Around) -> str:
    """The verdict in a word or two."""
    return pgettext("verdict", WORDS[row.verdict])


def table(changes: Sequence[Change], of: Of, today: date) -> Table:
    """A row for each effect of each change."""
    return Table(
        caption=_("Before and after each change of dose"),
        head=(
            pgettext("column", "Side effect"),
            pgettext("column", "Change of dose"),
            pgettext("column", "Before"),
            pgettext("column", "After"),
            pgettext("column", "Verdict"),
            pgettext("column", "A later day was worse"),
        ),
        rows=tuple(_row(change, row, of.unit, today) for change in changes for row in change.rows),
    )


def _row(change: Change, row: Around, unit: str, today: date) -> tuple[str, ...]:
    with_year = change.on.year != today.year
    return (
        opening(row.name),
        change_words(change.on, change.before, change.after, with_year=with_year, unit=unit),
        _side(row.before.usual, row.before.rated, row.before.days, at_amount(change.before, unit)),
        _side(row.after.usual, row.after.rated, row.after.days, at_amount(change.after, unit)),
        verdict_word(row),
        _chance(row),
    )


def _side(usual: float | None, rated: int, days: int, amount: str) -> str:
    """ "moderate at 1 mg a day (24 of 28 days rated)"."""
    if usual is None:
        return _("%(rated)s of %(days)s days rated, %(amount)s", rated=rated, days=days, amount=amount)
    return _(
        "%(severity)s %(amount)s (%(rated)s of %(days)s days rated)",
        severity=severity_words(usual),
        amount=amount,
        rated=rated,
        days=days,
    )


def _chance(row: Around) -> str:
    """ "about 81 times in 100, between 59 and 93"; empty where nothing was compared."""
    if row.judged is None:
        return ""
    ends = row.judged.interval()
    said = number(round(100 * row.judged.chance))
    if ends is None:
        return _("about %(times)s times in 100", times=said)
    low, high = (number(round(50 * (end + 1))) for end in ends)
    return _("about %(times)s times in 100, between %(low)s and %(high)s", times=said, low=low, high=high)
