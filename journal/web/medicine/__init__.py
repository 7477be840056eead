"""Pages about the medicine, and Emergency."""
