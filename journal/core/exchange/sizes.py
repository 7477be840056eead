"""About how large a file will be, said before somebody asks for it."""

from collections.abc import Mapping

from journal.core.record.entries import Kind
from journal.core.values.languages import _, ngettext

# Bytes an entry of a kind takes in a file; what is not named takes as much as `_OTHER`. A test holds them against real
# files: they may be wrong by half.
_OTHER = 600
_BYTES: Mapping[str, Mapping[Kind, int]] = {
    "journal.json": {"dose": 620, "check_in": 1700},
    "tables.xlsx": {"dose": 75, "check_in": 120},
    "tables.zip": {"dose": 40, "check_in": 60},
    "charts.zip": {"dose": 40, "check_in": 60},
    "fhir.json": {"dose": 950, "check_in": 17_000, "episode": 1100},
}
_FIXED, _FIXED_OF = 4000, {"charts.zip": 4_000_000}  # the head of a file; pictures are as large whatever they show
MEGABYTE = 1_000_000


def about_bytes(name: str, counts: Mapping[Kind, int]) -> int:
    """About how many bytes a file of so many entries of each kind has; 0 for a file nothing is known of."""
    if name not in _BYTES:
        return 0
    return _FIXED_OF.get(name, _FIXED) + sum(count * _BYTES[name].get(kind, _OTHER) for kind, count in counts.items())


def size_words(size: int) -> str:
    """A size in words: "less than 1 MB"."""
    if size < MEGABYTE:
        return _("less than 1 MB")
    return _("about %(num)s MB", num=round(size / MEGABYTE))


def entries_words(counts: Mapping[Kind, int]) -> str:
    """How many entries were chosen."""
    return ngettext("%(num)s entry", "%(num)s entries", sum(counts.values()))
