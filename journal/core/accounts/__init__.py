"""Accounts: what is accepted at sign-up and log-in, and what is written of it."""
