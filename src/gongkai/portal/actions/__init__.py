"""What can be done with the public folder: place items in lists, bake pages, take them down, compare."""
