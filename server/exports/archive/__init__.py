"""The archive itself: what its files say, its published schema, and writing and opening the ZIP."""
