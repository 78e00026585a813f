"""Tests of core; a package, as tasks are found by their dotted path."""
