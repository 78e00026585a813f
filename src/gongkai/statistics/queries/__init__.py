"""What is counted, from which records, for whom."""
