"""What the offices of the demo write, by matter: every function takes a scene and returns a text."""
