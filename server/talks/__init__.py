"""Talks: one sitting under a plan, who is in it, where it stands, who is invited."""
