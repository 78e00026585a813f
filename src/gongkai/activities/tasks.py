"""What the clock does for activities."""
