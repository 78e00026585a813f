"""What can be done with recorded activities."""
