"""Draw benefit and burden: a bar for what is counted at each dose, on a track as long as the most there can be."""

from journal.core.charts.balance_points import BalanceChart
from journal.render.charts.balance_layout import BAR_HIGH, BalanceLayout
from journal.render.charts.sheet import Sheet


def draw(_chart: BalanceChart, place: BalanceLayout, sheet: Sheet) -> None:
    """Draw the chart on a sheet."""
    theme = sheet.theme
    colours = {"episode": theme.act, "benefit": theme.act, "hard": theme.ramp[3], "mattered": theme.amber}
    sheet.lines("rules", [(place.left, y, place.right, y) for y in place.rules], theme.hair, 1)
    tracks = [(bar.left, bar.y, bar.track, bar.y) for bar in place.bars]
    sheet.lines("tracks", tracks, theme.gap, BAR_HIGH)
    for kind, colour in colours.items():
        bars = [(bar.left, bar.y, bar.right, bar.y) for bar in place.bars if bar.kind == kind and bar.right > bar.left]
        sheet.lines(kind, bars, colour, BAR_HIGH)
    sheet.head(place.head)
    sheet.text(*place.words)
