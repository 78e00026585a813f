"""The directory: columns, obligations, vocabularies and index numbers."""
