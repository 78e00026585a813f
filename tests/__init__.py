"""The tests; the tree mirrors src/gongkai, plus house, browser and factories."""
