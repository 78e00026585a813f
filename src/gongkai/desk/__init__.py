"""The staff face: home, worklist, navigation."""
