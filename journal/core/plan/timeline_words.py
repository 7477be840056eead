"""What the timeline of a plan says of a step in words: when it was the plan, and what was recorded of its doses."""

from collections.abc import Iterator
from datetime import date

from journal.core.plan.regimens import Pause
from journal.core.plan.timeline import Average, Counts, TimelineStep
from journal.core.values.amounts import write_amount
from journal.core.values.languages import _, in_a_row, ngettext
from journal.core.values.periods import Period, day_words, period_words


def days_of_step(each: TimelineStep, today: date) -> str:
    """Its days: "12 October to 13 December", "from 14 December on"; with the year where that is another one."""
    if each.last_on is not None:
        return period_words(Period(each.first_on, each.last_on), today)
    if each.when == "present":
        return _("since %(first)s", first=day_of_step(each.first_on, today))
    return _("from %(day)s on", day=day_of_step(each.first_on, today))


def day_of_step(on: date, today: date) -> str:
    """A day of the timeline: "14 December", with the year where that is another one."""
    return day_words(on, with_year=on.year != today.year)


def pause_of_step(pause: Pause, today: date) -> str:
    """A pause inside a step: "9 November to 14 November: in hospital"."""
    days = period_words(Period(pause.first_on, pause.last_on), today)
    return _("%(days)s: %(reason)s", days=days, reason=pause.reason) if pause.reason else days


def told_words(each: TimelineStep, today: date, unit: str) -> tuple[str, ...]:
    """What is known of its doses, a sentence each; nothing where none of them has come."""
    if each.counts is None:
        return ()
    said = [taken_words(each.counts), other_words(each.counts), average_words(each.average, unit)]
    if any(said) and each.counted_from is not None:
        said.append(_("Counted from %(day)s on.", day=day_of_step(each.counted_from, today)))
    return tuple(sentence for sentence in said if sentence)


def taken_words(counts: Counts) -> str:
    """How many of the planned doses are recorded as taken; "" where none has come."""
    if not counts.planned:
        return ""
    if counts.taken == counts.planned:
        return ngettext(
            "%(num)s planned dose recorded as taken.", "All %(num)s planned doses recorded as taken.", counts.planned
        )
    return ngettext(
        "%(taken)s of %(num)s planned dose recorded as taken.",
        "%(taken)s of %(num)s planned doses recorded as taken.",
        counts.planned,
        taken=counts.taken,
    )


def other_words(counts: Counts) -> str:
    """What was otherwise than planned, and what was taken besides, as a sentence; "" for nothing."""
    parts = list(_other_parts(counts))
    return _("%(statements)s.", statements=in_a_row(parts)) if parts else ""


def _other_parts(counts: Counts) -> Iterator[str]:
    if counts.late:
        yield ngettext("%(num)s dose late", "%(num)s doses late", counts.late)
    if counts.skipped:
        yield ngettext("%(num)s dose skipped", "%(num)s doses skipped", counts.skipped)
    if counts.missed:
        yield ngettext("%(num)s dose not logged", "%(num)s doses not logged", counts.missed)
    if counts.not_recorded:
        yield ngettext(
            "%(num)s dose on a day without entries", "%(num)s doses on days without entries", counts.not_recorded
        )
    if counts.other_amount:
        words = "%(num)s dose in another amount than planned", "%(num)s doses in another amount than planned"
        yield ngettext(*words, counts.other_amount)
    if counts.more:
        yield ngettext("%(num)s dose more than planned", "%(num)s doses more than planned", counts.more)
    if counts.as_needed:
        yield ngettext("%(num)s dose as needed", "%(num)s doses as needed", counts.as_needed)


def average_words(average: Average | None, unit: str) -> str:
    """What is recorded a day on average, beside what was ordered; "" where both are the same."""
    if average is None or average.recorded == average.ordered:
        return ""
    recorded, ordered = write_amount(average.recorded, unit), write_amount(average.ordered, unit)
    return _("Recorded on average %(recorded)s a day, ordered %(ordered)s.", recorded=recorded, ordered=ordered)
