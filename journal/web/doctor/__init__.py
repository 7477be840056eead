"""Pages for the doctor: the report of some days, and visits."""
