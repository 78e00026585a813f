"""What can be done with items, by journey: drafting, reviewing, publishing, files, importing."""
