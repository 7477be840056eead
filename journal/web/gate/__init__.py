"""Who may in, and what becomes of a form that may not: held, refused, or shown as an error."""
