"""Whether what was typed in search is well formed: the search itself, the list of words, the wish to follow."""
