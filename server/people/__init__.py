"""Persons, their households and their relations."""
