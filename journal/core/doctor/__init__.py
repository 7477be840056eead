"""What goes to the doctor: the report of some days, visits past and coming, and the three lines before one."""
