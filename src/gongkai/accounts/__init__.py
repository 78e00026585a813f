"""People, their roles in agencies, and what a role permits."""
