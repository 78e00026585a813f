"""What needs to be known of requests, by audience."""
