"""What the patient wants to say at the next visit, as it stands on the report: three lines, and how much was ticked."""

from dataclasses import dataclass

from journal.core.doctor.visits import LINES, Visit
from journal.core.values.languages import ngettext, pgettext


@dataclass(frozen=True, slots=True)
class Spoken:
    """Each line that is written, with what it answers; `ticked` is how many entries were ticked for the visit."""

    lines: tuple[tuple[str, str], ...] = ()
    ticked: int = 0

    def __bool__(self) -> bool:
        return bool(self.lines or self.ticked)

    @property
    def ticked_words(self) -> str:
        """How much was ticked; "" where nothing was."""
        if not self.ticked:
            return ""
        return ngettext(
            "%(num)s entry is ticked to be spoken of.", "%(num)s entries are ticked to be spoken of.", self.ticked
        )


NOTHING_TO_SAY = Spoken()


def spoken(visit: Visit | None, ticked: int) -> Spoken:
    """What is to be said at a visit, where there is one to come; a line of several is one on paper."""
    written = visit.said.lines.items() if visit else ()
    lines = ((pgettext("line for the doctor", LINES[name]), " ".join(line.split())) for name, line in written if line)
    return Spoken(tuple(lines), ticked)
