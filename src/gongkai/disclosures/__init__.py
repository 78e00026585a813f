"""Published items, from draft to tombstone."""
