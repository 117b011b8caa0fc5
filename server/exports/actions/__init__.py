"""Asking for an archive of a pupil, making it, giving it; bringing one in."""
