"""What can be done with requests, by journey."""
