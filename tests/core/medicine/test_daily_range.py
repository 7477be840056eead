"""The usual amount a day: one range, one for each of several groups of people, or none at all."""

from pathlib import Path

import pytest

from journal.core.medicine.monograph import read_monograph
from journal.core.values.amounts import ONE
from journal.core.values.errors import InvalidMonograph
from tests.core.medicine.made_up import ONE_RANGE, write

DEPENDS = 'about = "It depends on'
SEVERAL = """
[daily_range]
about = "It depends on what it is taken for."

[[daily_range.ranges]]
for_whom = "worry"
low_mg = "5"
high_mg = "20"

[[daily_range.ranges]]
for_whom = "panic disorder"
low_mg = "10"
high_mg = "60"

[[daily_range.ranges]]
for_whom = "older people"
low_mg = "2.5"
high_mg = "10"
"""


def test_one_range_is_that_of_everybody(tmp_path: Path) -> None:
    usual = read_monograph(write(tmp_path, "examplol")).daily_range
    assert (usual.low, usual.high, usual.highest, usual.ranges) == (5 * ONE, 20 * ONE, 20 * ONE, ())
    assert usual.asks_about(10 * ONE + 1)
    assert not usual.asks_about(10 * ONE)


def test_of_several_ranges_the_highest_is_the_most_of_a_day_wherever_it_stands(tmp_path: Path) -> None:
    usual = read_monograph(write(tmp_path, "examplol", daily_range=SEVERAL)).daily_range
    assert [each.for_whom for each in usual.ranges] == ["worry", "panic disorder", "older people"]
    assert (usual.low, usual.high, usual.highest) == (None, None, 60 * ONE)
    assert not usual.asks_about(900 * ONE), "no amount of one dose was named to ask about"


def test_without_a_range_nothing_is_above_it(tmp_path: Path) -> None:
    usual = read_monograph(write(tmp_path, "examplol", daily_range="")).daily_range
    assert (usual.highest, usual.ranges, usual.about, usual.largest) == (None, (), "", 1000 * ONE)
    assert not usual.asks_about(1000 * ONE)
    told = '\n[daily_range]\nlargest_mg = "5000"\nabout = "Nobody has written one down."\n'
    usual = read_monograph(write(tmp_path, "examplol", daily_range=told)).daily_range
    assert (usual.highest, usual.about, usual.largest) == (None, "Nobody has written one down.", 5000 * ONE)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (
            'for_whom = "panic disorder"',
            'for_whom = "WORRY"',
            "daily_range: ranges: two are for the same people, 'WORRY'",
        ),
        ('for_whom = "worry"\n', "", "daily_range.ranges.0.for_whom: Field required"),
        ('low_mg = "10"', 'low_mg = "61"', "daily_range.ranges.1: low_mg and high_mg must ascend"),
        ('low_mg = "5"', "low_mg = 5", "daily_range.ranges.0.low_mg: write the amount in quotes"),
        ('low_mg = "5"\n', "", "daily_range.ranges.0.low_mg: Field required"),
        (DEPENDS, f'low_mg = "5"\nhigh_mg = "6"\n{DEPENDS}', "daily_range: give low_mg and high_mg, or ranges"),
        (DEPENDS, f'low_mg = "5"\n{DEPENDS}', "daily_range: low_mg and high_mg belong together"),
        (DEPENDS, f'largest_mg = "59"\n{DEPENDS}', "daily_range: largest_mg (1000 where it is left out) must"),
        ('about = "It depends on what it is taken for."\n', "", "daily_range.about: Field required"),
    ],
)
def test_several_ranges_that_make_no_sense_are_refused(tmp_path: Path, old: str, new: str, reason: str) -> None:
    path = write(tmp_path, "examplol", (old, new), daily_range=SEVERAL)
    with pytest.raises(InvalidMonograph) as refused:
        read_monograph(path)
    assert str(refused.value).startswith(f"{path}: {reason}")


def test_one_range_says_from_which_dose_on_it_asks(tmp_path: Path) -> None:
    path = write(tmp_path, "examplol", daily_range=ONE_RANGE.replace('ask_above_mg = "10"\n', ""))
    with pytest.raises(InvalidMonograph, match="daily_range: ask_above_mg belongs to low_mg and high_mg: give it too"):
        read_monograph(path)
