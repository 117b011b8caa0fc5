"""The badge, live on every page and device, and the end of a session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.realtime.steps import comment

if TYPE_CHECKING:
    from tests.cast import Cast
    from tests.visit import Socket, Visits


def last(socket: Socket) -> int | None:
    """Give the number that the badge shows."""
    numbers = [given["unread"] for name, given in socket.heard if name == "badge"]
    return numbers[-1] if numbers else None


async def shows(socket: Socket, number: int) -> None:
    """Wait until the badge shows a number."""
    await socket.until("badge", lambda _: last(socket) == number)


async def test_the_badge_is_told_on_connecting(cast: Cast, live: Visits) -> None:
    await comment(cast, await live.as_(cast.anna))

    await shows(await live.socket(cast.mentor), 1)
    await shows(await live.socket(cast.anna), 0)


async def test_the_badge_counts_on_every_page_and_device_and_not_for_the_one_who_acted(cast: Cast, live: Visits) -> None:
    cookie = await live.cookie(cast.mentor)
    pages = [await live.socket(cast.mentor, cookie), await live.socket(cast.mentor, cookie), await live.socket(cast.mentor)]
    anna = await live.socket(cast.anna)
    for one in [*pages, anna]:
        await shows(one, 0)

    await comment(cast, await live.as_(cast.anna))
    for one in pages:
        await shows(one, 1)
    elsa = await live.as_(cast.elsa)
    await elsa.post(f"/goals/{cast.goal.id}/status", data={"status": "done"})
    for one in pages:
        await shows(one, 2)
    await shows(anna, 1)  # of the goal; not of her own comment


async def test_what_is_read_here_is_read_everywhere(cast: Cast, live: Visits) -> None:
    pages = [await live.socket(cast.mentor), await live.socket(cast.mentor)]
    await comment(cast, await live.as_(cast.anna))
    for one in pages:
        await shows(one, 1)

    await (await live.as_(cast.mentor)).post("/notices/read")

    for one in pages:
        await shows(one, 0)


async def test_a_second_comment_is_no_second_notice(cast: Cast, live: Visits) -> None:
    mentor, anna = await live.socket(cast.mentor), await live.as_(cast.anna)
    await comment(cast, anna)
    await shows(mentor, 1)

    await comment(cast, anna)
    pupil = await live.as_(cast.elsa)
    await pupil.post(f"/goals/{cast.goal.id}/status", data={"status": "done"})  # told after it

    await shows(mentor, 2)
    assert 3 not in [given["unread"] for name, given in mentor.heard if name == "badge"]


async def test_signing_out_closes_that_sessions_pages_and_no_others(cast: Cast, live: Visits) -> None:
    phone = await live.as_(cast.anna)
    here = [await live.socket(cast.anna, phone.cookies["stegvis"]) for _ in range(2)]
    elsewhere = await live.socket(cast.anna)
    for one in [*here, elsewhere]:
        await one.open(cast.plan.id)

    await phone.post("/sign-out")

    for one in here:
        said = await one.until("me_over")
        assert said["code"] == "sign_in"
        assert "sign in again" in said["message"].lower()
        await one.until("gone")
    assert elsewhere.count("gone") == 0
    await elsewhere.until("here", lambda one: len(one["people"]) == 1)


async def test_nothing_is_taken_here(cast: Cast, live: Visits) -> None:
    anna = await live.socket(cast.anna)
    for event in ("badge", "join", "over", "_visitor"):
        answer = await anna.client.call(event, {"plan": str(cast.plan.id)}, namespace="/me", timeout=10)
        assert answer["code"] == "form"
        assert answer["message"]
