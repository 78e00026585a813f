"""REDACTION: what must not be released is taken out of a file for good, and a second pass proves that it is gone."""
