"""What is measured is told in seconds of the quiet machine, whatever machine measured it."""

from collections.abc import Iterator

import pytest

from tests import reference_work
from tests.reference_work import QUIET_S, Yardstick


def takes(monkeypatch: pytest.MonkeyPatch, times: Iterator[float]) -> list[float]:
    """The work takes these seconds, one after the other; what is returned are those that were asked for."""
    asked: list[float] = []

    def taken() -> float:
        asked.append(next(times))
        return asked[-1]

    monkeypatch.setattr(reference_work, "do", lambda: None)
    monkeypatch.setattr(reference_work, "_seconds_taken", taken)
    return asked


@pytest.mark.parametrize("slower", [1, 2, 0.5])
def test_a_slow_machine_says_the_same_as_the_quiet_one(monkeypatch: pytest.MonkeyPatch, slower: float) -> None:
    takes(monkeypatch, iter([QUIET_S * slower] * 100))
    assert Yardstick().quiet_s(1.5 * slower) == pytest.approx(1.5)


def test_what_takes_longer_on_the_same_machine_takes_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    takes(monkeypatch, iter([QUIET_S] * 100))
    assert Yardstick().quiet_s(3.0) == pytest.approx(2 * Yardstick().quiet_s(1.5))


def test_the_work_is_done_before_and_after_and_longer_after_what_took_long(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = takes(monkeypatch, iter([QUIET_S * 3, QUIET_S] * 100))
    assert Yardstick().quiet_s(0.1) == pytest.approx(0.05)  # twice as slow: the mean of both
    assert len(asked) == 2
    Yardstick().quiet_s(QUIET_S * 40)
    assert sum(asked[2:]) >= QUIET_S * 20


def test_the_work_is_small_and_done_at_once() -> None:
    assert Yardstick().quiet_s(0.0) == 0.0
