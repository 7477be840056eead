"""Pages of the charts, and their pictures."""
