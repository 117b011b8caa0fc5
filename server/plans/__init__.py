"""A pupil's individual development plan: its phases, its lock and its versions."""
