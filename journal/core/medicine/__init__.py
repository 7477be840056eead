"""What is known of a medicine before anybody takes it, and whom to call."""
