"""Indicators over the apps below: each declared once, counted for a whole tree, opened onto its records."""
