"""How long what kind of document is kept, what is disposed of and by whom, and what is held."""
