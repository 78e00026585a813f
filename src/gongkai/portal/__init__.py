"""The public face: baked pages, lists, and the few dynamic ones."""
