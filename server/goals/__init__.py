"""Goals: proposed, agreed, followed."""
