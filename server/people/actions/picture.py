"""Pictures of people: made anew from whatever was sent, kept in the database, removed at any time."""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from PIL import Image, ImageOps, UnidentifiedImageError
from sqlalchemy import delete
from sqlmodel import col

from server.errors import ForbiddenError, WrongFormError, _
from server.events import ProfileChanged
from server.people.models import Picture
from server.people.policy import may_have_picture

if TYPE_CHECKING:
    from server.work import Work

LARGE, SMALL = 512, 96
MOST_PIXELS = 40_000_000
"""More than a telephone's camera takes; what decodes to more is not decoded."""
LEAST_SIDE = 16
TOO_MANY = _("This picture has too many pixels. Choose a smaller one.")
KINDS = ("JPEG", "PNG", "WEBP", "GIF")
_QUALITY = 82
_ONE_AT_A_TIME = asyncio.Semaphore(1)
"""A decoded picture takes up to 160 MB: a class that adds its pictures at once waits in line."""


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
    """Make a picture anew, in a thread: the middle square, upright, without anything else that the file held.

    Raises:
        WrongFormError: it is not a picture that we take, is broken, or has too many pixels.
    """
    async with _ONE_AT_A_TIME:
        return await asyncio.to_thread(_remake, sent)


def _remake(sent: bytes) -> Made:
    """Decode and encode."""
    try:
        square = _square(sent)
    except WrongFormError:
        raise
    except UnidentifiedImageError as error:
        raise WrongFormError({"picture": _("This is not a picture we can read. Choose a JPEG, PNG, WebP or GIF.")}) from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise WrongFormError({"picture": TOO_MANY}) from error
    except Exception as error:  # whatever a decoder makes of a hostile file, it is the file's fault
        raise WrongFormError({"picture": _("This picture is broken. Choose another one.")}) from error
    return Made(_encode(square, LARGE), _encode(square, SMALL))


def _square(sent: bytes) -> Image.Image:
    """Give the middle square of a picture's first frame, as large as we ever need it."""
    with Image.open(BytesIO(sent), formats=KINDS) as image:
        _refuse_size(*image.size)
        image.draft("RGB", (2 * LARGE, 2 * LARGE))
        image.load()
        upright = ImageOps.exif_transpose(image)
    side = min(LARGE, *upright.size)
    return ImageOps.fit(_on_white(upright), (side, side), Image.Resampling.LANCZOS)


def _refuse_size(width: int, height: int) -> None:
    """Refuse what would take too much memory, before it does, and what shows nothing.

    Raises:
        WrongFormError: it has too many pixels, or too few.
    """
    if width * height > MOST_PIXELS:
        raise WrongFormError({"picture": TOO_MANY})
    if min(width, height) < LEAST_SIDE:
        raise WrongFormError({"picture": _("This picture is too small. Choose a larger one.")})


def _on_white(image: Image.Image) -> Image.Image:
    """Turn any kind of colour into red, green and blue; what is transparent becomes white."""
    if "A" not in image.getbands() and "transparency" not in image.info:
        return image.convert("RGB")
    clear = image.convert("RGBA")
    white = Image.new("RGB", clear.size, "white")
    white.paste(clear, mask=clear.getchannel("A"))
    return white


def _encode(square: Image.Image, side: int) -> bytes:
    """Write a square as WebP: nothing of the file that was sent comes along."""
    plain = Image.frombytes("RGB", square.size, square.tobytes())
    plain.thumbnail((side, side), Image.Resampling.LANCZOS)
    written = BytesIO()
    plain.save(written, "WEBP", quality=_QUALITY)
    return written.getvalue()


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
