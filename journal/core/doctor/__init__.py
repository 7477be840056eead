"""What goes to the doctor: the report, one page of a period."""
