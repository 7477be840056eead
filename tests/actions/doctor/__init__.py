"""What goes to the doctor, as actions."""
