"""Pictures of people: made anew from whatever was sent, kept in the database, removed at any time."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PIL import Image, ImageOps
from sqlalchemy import delete
from sqlmodel import col

from server import pictures
from server.access import ProfileChanged
from server.errors import ForbiddenError, WrongFormError
from server.people.models import Picture
from server.people.policy import may_have_picture

if TYPE_CHECKING:
    from server.work import Work

LARGE, SMALL = 512, 96


@dataclass(frozen=True)
class Made:
    """A picture in the two sizes that pages show."""

    large: bytes
    small: bytes

    @property
    def mark(self) -> str:
        """Changes with the picture."""
        return hashlib.sha256(self.large).hexdigest()[:24]


async def remake(sent: bytes) -> Made:
    """Make a picture anew: the middle square, in two sizes.

    Raises:
        WrongFormError: it is not a picture that we take, is broken, or has too many pixels.
    """
    try:
        return await pictures.remake(_squares, sent)
    except pictures.BadPictureError as error:
        raise WrongFormError({"picture": error.sentence}) from error


def _squares(sent: bytes) -> Made:
    """Cut out the middle square, as large as we ever need it, and write it twice."""
    whole = pictures.upright(sent, LARGE)
    side = min(LARGE, *whole.size)
    square = ImageOps.fit(whole, (side, side), Image.Resampling.LANCZOS)
    return Made(pictures.webp(square, LARGE), pictures.webp(square, SMALL))


async def show_oneself(work: Work, made: Made) -> None:
    """Keep the actor's new picture in the place of the old.

    Raises:
        ForbiddenError: of this person there is to be no picture.
    """
    if not may_have_picture(work.actor):
        raise ForbiddenError
    await work.session.merge(Picture(id=work.actor.id, mark=made.mark, large=made.large, small=made.small))
    work.tell(ProfileChanged(person=work.actor.id))


async def hide_oneself(work: Work) -> None:
    """Remove the actor's picture for good."""
    gone = await work.session.exec(delete(Picture).where(col(Picture.id) == work.actor.id).returning(col(Picture.id)))
    if gone.all():
        work.tell(ProfileChanged(person=work.actor.id))
