"""An annual report on paper: what it is made of, its statutory tables, and the files it becomes."""
