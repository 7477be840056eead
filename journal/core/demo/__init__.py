"""The demo: a made-up patient's story. It may use every rule; no rule uses it."""
