"""Formats: values become files and lines that other programs read. Knows no web, no database and no pictures."""
