"""Pages of the record: Today, the forms of each kind, the history."""
