"""Pictures: made anew, right side up, without what the camera told; bombs and other files are refused with a word."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from server.guard import MOST_BODY
from server.people.models import Profile, Shown
from server.people.routes.settings import MOST_PICTURE

if TYPE_CHECKING:
    import httpx

    from server.people.models import Person
    from tests.server.world import World

RED, BLUE = (250, 10, 10), (10, 10, 250)


def halves(width: int = 300, height: int = 200) -> Image.Image:
    """Give a picture that is red above and blue below."""
    image = Image.new("RGB", (width, height), RED)
    image.paste(BLUE, (0, height // 2, width, height))
    return image


def written(image: Image.Image, kind: str, **how: Any) -> bytes:
    file = BytesIO()
    image.save(file, kind, **how)
    return file.getvalue()


def turned() -> bytes:
    """Give a photograph taken on its side, which says where it was taken."""
    image, exif = halves().transpose(Image.Transpose.ROTATE_90), Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Camera of Stig"
    exif.get_ifd(0x8825)[2] = (59.0, 20.0, 0.0)
    return written(image, "JPEG", exif=exif, quality=95)


def moving() -> bytes:
    return written(halves(), "GIF", save_all=True, append_images=[Image.new("RGB", (300, 200), BLUE)], loop=0)


def bomb(width: int, height: int) -> bytes:
    """Give a PNG of a few bytes that says it is enormous."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")


async def send(world: World, person: Person, file: bytes, name: str = "x.jpg", kind: str = "image/jpeg") -> httpx.Response:
    return await (await world.as_(person)).post("/settings/picture", files={"picture": (name, file, kind)})


async def kept(world: World, person: Person, query: str = "") -> Image.Image:
    answer = await world.get(person, f"/people/{person.id}/picture{query}")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "image/webp"
    return Image.open(BytesIO(answer.content))


def near(found: Any, wanted: tuple[int, int, int]) -> bool:
    return all(abs(one - other) < 40 for one, other in zip(found, wanted, strict=True))


@pytest.mark.parametrize(
    "file",
    [
        written(halves(), "JPEG", quality=95),
        written(halves(), "PNG"),
        written(halves(), "WEBP"),
        written(halves(), "GIF"),
        written(halves().convert("CMYK"), "JPEG"),
        written(halves().convert("RGBA"), "PNG"),
        written(halves().convert("P"), "PNG"),
        written(halves(3000, 2000), "JPEG"),
        turned(),
        moving(),
    ],
    ids=["jpeg", "png", "webp", "gif", "cmyk", "alpha", "palette", "large", "turned", "moving"],
)
async def test_whatever_kind_it_is_a_small_upright_square_is_kept(world: World, file: bytes) -> None:
    assert (await send(world, world.cast.anna, file)).headers["location"] == "/settings?saved=yes"

    large, small = await kept(world, world.cast.anna), await kept(world, world.cast.anna, "?size=small")
    assert large.size[0] == large.size[1] <= 512
    assert small.size == (96, 96)
    assert not getattr(large, "is_animated", False)
    assert not large.getexif()
    whole = large.convert("RGB")
    middle = large.size[0] // 2
    assert near(whole.getpixel((middle, 5)), RED)
    assert near(whole.getpixel((middle, large.size[0] - 6)), BLUE)
    assert b"Stig" not in await world.value("SELECT large FROM picture")


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "This is not a picture we can read"),
        (b"%PDF-1.7", "This is not a picture we can read"),
        (b"GIF89a", "picture"),
        (b"", "Choose a picture first"),
        (written(halves(), "TIFF"), "This is not a picture we can read"),
        (written(halves(), "JPEG")[:900], "This picture is broken"),
        (written(halves(), "PNG")[:120], "This picture is broken"),
        (bomb(30_000, 30_000), "too many pixels"),
        (bomb(8_000, 6_000), "too many pixels"),
        (bomb(200, 200), "This picture is broken"),
        (written(halves(2, 2), "PNG"), "too small"),
    ],
    ids=["svg", "pdf", "half a gif", "nothing", "tiff", "cut jpeg", "cut png", "bomb", "smaller bomb", "empty png", "dot"],
)
async def test_what_is_no_picture_is_refused_with_a_word_and_the_old_one_stays(world: World, file: bytes, sentence: str) -> None:
    await send(world, world.cast.anna, written(halves(), "PNG"))
    before = await world.value("SELECT mark FROM picture")

    answer = await send(world, world.cast.anna, file)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert await world.value("SELECT mark FROM picture") == before


async def test_the_refusal_is_said_in_ones_own_language(world: World) -> None:
    await world.rows("UPDATE person SET language = 'sv' WHERE id = $1", world.cast.anna.id)

    assert 'lang="sv"' in (await send(world, world.cast.anna, b"x")).text


async def test_only_the_picture_may_be_longer_than_a_form(world: World) -> None:
    browser = await world.as_(world.cast.anna)
    longer = b"x" * (MOST_BODY + 1)

    assert (await send(world, world.cast.anna, longer)).status_code == 422
    assert (await send(world, world.cast.anna, b"x" * (MOST_PICTURE + 1))).status_code == 413
    assert (await browser.post("/settings", files={"about": ("x", longer)})).status_code == 413


async def test_nobodys_file_is_read_who_is_not_signed_in(world: World) -> None:
    answer = await (await world.as_(None)).post("/settings/picture", files={"picture": ("x.png", written(halves(), "PNG"))})

    assert answer.status_code == 401


async def test_a_picture_is_asked_for_each_time_and_removed_for_good(world: World) -> None:
    anna = world.cast.anna
    await send(world, anna, written(halves(), "PNG"))
    first = await world.get(anna, f"/people/{anna.id}/picture")
    assert first.headers["cache-control"] == "private, no-cache"
    assert first.headers["x-content-type-options"] == "nosniff"
    again = await world.get(anna, f"/people/{anna.id}/picture", **{"if-none-match": first.headers["etag"]})
    assert again.status_code == 304

    await world.post(anna, "/settings/picture/removed")

    assert (await world.get(anna, f"/people/{anna.id}/picture")).status_code == 404
    assert await world.value("SELECT count(*) FROM picture") == 0
    assert await world.events() == ["profile_changed", "profile_changed"]


async def test_a_picture_is_shown_to_whom_it_is_shown_and_stands_in_their_lists_only(world: World) -> None:
    cast = world.cast
    await send(world, cast.elsa, written(halves(), "PNG"))
    address, listed = f"/people/{cast.elsa.id}/picture", f"/classes/{cast.klass.id}"
    for shown, sees in ((Shown.staff, False), (Shown.classes, True)):
        await world.rows("DELETE FROM profile")
        await world.add(Profile(person_id=cast.elsa.id, picture_for=shown))
        assert (await world.get(cast.omar, address)).status_code == (200 if sees else 404)
        assert (address in (await world.get(cast.omar, listed)).text) == sees
        assert address in (await world.get(cast.mentor, listed)).text


async def test_of_a_person_with_protected_identity_there_is_no_picture(world: World) -> None:
    assert (await send(world, world.cast.hidden, written(halves(), "PNG"))).status_code == 403
    assert await world.value("SELECT count(*) FROM picture") == 0
    page = (await world.get(world.cast.hidden, "/settings")).text
    assert "You have protected identity" in page
    assert 'type="file"' not in page


async def test_a_picture_disappears_when_its_owner_becomes_protected(world: World) -> None:
    await send(world, world.cast.elsa, written(halves(), "PNG"))
    await world.rows("UPDATE person SET protected = true WHERE id = $1", world.cast.elsa.id)

    for person in (world.cast.elsa, world.cast.anna, world.cast.mentor):
        assert (await world.get(person, f"/people/{world.cast.elsa.id}/picture")).status_code == 404
