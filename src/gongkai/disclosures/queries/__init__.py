"""What needs to be known of items, by audience: the public, the desk, the reviewers."""
