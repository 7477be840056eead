"""Say the answer of Today over several medicines, in one sentence: it counts the planned times that have come."""

from collections.abc import Sequence
from datetime import datetime

from journal.core.values.languages import _, listed, ngettext
from journal.core.values.sentences import inside
from journal.web.record import answers
from journal.web.record.today_lines import Line

MOST_NAMED = 2  # of medicines that are not recorded at several times; of more the sentence gives the number
MOST_NAMED_AT_ONCE = 3  # at one time; the rows below say which


def sentence(every: Sequence[Line], coming: Sequence[datetime]) -> str:
    """The answer over several medicines: it counts the planned times that have come."""
    due = [line for line in every if line.row is not None and line.row.has_come]
    empty = [line for line in due if line.row is not None and not line.row.slot.is_answered]
    if empty:
        return _not_recorded(due, empty)
    if not due:
        if coming:
            return _("Nothing is planned before %(time)s", time=answers.clock(min(coming)))
        return _("Your medicines today")
    skipped = sum(line.row is not None and line.row.state == "skipped" for line in due)
    if skipped:
        words = "All recorded so far, %(num)s skipped", "All recorded so far, %(num)s skipped"
        return ngettext(*words, skipped)
    part = sum(line.row is not None and line.row.state == "part" for line in due)
    return _("All recorded so far, not all of it taken") if part else _("Yes: all taken so far")


def _not_recorded(due: Sequence[Line], empty: Sequence[Line]) -> str:
    names = listed([inside(line.name) for line in empty])
    times = {line.at for line in empty}
    if len(times) > 1 and len(empty) > MOST_NAMED:
        return ngettext("Not recorded: %(num)s planned dose", "Not recorded: %(num)s planned doses", len(empty))
    if len(times) > 1:
        each = [_("%(medicine)s for %(time)s", medicine=inside(line.name), time=line.time) for line in empty]
        return _("Not recorded: %(doses)s", doses=listed(each))
    together = [line for line in due if line.at in times]
    if len(empty) > MOST_NAMED_AT_ONCE:
        return _many_not_recorded(len(together) - len(empty), len(together), empty[0].time)
    if len(together) == len(empty):
        return _("Not recorded: %(medicines)s, planned for %(time)s", medicines=names, time=empty[0].time)
    parts = {
        "recorded": len(together) - len(empty),
        "all": len(together),
        "time": empty[0].time,
        "medicines": names,
    }
    return ngettext(
        "%(recorded)s of %(all)s planned for %(time)s are recorded; %(medicines)s is not",
        "%(recorded)s of %(all)s planned for %(time)s are recorded; %(medicines)s are not",
        len(empty),
        **parts,
    )


def _many_not_recorded(recorded: int, planned: int, time: str) -> str:
    if not recorded:
        words = "Not recorded: %(num)s planned for %(time)s", "Not recorded: %(num)s planned for %(time)s"
        return ngettext(*words, planned, time=time)
    return ngettext(
        "%(num)s of %(all)s planned for %(time)s is recorded",
        "%(num)s of %(all)s planned for %(time)s are recorded",
        recorded,
        all=planned,
        time=time,
    )
