"""Gongkai: open government information."""
