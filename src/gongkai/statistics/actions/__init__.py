"""What can be done with figures: stating one by hand, and going back to the count."""
