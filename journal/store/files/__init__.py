"""Files around an SQLite record: who holds it, what is being made, what was left unfinished."""
