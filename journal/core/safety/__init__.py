"""Safety rules: what is asked before an entry is saved, and told once it is. They never block."""
