"""Booking talks: times that are offered, and taken."""
