"""Kinds of activity as data, and the records themselves with their numbers and versions."""
