"""What leaves the journal and comes into it, as values."""
