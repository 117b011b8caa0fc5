"""A locked version as a PDF, and checking a file against it."""

from __future__ import annotations

import asyncio
import hashlib
from io import BytesIO
from typing import TYPE_CHECKING, Any

from pypdf import PdfReader

from server import press
from server.agreements.actions import keep_document
from server.plans.models import Version
from tests.agreeing import agree, lock, propose

if TYPE_CHECKING:
    import httpx
    import pytest

    from server.people.models import Person
    from tests.server.world import World

INJECTED = '#read("/etc/passwd") *bold* $x$ @me <b>&amp;'


def read(body: bytes) -> tuple[PdfReader, str]:
    """Read a PDF, and its words without the places where long ones may break."""
    pdf = PdfReader(BytesIO(body))
    words = " ".join(page.extract_text() for page in pdf.pages).replace("\u200b", "")
    return pdf, " ".join(words.split())


async def document(world: World, who: Person, language: str = "", number: int = 1) -> httpx.Response:
    return await world.get(who, f"{world.home}/versions/{number}/document" + (f"?language={language}" if language else ""))


async def test_the_file_says_what_the_version_says(world: World) -> None:
    cast = world.cast
    await world.write(cast.text("agreement"), cast.elsa, INJECTED)
    await world.write(cast.text("talk_notes"), cast.elsa, "مرحبا 👍 Łódź ሰላም " + "x" * 300)
    mentor = await world.as_(cast.mentor)
    one = await propose(mentor, cast.plan.id, cast.proposal.id)
    await world.post(cast.bo, f"/agreements/{one}/answer", yes="false", objection="Too few minutes.\n\n#pagebreak()")
    await lock(mentor, one)

    answer = await document(world, cast.anna)

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/pdf"
    pdf, words = read(answer.content)
    for said in ("Elsa Berg", "Dare to speak", "Read every day", INJECTED, "Too few minutes. #pagebreak()", "Bo Lind", "Maja Mentor"):
        assert said in words, said
    assert "root:" not in words
    assert "x" * 300 in words.replace(" ", "")
    digest = await world.value("SELECT sha256 FROM version")
    assert digest in words.replace(" ", "")
    assert f"{world.home}/versions/1" in words.replace(" ", "")
    assert "Page 1 of" in words
    assert pdf.metadata
    assert pdf.metadata.title == "Individual development plan · Elsa Berg"
    catalogue: Any = pdf.trailer["/Root"]
    assert catalogue["/Lang"] == "en"
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid" in catalogue["/Metadata"].get_data()
    made = await world.value("SELECT at FROM version")
    assert pdf.metadata.creation_date == made.replace(microsecond=0)


async def test_it_is_made_once_a_language_and_the_same_for_whoever_asks(world: World) -> None:
    cast = world.cast
    await world.agree()

    first = await asyncio.gather(*(document(world, who) for who in (cast.elsa, cast.anna, cast.bo, cast.mentor)))
    arabic = await document(world, cast.anna, "ar")

    assert len({answer.content for answer in first}) == 1
    assert (await document(world, cast.principal)).content == first[0].content
    catalogue: Any = read(arabic.content)[0].trailer["/Root"]
    assert catalogue["/Lang"] == "ar"
    assert await world.value("SELECT count(*) FROM version_document") == 2
    kept = await world.value("SELECT sha256 FROM version_document WHERE language = 'en'")
    assert hashlib.sha256(first[0].content).hexdigest() == kept


async def test_whoever_writes_first_has_made_it_for_ever(world: World) -> None:
    await world.agree()
    version = await world.value("SELECT id FROM version")

    async with world.visits.database.session() as session:
        found = await session.get_one(Version, version)
        bodies = [(await keep_document(session, found, "sv", body)).body for body in (b"%PDF first", b"%PDF second")]
        await session.commit()

    assert bodies == [b"%PDF first"] * 2
    assert (await document(world, world.cast.anna, "sv")).content == b"%PDF first"


async def test_a_look_at_the_file_stands_in_the_log(world: World) -> None:
    await world.agree()

    await document(world, world.cast.teacher)
    await document(world, world.cast.teacher)

    assert await world.value("SELECT count(*) FROM event WHERE kind = 'version_opened' AND actor_id = $1", world.cast.teacher.id) == 2


async def test_the_file_of_anothers_plan_is_not_there(world: World) -> None:
    await world.agree()

    for who in (world.cast.omar, world.cast.omars_mother, world.cast.far_principal, world.cast.stranger, world.cast.admin):
        assert (await document(world, who)).status_code == 404
    for number in (0, 2, 10**20):
        assert (await document(world, world.cast.anna, number=number)).status_code == 404
    assert await world.value("SELECT count(*) FROM version_document") == 0


async def test_a_file_that_cannot_be_made_is_said_and_nothing_is_kept(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    await world.agree()
    monkeypatch.setattr(press, "PATIENCE", 0.001)

    assert (await document(world, world.cast.anna)).status_code == 503
    assert await world.value("SELECT count(*) FROM version_document") == 0
    monkeypatch.undo()
    assert (await document(world, world.cast.anna)).status_code == 200


async def verify(world: World, sha256: str = "", file: bytes = b"") -> str:
    browser = await world.as_(world.cast.anna)
    files = {"file": ("plan.pdf", file)} if file else None
    answer = await browser.post(f"{world.home}/versions/1/verified", data={"sha256": sha256}, files=files)
    return answer.text if answer.is_success else str(answer.status_code)


async def test_a_file_is_checked_against_the_version(world: World) -> None:
    await world.agree()
    record = (await world.get(world.cast.anna, f"{world.home}/versions/1?as=json")).content
    pdf = (await document(world, world.cast.anna)).content

    assert "These are the locked bytes of this version." in await verify(world, file=record)
    assert "This is the file that was made of this version." in await verify(world, file=pdf)
    spaced = " ".join(hashlib.sha256(record).hexdigest().upper()[at : at + 8] for at in range(0, 64, 8))
    assert "It is the same." in await verify(world, sha256=f" {spaced}\n")
    for wrong in (record + b" ", pdf[:-1], b"x"):
        assert "It is not the same." in await verify(world, file=wrong)
    for nothing in ("", "x" * 64, "a" * 63):
        assert await verify(world, sha256=nothing) == "422"


async def test_a_version_says_that_it_was_opened_again_and_why_and_leads_to_the_newest(world: World) -> None:
    cast = world.cast
    mentor = await world.visits.as_(cast.mentor)
    await agree(mentor, cast.plan.id)
    await world.post(cast.principal, f"{world.home}/phase", phase="talk", reason="A goal was forgotten")
    await agree(mentor, cast.plan.id)

    first = (await world.get(cast.anna, f"{world.home}/versions/1")).text

    assert "A goal was forgotten" in first
    assert cast.principal.name in first
    assert "The newest version: 2" in first
    assert "A goal was forgotten" not in (await world.get(cast.anna, f"{world.home}/versions/2")).text
