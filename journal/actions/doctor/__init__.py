"""The report of a period, and visits: plan one, note what to say there and what was decided."""
