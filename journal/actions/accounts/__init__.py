"""What changes an account, and every way in."""
