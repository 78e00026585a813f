"""What can be done with annual reports, one verb a function."""
