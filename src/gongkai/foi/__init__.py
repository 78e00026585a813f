"""Requests for information: received, answered in time, never lost."""
