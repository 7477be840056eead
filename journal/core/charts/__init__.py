"""Charts as values: points, a caption and a table, computed from columns."""
