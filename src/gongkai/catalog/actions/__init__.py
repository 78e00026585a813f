"""What can be done with the directory: its columns, duties, vocabularies and index numbers."""
