"""What the safety rules know of the record around an entry, and what is kept of what they found."""
