"""Durations in words."""

from datetime import timedelta

from journal.core.values.languages import _, ngettext


def duration_words(length: timedelta) -> str:
    """ "4 hours 10 minutes", "3 days"; nothing smaller than a minute, and nothing below zero."""
    minutes = max(0, int(length.total_seconds()) // 60)
    if minutes >= 48 * 60:
        return ngettext("%(num)s day", "%(num)s days", minutes // (24 * 60))
    hours, rest = divmod(minutes, 60)
    in_hours = ngettext("%(num)s hour", "%(num)s hours", hours) if hours else ""
    in_minutes = ngettext("%(num)s minute", "%(num)s minutes", rest) if rest else ""
    if in_hours and in_minutes:
        return _("%(hours)s %(minutes)s", hours=in_hours, minutes=in_minutes)
    return in_hours or in_minutes or _("less than a minute")
