"""Commands of events, one a module."""
