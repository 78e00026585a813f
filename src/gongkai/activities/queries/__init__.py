"""What needs to be known of recorded activities."""
