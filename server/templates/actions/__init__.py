"""What is done with templates."""

from server.templates.actions.choosing import choosable

__all__ = ["choosable"]
