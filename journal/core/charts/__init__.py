"""Charts as values: points, a sentence and a table, computed from columns."""
