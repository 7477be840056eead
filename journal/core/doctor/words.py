"""The words of the report beside its numbers: heads of columns, what drawings show, what is said of nothing."""

from collections.abc import Sequence
from datetime import date

from journal.core.charts.balance_points import Level
from journal.core.charts.balance_words import days_words, dose_words
from journal.core.charts.comparison_words import SIGNS, word
from journal.core.charts.points import severity_words
from journal.core.doctor.effects import EffectRow, EffectTable
from journal.core.doctor.report import Report
from journal.core.record.forms import severity_word
from journal.core.values.amounts import ONE, write_average, write_number
from journal.core.values.languages import _, isolated, listed, ngettext, number, pgettext
from journal.core.values.periods import period_words, short_day
from journal.core.values.sentences import inside, opening


def fixed(report: Report) -> dict[str, str]:
    """What stands on every page, by where it stands."""
    is_weekly = any(panel.weeks for panel in report.panels)
    return {
        "unknown": _("too few days"),
        "no_effects": _("No side effect is rated in these days."),
        "days": _("Dose and side effects, day by day"),
        "days_how": weeks_how() if is_weekly else days_how(),
        "no_days": _("Too few rated days to draw."),
        "most": severity_word(4),
        "least": severity_word(0),
        "answers": _("answers"),
    }


def alternatives(report: Report) -> dict[str, str]:
    """What each drawing says to who cannot see it."""
    return {
        "days": panels_words(report),
        "hours": " ".join(report.hours.caption.lines),
        "episodes": " ".join(report.balance.caption.lines),
    }


def title(report: Report) -> str:
    """What the document is called."""
    period = period_words(report.period, date.min)
    return _("%(name)s: %(medicine)s, %(days)s", name=report.head.name, medicine=report.head.medicine, days=period)


def page() -> str:
    """What stands at the foot of each page, its numbers still to come."""
    return _("page %(page)s of %(pages)s", page="{page}", pages="{pages}")


def also() -> str:
    """What stands before a list of other medicines."""
    return _("Also")


def effect_heads(table: EffectTable, unit: str) -> tuple[str, ...]:
    """The heads of the table of effects; "usual" has one for each amount it is told at."""
    usual = [_usual_head(amount, unit) for amount in table.amounts] or [pgettext("column", "usual")]
    before = ngettext("than the %(num)s day before", "than the %(num)s days before", table.days_before)
    return (
        pgettext("column", "Side effect"),
        pgettext("column", "days with it"),
        *usual,
        pgettext("column", "worst"),
        pgettext("column", "when last"),
        before,
    )


def _usual_head(amount: int, unit: str) -> str:
    if not amount:
        return _("usual without a plan")
    return _("usual at %(amount)s", amount=write_average(amount, unit))


def days_with(row: EffectRow) -> str:
    """ "59 of 69"."""
    return _("%(days)s of %(rated)s", days=number(row.days_with), rated=number(row.rated))


def usual_words(median: float | None) -> str:
    """A median in the narrow space of a tag: "mild", "mild to moderate"; "" where too few days are rated."""
    if median is None:
        return ""
    low = int(median)
    if low == median:
        return severity_word(low)
    return _("%(low)s to %(high)s", low=severity_word(low), high=severity_word(low + 1))


def worst_words(row: EffectRow) -> str:
    """The word of the worst rating."""
    return severity_word(row.worst.severity if row.worst else 0)


def worst_on(row: EffectRow, report: Report) -> str:
    """The last day of the worst rating: "16 Nov"."""
    return "" if row.worst is None else short_day(row.worst.on, report.period.spans_years)


def change(row: EffectRow) -> tuple[str, str]:
    """A sign and a word for how the days compare with those before them."""
    if row.alone:
        return "", _("not shown")
    if row.before is None:
        return "", _("before the journal")
    return SIGNS[row.before.word], word(row.before)


def effect_cells(row: EffectRow, report: Report) -> tuple[str, ...]:
    """A row of the table of effects as it is read: the same as on paper."""
    sign, said = change(row)
    usual = [usual_words(median) or _("too few days") for median in row.usual]
    changed = f"{sign} {said}".strip()
    return isolated(opening(row.name)), days_with(row), *usual, worst_words(row), worst_on(row, report), changed


def panels_words(report: Report) -> str:
    """What the drawing of the days shows, for who cannot see it: each effect with its usual rating at each amount."""
    said = [
        _(
            "%(effect)s: usually %(usual)s.",
            effect=opening(panel.name),
            usual=listed([severity_words(each.median) for each in panel.medians if each.median is not None])
            or _("unknown"),
        )
        for panel in report.panels
    ]
    return " ".join([_("The worst rating of each day over the planned dose."), *said])


def days_how() -> str:
    """How the drawing of the days is read."""
    return _(
        "A bar is the worst rating of a day, from none to very severe. The heavy line is the usual one, written beside "
        "it. Shaded: not rated."
    )


def weeks_how() -> str:
    """How it is read where each bar is a week."""
    return _(
        "A bar is a week, from its lowest to its highest day. The heavy line is the usual rating, written beside it. "
        "Shaded: not rated."
    )


def hours_question(report: Report) -> str:
    """What the drawing of the hours answers."""
    panel = report.hours_panel
    if panel is None:
        return _("How strong, hours after a dose?")
    return _("%(effect)s in the hours after a dose", effect=opening(panel.name))


def hours_how(report: Report) -> str:
    """What was counted there."""
    answers = report.hours_panel.answers if report.hours_panel else 0
    if not answers:
        return _("No answer to “And right now?” can be placed after a dose.")
    return ngettext(
        "Middle answer and middle half of %(num)s answer.", "Middle answer and middle half of %(num)s answers.", answers
    )


def episodes_how(report: Report) -> str:
    """Over which days the episodes are counted, or why there are none."""
    if not report.balance.kinds:
        return _("No episode is recorded in these days.")
    if not report.levels:
        return _("Episodes: %(counts)s. Too few days at one dose to say how many a week.", counts=all_episodes(report))
    blank = ngettext("Over %(num)s day with an entry.", "Over %(num)s days with an entry.", report.entries.days)
    return _("By dose. %(days)s", days=blank)


def benefit_heading() -> str:
    """What stands over the benefits that are no episodes."""
    return _("What the medicines are for")


def episodes_said(report: Report) -> tuple[str, ...]:
    """The drawing of the episodes in sentences, or why there is none."""
    unit = report.severity.dose.of.unit
    levels = [
        _(
            "%(dose)s: %(rate)s, %(kinds)s in %(days)s.",
            dose=opening(dose_words(level, unit)),
            rate=level_rate(level),
            kinds=kinds_words(report.balance.kinds, level.episodes),
            days=level_days(level),
        )
        for level in report.levels
    ]
    return tuple(levels) or (episodes_how(report),)


def all_episodes(report: Report) -> str:
    """How many of each kind there were at all doses together."""
    counts = [sum(level.episodes[n] for level in report.balance.levels) for n in range(len(report.balance.kinds))]
    return kinds_words(report.balance.kinds, counts)


def kinds_words(kinds: Sequence[str], counts: Sequence[int]) -> str:
    """ "panic attack 4 times, seizure 0 times"."""
    return listed(
        [
            ngettext("%(episode)s %(num)s time", "%(episode)s %(num)s times", count, episode=inside(kind))
            for kind, count in zip(kinds, counts, strict=True)
        ]
    )


def level_days(level: Level) -> str:
    """How long a time at a dose is, in days with an entry."""
    return days_words(level.recorded)


def level_rate(level: Level) -> str:
    """All its episodes a week, to a tenth."""
    return _("%(count)s a week", count=write_number(round(10 * a_week(level)) * (ONE // 10)))


def a_week(level: Level) -> float:
    """All episodes of a time at a dose, a week."""
    return sum(level.a_week(kind) for kind in range(len(level.episodes)))
