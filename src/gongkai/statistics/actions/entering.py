"""Stating a figure by hand."""
