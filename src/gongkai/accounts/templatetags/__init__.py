"""Template words of accounts."""
