"""Commands of search, one a module."""
