"""INSPECTION: what a file carries that must not be published, seen and unseen, before it is released."""
