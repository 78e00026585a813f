"""How requests are reached: by the public, and by staff at the desk."""
