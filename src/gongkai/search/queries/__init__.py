"""What is found: the index read, the words understood, the results made ready for the page."""
