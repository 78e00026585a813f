"""Agencies, their tree and their history."""
