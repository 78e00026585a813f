"""The index and the query."""
