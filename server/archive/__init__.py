"""A pupil's plans over the years, as they were, and one line of the goals."""
