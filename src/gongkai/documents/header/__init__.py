"""The metadata header of a disclosed document: its fields, where each was read, where the document proper begins."""
