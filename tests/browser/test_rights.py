"""A right that ends, ends now: also in an editor that is being written in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.async_api import expect

from tests.browser.windows import alive, body, goal, lock, plan, propose, saved, text, write

if TYPE_CHECKING:
    from tests.browser.windows import Windows
    from tests.cast import Cast

AT_ONCE = 5_000
"""Milliseconds: a second, and what a busy machine adds."""


async def test_a_relation_that_ends_mid_sentence_closes_the_editor_and_gives_the_words_back(windows: Windows, cast: Cast) -> None:
    notes = cast.text("talk_notes")
    line = await windows.line()
    mother = await windows.open(cast.anna, plan(cast), base=line.base, permissions=["clipboard-read", "clipboard-write"])
    school = await windows.open(cast.admin, f"/pupils/{cast.elsa.id}/relations")
    asked_in_vain: list[str] = []
    mother.on("response", lambda answer: asked_in_vain.append(answer.url) if answer.status == 404 else None)
    await alive(mother, notes)
    await write(mother, notes, "This was saved. ")
    await expect(saved(mother, notes)).to_have_text("Saved")
    await school.locator("summary[aria-label='End: Guardian, Anna Berg']").click()
    await school.get_by_label("Why?").locator("visible=true").fill("Moved abroad")
    line.hold()
    await write(mother, notes, "This was not")
    await school.get_by_role("button", name="End it").locator("visible=true").click()
    await expect(mother.get_by_role("heading", level=1)).to_have_text("You no longer have access to this plan", timeout=AT_ONCE)
    await expect(mother).to_have_title("You no longer have access to this plan")
    await expect(mother.get_by_role("banner")).not_to_contain_text("Elsa")
    await expect(mother.get_by_role("banner")).not_to_contain_text("4B")
    await expect(mother.locator("[contenteditable]")).to_have_count(0)
    await expect(mother.get_by_role("alert")).to_contain_text("These words of yours are not saved")
    await expect(mother.get_by_label("Your words")).to_have_text("This was not")
    await mother.get_by_role("button", name="Copy").click()
    await expect(mother.get_by_role("alert")).to_contain_text("Copied")
    assert await mother.evaluate("navigator.clipboard.readText()") == "This was not"
    await mother.get_by_role("button", name="I have taken care of them").click()
    await expect(mother.get_by_label("Your words")).to_have_count(0)
    mentor = await windows.open(cast.mentor, plan(cast))
    await expect(body(mentor, notes)).to_have_text("This was saved. ")
    assert asked_in_vain == [], "what is lost is not asked for"
    assert (await mother.context.request.get(plan(cast))).status == 404


async def test_proposing_and_locking_make_editors_read_only_live(windows: Windows, cast: Cast) -> None:
    notes = cast.text("talk_notes")
    elsa, mentor = [await windows.open(one, plan(cast)) for one in (cast.elsa, cast.mentor)]
    await alive(elsa, notes, cast.text("self_assessment"))
    await write(elsa, notes, "Agreed words")
    await expect(saved(elsa, notes)).to_have_text("Saved")
    await propose(mentor)
    for key in (notes, cast.text("self_assessment"), cast.text("agreement")):
        await expect(body(elsa, key)).to_have_attribute("contenteditable", "false")
        await expect(saved(elsa, key)).to_have_text("Read only")
        await expect(text(elsa, key).get_by_role("toolbar")).to_have_count(0)
    await expect(elsa.locator("#head")).to_contain_text("You are asked to confirm the agreement.")
    await lock(mentor)
    await expect(elsa.locator("#head")).to_contain_text("Agreed and locked")
    await expect(goal(elsa, cast.goal.id).locator("summary")).to_have_text("Ongoing")
    await elsa.get_by_role("link", name="Version 1, locked").click()
    await expect(elsa.get_by_role("main")).to_contain_text("Agreed words")


async def test_beginning_the_talk_opens_texts_that_were_not_there(windows: Windows, cast: Cast) -> None:
    notes = cast.text("talk_notes")
    mentor = await windows.open(cast.mentor, plan(cast))
    await mentor.get_by_role("button", name="Go back to preparing").click()
    await expect(mentor.locator("#head")).to_contain_text("Back to preparing")
    father = await windows.open(cast.bo, plan(cast))
    await alive(father, cast.text("home_bo"))
    await expect(text(father, notes)).to_have_count(0)
    await mentor.get_by_role("button", name="Begin the talk").click()
    await expect(saved(father, notes)).to_have_text("Read only")
    await father.get_by_role("link", name="Join the talk").click()
    await father.get_by_role("button", name="Join the talk").click()
    await alive(father, notes)
    await write(father, notes, "I am here")
    await expect(body(mentor, notes)).to_have_text("I am here")
