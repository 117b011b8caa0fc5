from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.server.world import World


async def test_ones_own_words_are_changed_and_that_stays_visible(world: World) -> None:
    _, comment = await world.thread(world.cast.anna, "Ten pages")

    answer = await world.post(world.cast.anna, f"/comments/{comment}", words="Twenty pages")

    assert answer.headers["location"] == f"{world.home}#comment-{comment}"
    shown = (await world.get(world.cast.elsa, world.home)).text
    assert "Twenty pages" in shown
    assert "Ten pages" not in shown
    assert "reworded" in shown
    assert await world.events() == ["comment_reworded"]
    assert await world.hearers() == set()


async def test_the_same_words_again_change_nothing(world: World) -> None:
    _, comment = await world.thread(world.cast.anna, "Ten pages")

    assert (await world.post(world.cast.anna, f"/comments/{comment}", words="Ten pages")).status_code == 303
    assert await world.events() == []
    assert "reworded" not in (await world.get(world.cast.elsa, world.home)).text


async def test_nobody_else_changes_them(world: World) -> None:
    _, comment = await world.thread(world.cast.anna, "Ten pages")

    for who in ("elsa", "bo", "mentor", "teacher", "principal"):
        assert (await world.post(getattr(world.cast, who), f"/comments/{comment}", words="No")).status_code == 403
        assert (await world.post(getattr(world.cast, who), f"/comments/{comment}/taken-back")).status_code == 403
    assert await world.value("SELECT words FROM comment") == "Ten pages"


async def test_who_may_not_read_a_comment_may_not_know_of_it(world: World) -> None:
    _, comment = await world.thread(world.cast.mentor, text_id=world.cast.text("home_anna"))

    for who in ("bo", "stranger", "omar", "admin"):
        assert (await world.post(getattr(world.cast, who), f"/comments/{comment}", words="No")).status_code == 404


async def test_taken_back_words_are_gone_and_their_place_stays(world: World) -> None:
    thread, comment = await world.thread(world.cast.anna, "I take this back")
    await world.post(world.cast.elsa, f"{world.home}/comments", id=thread, words="An answer", thread=thread)

    answer = await world.post(world.cast.anna, f"/comments/{comment}/taken-back")

    assert answer.status_code == 303
    shown = (await world.get(world.cast.bo, world.home)).text
    assert "I take this back" not in shown
    assert "This comment was taken back." in shown
    assert "An answer" in shown
    assert "I take this back" not in str(await world.rows("SELECT * FROM comment"))


async def test_what_is_taken_back_stays_so(world: World) -> None:
    _, comment = await world.thread(world.cast.anna, "Ten pages")
    await world.post(world.cast.anna, f"/comments/{comment}/taken-back")

    assert (await world.post(world.cast.anna, f"/comments/{comment}", words="Again")).status_code == 403
    assert (await world.get(world.cast.anna, f"/comments/{comment}")).status_code == 403
    assert await world.events() == ["comment_taken_back"]


async def test_the_form_holds_the_words(world: World) -> None:
    _, comment = await world.thread(world.cast.anna, "Ten </textarea> pages")

    assert "Ten &lt;/textarea&gt; pages" in (await world.get(world.cast.anna, f"/comments/{comment}")).text


@pytest.mark.parametrize("words", ["", "  ", "x" * 4001])
async def test_a_wrong_form_changes_nothing(world: World, words: str) -> None:
    _, comment = await world.thread(world.cast.anna, "Ten pages")

    assert (await world.post(world.cast.anna, f"/comments/{comment}", words=words)).status_code == 422
    assert await world.value("SELECT words FROM comment") == "Ten pages"
