"""The charts of the made-up patient show what they showed: every point, sentence and cell, as files."""

import pytest

from tests.core.charts.demo_points import FOLDER, charts, written

CHARTS = dict(charts())


@pytest.mark.parametrize("name", CHARTS)
def test_the_points_of_the_demo_are_those_of_the_file(name: str) -> None:
    wanted = (FOLDER / f"{name}.json").read_text("utf-8")
    assert written(CHARTS[name]) == wanted, "`python -m tests.core.charts.demo_points` writes the files anew"


def test_each_file_has_its_chart() -> None:
    assert {file.stem for file in FOLDER.iterdir()} == set(CHARTS)
