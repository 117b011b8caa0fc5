"""Everything of one pupil, taken out as an archive and brought in from one."""
