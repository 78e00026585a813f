"""What keeps the index true to the database."""
