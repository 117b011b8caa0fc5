"""What the mails about unread notices say: that there is something new, and where. Nothing of what it is, and nobody's name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.mail import Letter

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from server.config import Settings
    from server.i18n import Words

DIGEST, NEWS = "digest", "news"


def digest(settings: Settings, notices: list[UUID]) -> Callable[[Words], Letter]:
    """Tell once a night that something is unread; a single thing is reached by its own link."""

    def said(words: Words) -> Letter:
        return Letter(
            DIGEST,
            words.say("Something new in Stegvis"),
            (
                words.say("Since yesterday something has happened that you have not read. Sign in and read it here:")
                + f"\n{_where(settings, notices)}",
                words.say("You get at most one such mail a night, and none of what you have read. Choose what you want to hear of here:")
                + f"\n{settings.address}/settings/notices",
            ),
        )

    return said


def news(settings: Settings, notices: list[UUID]) -> Callable[[Words], Letter]:
    """Tell at once that something has happened."""

    def said(words: Words) -> Letter:
        return Letter(
            NEWS,
            words.say("Something new in Stegvis"),
            (
                words.say("Something has happened of which you want to hear at once. Sign in and read it here:")
                + f"\n{_where(settings, notices)}",
                words.say("Choose what you want to hear of here:") + f"\n{settings.address}/settings/notices",
            ),
        )

    return said


def _where(settings: Settings, notices: list[UUID]) -> str:
    """Give the address that leads to what is unread."""
    return f"{settings.address}/notices" + (f"/{notices[0]}" if len(notices) == 1 else "")
