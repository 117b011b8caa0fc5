"""Makes pictures anew from whatever was sent: within a bound of pixels, upright, without anything else that the file held."""

from __future__ import annotations

import asyncio
from io import BytesIO
from typing import TYPE_CHECKING, TypeVar

from PIL import Image, ImageOps, UnidentifiedImageError

from server.errors import _

if TYPE_CHECKING:
    from collections.abc import Callable

Made = TypeVar("Made")
MOST_PIXELS = 40_000_000
"""More than a telephone's camera takes; what decodes to more is not decoded."""
LEAST_SIDE = 16
KINDS = ("JPEG", "PNG", "WEBP", "GIF")
_TOO_MANY = _("This picture has too many pixels. Choose a smaller one.")
_QUALITY = 82
_ONE_AT_A_TIME = asyncio.Semaphore(1)
"""A decoded picture takes up to 160 MB: a class that adds its pictures at once waits in line."""


class BadPictureError(Exception):
    """It is not a picture that we take, is broken, too large or too small; the sentence (a msgid) says which."""

    def __init__(self, sentence: str) -> None:
        """Keep the sentence."""
        super().__init__(sentence)
        self.sentence = sentence


class NoPictureError(BadPictureError):
    """It is no picture at all."""


async def remake(make: Callable[[bytes], Made], sent: bytes) -> Made:
    """Make something of a picture in a thread, one picture at a time.

    Raises:
        BadPictureError: nothing can be made of it.
    """
    async with _ONE_AT_A_TIME:
        return await asyncio.to_thread(_make, make, sent)


def _make(make: Callable[[bytes], Made], sent: bytes) -> Made:
    """Make it, and say what was wrong with the file."""
    try:
        return make(sent)
    except BadPictureError:
        raise
    except UnidentifiedImageError as error:
        raise NoPictureError(_("This is not a picture we can read. Choose a JPEG, PNG, WebP or GIF.")) from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise BadPictureError(_TOO_MANY) from error
    except Exception as error:  # whatever a decoder makes of a hostile file, it is the file's fault
        raise BadPictureError(_("This picture is broken. Choose another one.")) from error


def upright(sent: bytes, most: int) -> Image.Image:
    """Decode a picture's first frame, upright and on white; larger than `most` a side where that costs nothing more."""
    with Image.open(BytesIO(sent), formats=KINDS) as image:
        _refuse_size(*image.size)
        image.draft("RGB", (2 * most, 2 * most))
        image.load()
        return _on_white(ImageOps.exif_transpose(image))


def webp(image: Image.Image, most: int) -> bytes:
    """Write a picture as WebP, at most so large a side: nothing of the file that was sent comes along."""
    plain = Image.frombytes("RGB", image.size, image.tobytes())
    plain.thumbnail((most, most), Image.Resampling.LANCZOS)
    written = BytesIO()
    plain.save(written, "WEBP", quality=_QUALITY)
    return written.getvalue()


def _refuse_size(width: int, height: int) -> None:
    """Refuse what would take too much memory, before it does, and what shows nothing.

    Raises:
        BadPictureError: it has too many pixels, or too few.
    """
    if width * height > MOST_PIXELS:
        raise BadPictureError(_TOO_MANY)
    if min(width, height) < LEAST_SIDE:
        raise BadPictureError(_("This picture is too small. Choose a larger one."))


def _on_white(image: Image.Image) -> Image.Image:
    """Turn any kind of colour into red, green and blue; what is transparent becomes white."""
    if "A" not in image.getbands() and "transparency" not in image.info:
        return image.convert("RGB")
    clear = image.convert("RGBA")
    white = Image.new("RGB", clear.size, "white")
    white.paste(clear, mask=clear.getchannel("A"))
    return white
