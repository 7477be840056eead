"""What changes the record: entries and a person's own symptoms."""
