"""The events of templates; as in `events`."""

from __future__ import annotations

from uuid import UUID

from server.events import Happening


class TemplateMade(Happening):
    """Somebody began a template: blank, as a copy, from a starting template or from a file."""

    news = False
    template: UUID


class TemplateChanged(Happening):
    """The draft of a template was changed."""

    news = False
    template: UUID
    edited: int


class TemplatePublished(Happening):
    """The draft became a version, which rounds can begin with."""

    news = False
    template: UUID
    version: UUID
    number: int


class TemplateArchived(Happening):
    """No more rounds begin with a template; what was handed out stays."""

    news = False
    template: UUID


class TemplateRestored(Happening):
    """A template was taken out of the archive."""

    news = False
    template: UUID
