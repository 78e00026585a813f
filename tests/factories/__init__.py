"""Factories: valid, boring rows of every model, one module for each app."""
