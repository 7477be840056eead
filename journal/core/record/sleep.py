"""Hours of sleep, as whole half hours: read as people write them, and said."""

import re

from journal.core.values.languages import _
from journal.core.values.text import with_ascii_digits

MOST_HALF_HOURS = 48

_HOURS = re.compile(r"([0-9]{1,2})?(?:[.,]([05]))?(½)?")
_CLOCK = re.compile(r"([0-9]{1,2})(?::| ?h ?)(00|30)(?: ?min)?", re.IGNORECASE)


def sleep_words(half_hours: int) -> str:
    """How long somebody slept: "7 h 30 min"."""
    hours, half = divmod(half_hours, 2)
    return _("%(hours)s\u00a0h 30\u00a0min", hours=hours) if half else _("%(hours)s\u00a0h", hours=hours)


def read_sleep(text: str) -> int | None:
    """Hours of sleep as whole half hours: "7", "7.5", "7,5", "7½", "7:30", "7 h 30"; "" is not answered.

    Raises ValueError with a sentence: what is no half hour is not rounded.
    """
    typed = with_ascii_digits(text).strip()
    if not typed:
        return None
    if found := _CLOCK.fullmatch(typed):
        half_hours = 2 * int(found[1]) + (found[2] == "30")
    elif (found := _HOURS.fullmatch(typed)) and not (found[2] and found[3]) and (found[1] or found[3]):
        half_hours = 2 * int(found[1] or 0) + (found[2] == "5" or bool(found[3]))
    else:
        half_hours = MOST_HALF_HOURS + 1
    if half_hours > MOST_HALF_HOURS:
        raise ValueError(_("Write the hours you slept, from 0 to 24, in half hours: for example 7 or 7.5."))
    return half_hours
