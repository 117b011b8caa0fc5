"""A locked version as a sheet of paper: what stands on it in a language, and its making as an accessible PDF."""
