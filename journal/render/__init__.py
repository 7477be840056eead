"""Render: the points of `journal.core.trends` become pictures and paper. Knows no web and no database."""
