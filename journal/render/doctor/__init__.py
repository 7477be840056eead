"""What goes to the doctor on paper."""
