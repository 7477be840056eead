"""Upkeep of the whole record: schema, copies, restores. It knows the database, never the reverse."""
