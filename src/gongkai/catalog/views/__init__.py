"""How the directory is shown and kept in the desk."""
