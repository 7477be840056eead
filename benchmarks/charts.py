"""Charts: drawing beside matplotlib's own defaults on the same data, sizes, and all of them as one PDF.

`python -m benchmarks.charts` prints the figures of drawing alone.
"""

import time
from collections.abc import Callable, Iterator
from io import BytesIO
from itertools import count
from statistics import median

from matplotlib import rc_context
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from benchmarks.rounds import Row, compare, each, ratio_row
from journal.core.charts.severity_points import SeverityChart
from journal.render import images, paper
from tests.render import samples

RAMP = ("#edf1f2", "#cbe1e4", "#ecb653", "#da7d42", "#a62f33")


def measure() -> Iterator[Row]:
    """The rows of drawing, sizes and paper."""
    images.warm()
    yield from each(
        ("severity chart drawn", _drawn),
        ("severity chart as SVG", _sizes),
        ("PDF of all charts", lambda: [_paper()]),
    )


def _drawn() -> Iterator[Row]:
    bars = compare(_each(lambda chart: images.draw(chart, "svg")), _each(default_svg), 5)
    yield ratio_row("severity chart drawn, a year, 4 effects", 0.6, bars, more="theirs a bar a day")
    steps = compare(_each(lambda chart: images.draw(chart, "svg")), _each(lean_svg), 11)
    yield ratio_row("the same beside a leaner default", 0.6, steps, more="theirs one filled step a panel")


def _sizes() -> Iterator[Row]:
    for name, length, goal in (("a year", 365, 64), ("ten years", 3652, 150)):
        chart = samples.severity(length, 4)
        yield Row(f"severity chart as SVG, {name}", goal, len(images.draw(chart, "svg")) / 1000, "size", "kB")


def _paper() -> Row:
    charts = (samples.severity(365, 4), samples.calendar(365), samples.doses(365))

    def pdf() -> bytes:
        return paper.charts_pdf("Charts", "Bench", "a year", charts, ("Small print.",))

    def alone() -> list[bytes]:
        return [images.draw(chart, "svg", "print", caption=False) for chart in charts]

    return ratio_row("PDF of all charts beside its charts alone", 1.4, compare(pdf, alone, 7))


def _each(draw: Callable[[SeverityChart], bytes]) -> Callable[[], bytes]:
    """Draws another chart at each call, so that nothing kept from the one before helps."""
    charts = (samples.severity(length, 4) for length in count(365, -1))
    return lambda: draw(next(charts))


def default_svg(chart: SeverityChart) -> bytes:
    """The same bars, medians and dose with matplotlib's defaults: one axes a panel, bars and a step line."""
    with rc_context({"svg.fonttype": "path"}):
        figure = Figure(figsize=(9, 8))
        axes = figure.subplots(len(chart.panels) + 1, 1, sharex=True)
        days = list(chart.period.days())
        for axis, panel in zip(axes, chart.panels, strict=False):
            axis.bar(days, [value or 0 for value in panel.days], color=[RAMP[value or 0] for value in panel.days])
            for over in panel.medians:
                if over.median is not None:
                    axis.hlines(over.median, over.first_on, over.last_on, colors="black")
            axis.set_title(panel.name)
            axis.set_ylim(0, 4)
        axes[-1].step(days, [amount or 0 for amount in chart.dose.taken_amount], where="post")
        figure.suptitle(chart.caption.question)
        buffer = BytesIO()
        FigureCanvasSVG(figure).print_svg(buffer)
        return buffer.getvalue()


def lean_svg(chart: SeverityChart) -> bytes:
    """A harder rival: one filled step a panel instead of a rectangle a day, all else default."""
    figure = Figure(figsize=(9, 8))
    axes = figure.subplots(len(chart.panels) + 1, 1, sharex=True)
    days = list(chart.period.days())
    for axis, panel in zip(axes, chart.panels, strict=False):
        axis.fill_between(days, [value or 0 for value in panel.days], step="mid")
        axis.set_title(panel.name)
    axes[-1].step(days, [amount or 0 for amount in chart.dose.taken_amount], where="post")
    buffer = BytesIO()
    with rc_context({"svg.fonttype": "path"}):
        FigureCanvasSVG(figure).print_svg(buffer)
    return buffer.getvalue()


def cpu(draw: Callable[[], bytes], times: int) -> float:
    """The median CPU milliseconds of a drawing, after one to warm up."""
    draw()
    took = []
    for _ in range(times):
        start = time.process_time()
        draw()
        took.append((time.process_time() - start) * 1000)
    return median(took)


def first_moments() -> float:
    """Seconds of CPU to load everything and draw the first tiny chart, in this process."""
    start = time.process_time()
    images.warm()
    return time.process_time() - start


def main() -> None:
    """Print the figures of performance.md's chart row."""
    print(f"warm: {first_moments():.2f} s CPU")
    year, decade = samples.severity(365, 4), samples.severity(3652, 4)
    ours = cpu(lambda: images.draw(year, "svg"), 15)
    default = cpu(lambda: default_svg(year), 5)
    print(f"a year, 4 effects: ours {ours:.1f} ms, matplotlib's default {default:.1f} ms, ratio {ours / default:.3f}")
    lean = cpu(lambda: lean_svg(year), 7)
    print(f"the same with one filled step a panel: {lean:.1f} ms, ratio {ours / lean:.3f}")
    print(f"ten years, 4 effects: {cpu(lambda: images.draw(decade, 'svg'), 5):.1f} ms")
    print(f"PNG of the year at 300 dpi: {cpu(lambda: images.draw(year, 'png', 'print'), 3):.1f} ms")
    for name, chart in (("year", year), ("ten years", decade)):
        sizes = {fmt: len(images.draw(chart, fmt)) / 1000 for fmt in ("svg", "png", "pdf")}
        print(f"{name}: " + ", ".join(f"{fmt} {kb:.1f} kB" for fmt, kb in sizes.items()))
    print(f"matplotlib's default SVG of the year: {len(default_svg(year)) / 1000:.0f} kB")


if __name__ == "__main__":
    main()
