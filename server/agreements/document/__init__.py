"""A locked version as a sheet of paper: what stands on it in a language, for the page and for the typesetter."""
