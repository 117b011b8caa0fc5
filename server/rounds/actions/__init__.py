"""What is done with rounds, and what is known of them."""

from server.rounds.actions.facts import facts_of
from server.rounds.actions.seen import stairs_of

__all__ = ["facts_of", "stairs_of"]
