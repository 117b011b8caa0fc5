"""Organisations, schools, classes, terms, and the roster they come from."""
