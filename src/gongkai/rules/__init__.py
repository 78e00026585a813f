"""The law and its arithmetic: pure functions of their arguments and of dated data files."""
