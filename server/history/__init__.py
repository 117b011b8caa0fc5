"""How a text came about: its moments, who wrote what, and taking up an earlier wording again."""
