"""Render: the points of `journal.core.charts.trends` become pictures and paper. Knows no web and no database."""
