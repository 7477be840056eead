"""Files around an SQLite record: who holds it, what is being made, which restore was interrupted."""
