"""Draw strokes, shapes and text on a figure, in pixels from the top left: matplotlib's objects, no axes, no pyplot.

Shapes of one look go into one compound path. That is what makes a chart small and quick: a year of bars is
five paths, and ticks, spines and boxes are never built to be hidden again.
"""

from collections.abc import Sequence
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib import font_manager
from matplotlib.artist import Artist
from matplotlib.backend_bases import GraphicsContextBase, RendererBase
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from journal.render.charts.layout import ON_RAMP, SHARES, Line
from journal.render.style import EMBEDDED, FAMILY, Theme, font_folder
from journal.render.text.text_shaping import FINE, outlines, path_data

Segment = tuple[float, float, float, float]
Point = tuple[float, float]

CAPTION_ID = "words-"  # begins the name of each line on top of a chart

# Set once for the process: same bytes for the same data, text as text (a third cheaper than outlines).
mpl.rcParams["svg.hashsalt"] = "journal"
mpl.rcParams["svg.fonttype"] = "none"
mpl.rcParams["pdf.fonttype"] = 42
for _name in ("Regular", "Bold"):
    font_manager.fontManager.addfont(font_folder() / f"AtkinsonHyperlegible-{_name}.ttf")


class Letters(Artist):
    """One line of text at its place, never read as mathematics.

    matplotlib's own Text measures each line again to lay it out; ours is laid out already.
    """

    def __init__(self, line: Line, colour: str, high: int, gid: str | None = None) -> None:
        super().__init__()
        self.set_zorder(3)  # over every shape
        self.set_gid(gid)
        self.line, self.colour, self.high = line, colour, high

    def draw(self, renderer: RendererBase) -> None:
        """Draw the line: as text where the font of the picture has every letter, else as the outlines of the letters,
        joined and ordered as their script wants it, which look the same wherever the picture is opened."""
        figure = self.get_figure(root=True)
        if figure is None:
            return
        gc = renderer.new_gc()
        gc.set_foreground(to_rgba(self.colour), isRGBA=True)
        gid = self.get_gid()
        if gid is not None:
            renderer.open_group(gid, gid)
        (self._draw_text if EMBEDDED.issuperset(self.line.text) else self._draw_outlines)(renderer, gc, figure.dpi / 72)
        if gid is not None:
            renderer.close_group(gid)
        gc.restore()

    def _draw_text(self, renderer: RendererBase, gc: GraphicsContextBase, scale: float) -> None:
        line = self.line
        font = FontProperties(family=[FAMILY], size=line.size, weight="bold" if line.bold else "normal")
        y = line.y if renderer.flipy() else self.high - line.y
        renderer.draw_text(gc, line.left * scale, y * scale, line.text, font, 0.0)

    def _draw_outlines(self, renderer: RendererBase, gc: GraphicsContextBase, scale: float) -> None:
        line = self.line
        path = outlines(line.text, line.bold, line.size)
        if not len(path):
            return
        left = line.x - SHARES[line.align] * np.asarray(path.vertices)[:, 0].max()
        writer: Any = getattr(renderer, "writer", None)  # of an SVG
        if writer is not None:
            writer.element("path", d=path_data(path, left, line.y), transform=f"scale({1 / FINE})", fill=self.colour)
            return
        gc.set_linewidth(0)
        place = Affine2D.from_values(scale, 0, 0, scale, left * scale, (self.high - line.y) * scale)
        renderer.draw_path(gc, path, place, to_rgba(self.colour))


class Sheet:
    """A figure of `width` by `height` pixels (1/72 inch each) in a theme."""

    def __init__(self, width: int, height: int, theme: Theme) -> None:
        self.theme, self.width, self.high = theme, width, height
        self.figure = Figure(figsize=(width / 72, height / 72), dpi=72, facecolor=theme.paper, edgecolor="none")
        self._pixels = Affine2D.from_values(1 / 72, 0, 0, -1 / 72, 0, height / 72) + self.figure.dpi_scale_trans

    def lines(
        self,
        gid: str,
        segments: Sequence[Segment],
        colour: str,
        width: float,
        *,
        round_ends: bool = False,
        dash: tuple[float, float] | None = None,
    ) -> None:
        """Straight strokes of one look. A horizontal stroke as thick as a bar is high is a bar in half the bytes."""
        if not segments:
            return
        points = np.asarray(segments, dtype=float).reshape(-1, 2)
        codes = np.tile(np.array([Path.MOVETO, Path.LINETO], dtype=Path.code_type), len(segments))
        style = (0, dash) if dash else "solid"
        self._add(
            gid,
            Path(points, codes),
            edgecolor=colour,
            linewidth=width,
            fill=False,
            linestyle=style,
            capstyle="round" if round_ends else "butt",
        )

    def shapes(
        self, gid: str, polygons: Sequence[Sequence[Point]], fill: str | None, *, edge: str = "none", width: float = 0
    ) -> None:
        """Closed polygons of one look, filled (or open, with `fill` None) and edged."""
        if not polygons:
            return
        points: list[Point] = []
        codes: list[np.uint8] = []
        for polygon in polygons:
            points += [*polygon, polygon[0]]
            codes += [Path.MOVETO, *[Path.LINETO] * (len(polygon) - 1), Path.CLOSEPOLY]
        self._add(
            gid,
            Path(points, np.array(codes)),
            facecolor=fill or "none",
            edgecolor=edge,
            linewidth=width,
            fill=bool(fill),
        )

    def path(
        self,
        gid: str,
        points: Sequence[Point],
        colour: str,
        width: float,
        *,
        dash: tuple[float, float] | None = None,
    ) -> None:
        """One open line through the points."""
        style = (0, dash) if dash else "solid"
        line = Path(list(points))
        self._add(gid, line, edgecolor=colour, linewidth=width, fill=False, linestyle=style, capstyle="butt")

    def head(self, lines: Sequence[Line]) -> None:
        """The lines on top of a chart, each in a group of its own, which `files.without_caption` takes away again."""
        for n, line in enumerate(lines):
            self._letters(line, f"{CAPTION_ID}{n}")

    def text(self, *lines: Line) -> None:
        """Lines of text in the colour of their tone."""
        for line in lines:
            self._letters(line)

    def _letters(self, line: Line, gid: str | None = None) -> None:
        tones = {"ink": self.theme.ink, "soft": self.theme.soft, "act": self.theme.act}
        tones |= dict(zip(ON_RAMP, self.theme.on_ramp, strict=True))
        if line.text:
            self.figure.add_artist(Letters(line, tones[line.tone], self.high, gid))

    def _add(self, gid: str, path: Path, **look: Any) -> None:
        path.should_simplify = False  # simplifying joins strokes that only happen to touch
        patch = PathPatch(path, transform=self._pixels, gid=gid, snap=False, **look)
        self.figure.add_artist(patch)
