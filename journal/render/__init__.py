"""Render: the points of `journal.core.charts.points` become pictures and paper. Knows no web and no database."""
