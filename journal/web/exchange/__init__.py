"""What leaves the journal as data and on paper, and what is typed in from paper."""
