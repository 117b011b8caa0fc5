"""What is done with templates."""

from server.templates.actions.choosing import choosable
from server.templates.actions.reading import forms_of

__all__ = ["choosable", "forms_of"]
