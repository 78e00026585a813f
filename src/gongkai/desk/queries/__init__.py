"""What the desk needs to know across apps: navigation, the worklist, the trail in words."""
