"""The record: what an entry of each kind is, how its form is read, and what is asked of many."""
