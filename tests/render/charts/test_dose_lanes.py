"""The doses of several medicines under the severities: a lane each, labelled, and a pause that is a gap."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from matplotlib.patches import PathPatch

from journal.core.charts.points import Of
from journal.core.charts.severity_points import Beside, DoseLine, DoseStep, SeverityChart
from journal.core.values.periods import Period
from journal.render.charts import charts, severity_layout
from journal.render.charts.layout import WIDTHS, Line, Width, long
from journal.render.charts.sheet import Letters
from journal.render.style import SMALL, THEMES
from tests.render import samples

OVER = samples.period(90)


def day(n: int) -> date:
    return OVER.first_on + timedelta(days=n)


SYRUP = DoseLine(
    (DoseStep(day(0), day(39), 5_000_000), DoseStep(day(40), day(89), 10_000_000)),
    (5_000_000,) * 90,
    (day(40),),
    Of("Syrup", "ml"),
)
RARE = DoseLine((), (0,) * 80 + (2_000_000,) * 10, (), Of("Paracetamol", "pieces"), as_needed=True)
PLANNED = DoseLine((DoseStep(day(0), day(89), 1_000_000),), (1_000_000,) * 90, (), Of("Clonazepam"))


def chart(*lines: DoseLine, dose: DoseLine = PLANNED) -> SeverityChart:
    return replace(samples.severity(90), dose=dose, beside=Beside(lines))


def lines(of: SeverityChart, width: Width) -> list[Line]:
    return [letters.line for letters in charts.figure(of, THEMES["light"], width=width, caption=False).findobj(Letters)]


def shapes(of: SeverityChart, width: Width = "wide") -> dict[str, PathPatch]:
    found = charts.figure(of, THEMES["light"], width=width, caption=False).findobj(PathPatch)
    return {patch.get_gid(): patch for patch in found if patch.get_gid()}


@pytest.mark.parametrize("width", WIDTHS)
def test_each_medicine_has_a_lane_with_its_name_and_amount_under_the_first(width: Width) -> None:
    of = chart(SYRUP, RARE)
    place = severity_layout.lay_out(of, width, False)
    boxes = [place.dose, *place.beside]
    assert all(one.bottom < two.top for one, two in pairwise(boxes))
    assert boxes[-1].bottom == place.axis < place.height
    said = {line.text: line for line in lines(of, width)}
    assert {"Clonazepam", "1\u00a0mg a day"} <= set(said)
    assert any(text.startswith("Syrup") for text in said)
    assert any(text.startswith("10") for text in said)
    assert any("at most 2\u00a0pieces" in text for text in said)
    for line in said.values():
        assert line.size >= SMALL
        assert 0 <= line.left <= line.left + long(line) <= WIDTHS[width]


@pytest.mark.parametrize("width", WIDTHS)
def test_the_largest_amount_of_a_lane_fills_it_and_no_lane_reaches_another(width: Width) -> None:
    place, found = severity_layout.lay_out(chart(SYRUP, RARE), width, False), shapes(chart(SYRUP, RARE), width)
    syrup, rare = place.beside
    bars = next(patch for name, patch in found.items() if name.startswith("beside-2-taken-"))
    assert bars.get_linewidth() == rare.high == rare.bottom - rare.top
    rows = found["beside-1-planned"].get_path().vertices[:, 1]
    assert min(rows) == syrup.bottom - syrup.high >= syrup.top


@pytest.mark.parametrize(
    ("name", "title", "said"),
    [
        ("Paracetamol", "Paracetamol", "as needed, at most 2\u00a0pieces a day"),
        ("Ibuprofen with codeine", "Ibuprofen with codeine", "at most 2\u00a0pieces a day"),
        ("Ibuprofen with codeine and caffeine", "Ibuprofen with codeine and", "at most 2\u00a0pieces"),
    ],
)
def test_the_most_of_a_lane_is_said_as_far_as_its_name_leaves_room(name: str, title: str, said: str) -> None:
    found = lines(chart(replace(RARE, of=Of(name, "pieces"))), "narrow")
    texts = [line.text for line in found]
    assert {title, said} <= set(texts)
    first, second = found[texts.index(title)], found[texts.index(said)]
    assert first.left + long(first) < second.left


def test_with_one_medicine_there_is_no_lane() -> None:
    place = severity_layout.lay_out(chart(), "wide", False)
    assert place.beside == ()
    assert place.axis == place.dose.bottom


def test_a_pause_is_a_gap_in_the_line_with_its_word() -> None:
    paused = replace(PLANNED, pauses=(Period(day(20), day(29)), Period(day(60), day(89))))
    of = chart(dose=paused)
    found = shapes(of)
    assert len([name for name in found if name.startswith("planned")]) == 2
    assert [line.text for line in lines(of, "wide")].count("pause") == 2
    assert [line.text for line in lines(chart(), "wide")].count("pause") == 0


def test_days_of_a_pause_are_not_shaded_as_if_a_dose_were_owed() -> None:
    taken = tuple(None if 20 <= n < 30 else 1_000_000 for n in range(90))
    silent = replace(PLANNED, taken_amount=taken)
    assert "dose-unknown" in shapes(chart(dose=silent))
    assert "dose-unknown" not in shapes(chart(dose=replace(silent, pauses=(Period(day(20), day(29)),))))


def test_the_word_of_a_pause_gives_way_to_an_amount_and_to_the_word_before() -> None:
    starts = replace(PLANNED, pauses=(Period(day(1), day(3)), Period(day(5), day(6))))
    of = chart(dose=starts)
    place = severity_layout.lay_out(of, "small", False)
    words = [line for line in lines(of, "small") if line.text == "pause"]
    assert [line.y for line in words] == [place.dose.bottom - 5], "two days later there is no room for another"


def test_on_paper_fewer_panels_stand_over_lanes() -> None:
    many = replace(chart(), panels=chart().panels[:1] * 9)
    alone = [len(part.panels) for part in severity_layout.split(many)]
    beside = [len(part.panels) for part in severity_layout.split(replace(many, beside=Beside((SYRUP, RARE))))]
    assert alone == [3, 5, 1]
    assert beside == [2, 4, 3]
