"""Entries of the record in the database."""
