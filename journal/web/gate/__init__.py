"""Who may in, and what becomes of a form that may not: kept, refused, or shown as an error."""
