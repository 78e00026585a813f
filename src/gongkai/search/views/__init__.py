"""The pages of search: results, what is offered while typing, feeds, following by e-mail, the list of words."""
