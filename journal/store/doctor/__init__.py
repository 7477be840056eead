"""Visits in the database, and what only the report asks of the record."""
