"""The paper that is printed on, as a person chose it or as it is usual where the person lives."""

from collections.abc import Mapping

from journal.core.values.languages import N_
from journal.core.values.territories import territory_of

A4, US_LETTER = "a4", "us-letter"
PAPERS: Mapping[str, str] = {A4: N_("A4"), US_LETTER: N_("US Letter")}
POINTS: Mapping[str, tuple[int, int]] = {A4: (595, 842), US_LETTER: (612, 792)}  # how wide and high, 72 to the inch

# Source: Unicode CLDR, supplemental measurement data (paperSize US-Letter), and the islands that follow the US.
_LETTER = "BZ CA CL CO CR GT MX NI PA PH PR SV US VE AS GU MP UM VI"


def paper_size(chosen: str, zone: str) -> str:
    """A key of PAPERS: `chosen`, or what is usual in the zone where that is no paper."""
    return chosen if chosen in PAPERS else usual_paper(zone)


def usual_paper(zone: str) -> str:
    """The paper that is usual where that zone is; A4 where that is not known."""
    return US_LETTER if territory_of(zone) in _LETTER.split() else A4
