"""What leaves the journal as files, and what is written down of that."""
