"""The database itself: connections, transactions, tables and column types."""
