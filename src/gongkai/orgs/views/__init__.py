"""How agencies are shown and changed in the desk."""
