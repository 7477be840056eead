"""Student's t against values that stand in every table, and against itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.core.charts.student import incomplete_beta, quantile, two_sided


@pytest.mark.parametrize(
    ("df", "t"), [(1, 12.706205), (2, 4.302653), (5, 2.570582), (10, 2.228139), (30, 2.042272), (1000, 1.962339)]
)
def test_one_time_in_twenty(df: float, t: float) -> None:
    assert two_sided(t, df) == pytest.approx(0.05, abs=1e-7)
    assert quantile(0.05, df) == pytest.approx(t, abs=1e-6)


def test_ends() -> None:
    assert two_sided(0, 7) == 1
    assert two_sided(1e200, 7) == pytest.approx(0, abs=1e-12)
    assert (incomplete_beta(2, 3, 0), incomplete_beta(2, 3, 1)) == (0, 1)
    assert incomplete_beta(2, 2, 0.5) == pytest.approx(0.5)


@given(st.floats(0, 40), st.floats(1.5, 200))
def test_farther_is_rarer_and_the_way_back_leads_to_the_same(t: float, df: float) -> None:
    p = two_sided(t, df)
    assert 0 <= two_sided(t + 1, df) <= p <= 1
    if 1e-9 < p < 1:
        assert two_sided(quantile(p, df), df) == pytest.approx(p, rel=1e-6)
