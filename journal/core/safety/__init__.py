"""Safety rules: what is told once something is recorded. They tell and never block."""
