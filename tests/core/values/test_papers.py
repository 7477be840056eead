"""Paper is what a person chose, or what is usual where the zone is."""

import pytest

from journal.core.accounts.accounts import Settings
from journal.core.values.papers import A4, PAPERS, US_LETTER, paper_size, usual_paper


@pytest.mark.parametrize(
    ("zone", "usual"),
    [
        ("Europe/Berlin", A4),
        ("America/New_York", US_LETTER),
        ("US/Pacific", US_LETTER),
        ("America/Sao_Paulo", A4),
        ("America/Mexico_City", US_LETTER),
        ("Asia/Manila", US_LETTER),
        ("UTC", A4),
        ("Nowhere/At_All", A4),
    ],
)
def test_it_follows_the_region_until_somebody_chooses(zone: str, usual: str) -> None:
    assert usual_paper(zone) == usual
    assert Settings(zone).paper_size == usual
    assert [paper_size(chosen, zone) for chosen in PAPERS] == [*PAPERS]
    assert paper_size("napkin", zone) == usual
