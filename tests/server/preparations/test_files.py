"""Files that answer a question: pictures are made anew, PDFs kept and never drawn by us; whatever else is refused."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from server.preparations.actions import MOST_FILE, MOST_FILES
from tests.server.people.test_picture import bomb, turned, written
from tests.server.world import new

if TYPE_CHECKING:
    from uuid import UUID

    import httpx

    from tests.server.world import World

PDF = b"%PDF-1.7\n%%EOF"


async def send(world: World, answer: UUID, content: bytes, name: str = "a.pdf", **more: str) -> httpx.Response:
    elsa = await world.as_(world.cast.elsa)
    fields = {"id": str(new()), **more}
    return await elsa.post(f"/answers/{answer}/files", data=fields, files={"file": (name, content)})


async def only(world: World) -> UUID:
    found: UUID = await world.value("SELECT id FROM attachment")
    return found


async def test_a_pdf_is_kept_as_it_is_and_given_to_be_kept(world: World) -> None:
    answer = await world.answer(await world.hand_out(), "work")

    assert (await send(world, answer, PDF, "../min\u202e bok.exe.pdf")).status_code == 303

    got = await world.get(world.cast.mentor, f"/files/{await only(world)}")
    assert got.content == PDF
    assert got.headers["content-type"] == "application/pdf"
    assert got.headers["x-content-type-options"] == "nosniff"
    assert got.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert got.headers["content-disposition"] == "attachment; filename*=UTF-8''min%20bok.exe.pdf"
    assert await world.events() == ["answered"]
    assert "min bok.exe.pdf" in (await world.get(world.cast.mentor, f"/answers/{answer}")).text


async def test_a_picture_is_made_anew_without_what_the_camera_told(world: World) -> None:
    answer = await world.answer(await world.hand_out(), "work")

    await send(world, answer, turned(), "bild.jpg")

    got = await world.get(world.cast.elsa, f"/files/{await only(world)}")
    assert got.headers["content-type"] == "image/webp"
    assert b"Stig" not in got.content
    with Image.open(BytesIO(got.content)) as image:
        assert image.size == (300, 200), "upright"
        assert not image.getexif()


async def test_a_large_picture_is_made_smaller(world: World) -> None:
    answer = await world.answer(await world.hand_out(), "work")

    await send(world, answer, written(Image.new("RGB", (4000, 1000), "red"), "PNG"), "bild.png")

    with Image.open(BytesIO((await world.get(world.cast.elsa, f"/files/{await only(world)}")).content)) as image:
        assert image.size == (2000, 500)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"<html><script>alert(1)</script></html>", "a.pdf"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.svg"),
        (b"MZ" + b"\0" * 100, "a.png"),
        (b"PK\x03\x04", "a.docx"),
        (bomb(20_000, 20_000), "a.png"),
        (bomb(65_000, 65_000), "a.png"),
        (b"\x89PNG\r\n\x1a\n", "a.png"),
        (b" %PDF-1.7", "a.pdf"),
        (b"", "a.pdf"),
    ],
)
async def test_what_is_neither_a_picture_nor_a_pdf_is_refused(world: World, content: bytes, name: str) -> None:
    answer = await world.answer(await world.hand_out(), "work")

    refused = await send(world, answer, content, name)

    assert refused.status_code == 422
    assert await world.value("SELECT count(*) FROM attachment") == 0


async def test_whoever_sends_something_else_is_told_that_a_pdf_would_do(world: World) -> None:
    answer = await world.answer(await world.hand_out(), "work")

    assert "Choose a JPEG, PNG, WebP, GIF or PDF." in (await send(world, answer, b"Just words.", "a.txt")).text


async def test_a_file_that_is_too_large_is_refused_before_it_is_read(world: World) -> None:
    answer = await world.answer(await world.hand_out(), "work")

    assert (await send(world, answer, PDF + b"\0" * MOST_FILE)).status_code == 422
    assert (await send(world, answer, PDF + b"\0" * 50 * 1024 * 1024)).status_code == 413
    assert await world.value("SELECT count(*) FROM attachment") == 0


async def test_there_are_only_so_many_files_and_the_same_is_added_once(world: World) -> None:
    answer, key = await world.answer(await world.hand_out(), "work"), str(new())

    for _ in range(2):
        assert (await send(world, answer, PDF, id=key)).status_code == 303
    for _ in range(MOST_FILES - 1):
        assert (await send(world, answer, PDF)).status_code == 303
    assert (await send(world, answer, PDF)).status_code == 422
    assert await world.value("SELECT count(*) FROM attachment") == MOST_FILES


async def test_another_answers_file_is_not_taken_over_by_its_id(world: World) -> None:
    answer, key = await world.answer(await world.hand_out(), "work"), str(new())
    await send(world, answer, PDF, id=key)
    other = await world.answer(
        await world.hand_out(), "work", id=await world.value("SELECT id FROM answer WHERE question = 'work' AND id != $1", answer)
    )

    assert (await send(world, other, PDF, id=key)).status_code == 422


async def test_a_question_that_asks_for_no_file_takes_none(world: World) -> None:
    answer = await world.answer(await world.hand_out(), "feel")

    assert (await send(world, answer, PDF)).status_code == 422


@pytest.mark.parametrize("fields", [{"id": "x"}, {"extra": "1"}, {"id": "\x00"}])
async def test_a_wrong_form_is_refused(world: World, fields: dict[str, str]) -> None:
    answer = await world.answer(await world.hand_out(), "work")

    assert (await send(world, answer, PDF, **fields)).status_code == 422


async def test_a_file_is_taken_away_until_it_is_handed_in(world: World) -> None:
    plan = await world.hand_out()
    answer = await world.answer(plan, "work")
    for _ in range(2):
        await send(world, answer, PDF)

    assert (await world.post(world.cast.elsa, f"/files/{await only(world)}/removed")).status_code == 303
    assert await world.value("SELECT count(*) FROM attachment") == 1
    await world.rows("UPDATE answer SET open = false WHERE id = $1", answer)
    assert (await world.post(world.cast.elsa, f"/files/{await only(world)}/removed")).status_code == 403
    assert (await send(world, answer, PDF)).status_code == 403
    assert await world.value("SELECT count(*) FROM attachment") == 1
