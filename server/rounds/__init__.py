"""A class's term: the material handed out, the staircase, the class overview."""
