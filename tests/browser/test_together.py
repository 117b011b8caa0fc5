"""What one person does, the others see at once: goals, comments, notices, and who is here."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.async_api import expect

from tests.browser.windows import alive, badge, body, goal, plan, saved, text, write

if TYPE_CHECKING:
    from playwright.async_api import Locator, Page

    from tests.browser.windows import Windows
    from tests.cast import Cast

SELECT = """
(said, words) => {
  const walker = document.createTreeWalker(said, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const at = node.data.indexOf(words);
    if (at >= 0) getSelection().setBaseAndExtent(node, at, node, at + words.length);
  }
}
"""


async def comment(page: Page, words: str) -> None:
    """Write a comment in the form as it stands."""
    await page.locator("#comment-form textarea").fill(words)
    await page.locator("#comment-form").get_by_role("button", name="Send").click()


def thread(page: Page, words: str) -> Locator:
    """Find the thread in which something was said."""
    return page.locator(".thread", has_text=words)


async def test_a_goal_set_to_done_is_seen_by_all_and_counted(windows: Windows, cast: Cast) -> None:
    elsa, mentor, anna = [await windows.open(one, plan(cast)) for one in (cast.elsa, cast.mentor, cast.anna)]
    start = await windows.open(cast.anna)
    for one in (elsa, mentor, anna, start):
        await expect(badge(one)).to_have_accessible_name("Notices: 0 unread")
    await goal(elsa, cast.goal.id).locator("summary").click()
    await goal(elsa, cast.goal.id).get_by_role("button", name="Mark as done").click()
    for one in (elsa, mentor, anna):
        await expect(goal(one, cast.goal.id).locator(".status")).to_have_text("Done")
    for one in (mentor, anna, start):
        await expect(badge(one)).to_have_accessible_name("Notices: 1 unread")
        await expect(badge(one).locator(".badge")).to_have_text("1")
    await expect(badge(elsa)).to_have_accessible_name("Notices: 0 unread")
    await goal(mentor, cast.goal.id).locator("summary").click()
    await goal(mentor, cast.goal.id).get_by_role("button", name="Confirm as fulfilled").click()
    await expect(goal(elsa, cast.goal.id).locator(".status")).to_have_text("Fulfilled")
    await expect(badge(elsa)).to_have_accessible_name("Notices: 1 unread")


async def test_a_goal_is_proposed_and_agreed_on_live(windows: Windows, cast: Cast) -> None:
    anna, mentor = [await windows.open(one, plan(cast)) for one in (cast.anna, cast.mentor)]
    await anna.locator("#propose > summary").click()
    await anna.locator("#propose").get_by_label("Goal", exact=True).fill("Cycle to school")
    await anna.locator("#propose").get_by_label("What the home does").fill("Mends the bicycle")
    await anna.locator("#propose").get_by_role("button", name="Propose", exact=True).click()
    offered = mentor.locator(".goal", has_text="Cycle to school")
    await expect(offered).to_contain_text("Mends the bicycle")
    await expect(offered).to_contain_text(re.compile(r"proposed by\s+ABAnna Berg"))  # the letters are in the face, which only eyes see
    await expect(anna.locator("#propose").get_by_label("Goal", exact=True)).to_have_value("")
    await offered.locator("summary").click()
    await offered.get_by_role("button", name="Make ongoing").click()
    await expect(anna.locator(".goal", has_text="Cycle to school").locator(".status")).to_have_text("Ongoing")


async def test_news_take_no_words_from_under_a_hand(windows: Windows, cast: Cast) -> None:
    anna, elsa = [await windows.open(one, plan(cast)) for one in (cast.anna, cast.elsa)]
    field = anna.locator("#comment-form textarea")
    await field.click()
    await anna.keyboard.type("Half a com", delay=10)
    await comment(elsa, "Meanwhile")
    await expect(thread(anna, "Meanwhile")).to_be_visible()
    await anna.keyboard.type("ment", delay=10)
    await expect(field).to_have_value("Half a comment")


async def test_a_notice_leads_to_its_place_and_is_read_everywhere(windows: Windows, cast: Cast) -> None:
    elsa = await windows.open(cast.elsa, plan(cast))
    telephone = await windows.open(cast.mentor, "/notices", viewport={"width": 360, "height": 740})
    desk = await windows.open(cast.mentor, plan(cast))
    await comment(elsa, "First question")
    row = telephone.locator(".notice.fresh")
    await expect(row).to_contain_text("A new comment")
    await comment(elsa, "Second question")
    await expect(row).to_contain_text("2 new comments")
    await expect(row).to_have_count(1)
    for one in (telephone, desk):
        await expect(badge(one)).to_have_accessible_name("Notices: 1 unread")
    await row.get_by_role("button").click()
    await expect(telephone).to_have_url(windows.visits.base + plan(cast) + "#" + (await _id(telephone, "Second question")))
    await expect(telephone.locator(".comment:target")).to_contain_text("Second question")
    await expect(telephone.locator(".comment:target")).to_be_in_viewport()
    for one in (telephone, desk):
        await expect(badge(one)).to_have_accessible_name("Notices: 0 unread")
    await comment(elsa, "Third question")
    await expect(badge(desk)).to_have_accessible_name("Notices: 1 unread")


async def _id(page: Page, words: str) -> str:
    """Give the id of the comment that says something."""
    return await page.locator(".comment", has_text=words).get_attribute("id") or ""


async def test_a_conversation_about_selected_words(windows: Windows, cast: Cast) -> None:
    notes = cast.text("talk_notes")
    elsa, anna = [await windows.open(one, plan(cast)) for one in (cast.elsa, cast.anna)]
    await alive(elsa, notes)
    await write(elsa, notes, "I read a book each week.")
    await expect(body(anna, notes)).to_contain_text("each week.")
    await body(anna, notes).evaluate(SELECT, "a book")
    await text(anna, notes).get_by_role("button", name="Comment", exact=True).click()
    await expect(anna.locator("#comment-form [data-quote]")).to_have_text("a book")
    await comment(anna, "Which one?")
    mark = body(elsa, notes).locator("mark")
    await expect(mark).to_have_text("a book")
    await expect(thread(elsa, "Which one?").locator("q")).to_have_text("a book")
    await text(elsa, notes).get_by_role("textbox").focus()  # a click in its middle may meet the marked words, which lead away
    await elsa.keyboard.press("Control+Home")
    await elsa.keyboard.type("Now it is true: ", delay=10)
    await expect(body(anna, notes)).to_contain_text("Now it is true: I read")
    for one in (elsa, anna):
        await expect(body(one, notes).locator("mark")).to_have_text("a book")
    await mark.click()
    await expect(thread(elsa, "Which one?")).to_be_focused()
    await text(elsa, notes).get_by_role("textbox").focus()
    await elsa.keyboard.press("Control+a")
    await elsa.keyboard.press("Delete")
    for one in (elsa, anna):
        await expect(body(one, notes).locator("mark")).to_have_count(0)
        await expect(thread(one, "Which one?")).to_contain_text("(this text has been removed)")
        await expect(thread(one, "Which one?").locator("q")).to_have_text("a book")
    await expect(saved(elsa, notes)).to_have_text("Saved")
    later = await windows.open(cast.mentor, plan(cast))
    await expect(thread(later, "Which one?")).to_contain_text("(this text has been removed)")


async def test_a_thread_is_answered_reworded_taken_back_and_settled_live(windows: Windows, cast: Cast) -> None:
    anna, mentor = [await windows.open(one, plan(cast)) for one in (cast.anna, cast.mentor)]
    await comment(anna, "Can we meet earlier?")
    await thread(mentor, "Can we meet earlier?").get_by_role("link", name="Answer").click()
    await expect(mentor.locator("#comment-form")).to_contain_text("Answer to Anna Berg")
    await comment(mentor, "At seven")
    here = thread(anna, "Can we meet earlier?")
    await expect(here).to_contain_text("At seven")
    await expect(here.locator(".comment")).to_have_count(2)
    own = mentor.locator(".comment", has_text="At seven")
    await own.get_by_role("link", name="Reword").click()
    await mentor.get_by_label("Words").fill("At half past seven")
    await mentor.get_by_role("button", name="Save").click()
    await expect(here).to_contain_text("At half past seven")
    await expect(here).to_contain_text("reworded")
    await mentor.locator(".comment", has_text="At half").get_by_role("button", name="Take back").click()
    await expect(here).to_contain_text("This comment was taken back.")
    await expect(here).not_to_contain_text("At half past seven")
    await here.get_by_role("button", name="Settle").press("Enter")
    await expect(anna.locator(":focus")).to_have_count(1)
    await expect(thread(mentor, "Can we meet earlier?")).to_contain_text("Settled by Anna Berg")
    await thread(mentor, "Can we meet earlier?").get_by_role("button", name="Take up again").click()
    await expect(here).not_to_contain_text("Settled by")


async def test_a_comment_on_a_goal_stands_with_its_goal(windows: Windows, cast: Cast) -> None:
    bo, elsa = [await windows.open(one, plan(cast)) for one in (cast.bo, cast.elsa)]
    await goal(bo, cast.goal.id).get_by_role("link", name="Comment").click()
    await comment(bo, "At my place too")
    await expect(thread(elsa, "At my place too")).to_contain_text("On the goal: Read every day")
    await goal(elsa, cast.goal.id).get_by_role("link", name="Check in").click()
    await elsa.get_by_label("How is it going?").fill("Ten days in a row")
    await elsa.locator("#check-in-form").get_by_role("button", name="Send").click()
    await expect(goal(bo, cast.goal.id)).to_contain_text("Ten days in a row")
    await expect(elsa.locator("#check-in-form")).to_be_hidden()
    await expect(goal(elsa, cast.goal.id).get_by_role("link", name="Check in")).to_be_focused()


async def test_who_is_here_and_who_writes_where(windows: Windows, cast: Cast) -> None:
    notes = cast.text("talk_notes")
    mentor, elsa = [await windows.open(one, plan(cast)) for one in (cast.mentor, cast.elsa)]
    here = mentor.locator("people-here")
    await expect(here.get_by_role("status")).to_have_text("2 are here now")
    await here.locator("summary").click()
    await expect(here.locator("li", has_text="Maja Mentor")).to_contain_text("(you)")
    await expect(here.locator("li", has_text="Elsa Berg")).to_contain_text("Pupil")
    await alive(elsa, notes)
    await body(elsa, notes).click()
    await expect(here.locator("li", has_text="Elsa Berg")).to_contain_text("writes in Notes from the talk")
    second = await elsa.context.new_page()
    await second.goto(plan(cast))
    await expect(here.get_by_role("status")).to_have_text("2 are here now")
    await elsa.close()
    await expect(here.locator("li", has_text="Elsa Berg")).not_to_contain_text("writes in")
    await second.close()
    await expect(here.get_by_role("status")).to_have_text("1 is here now")
    await expect(body(mentor, notes).locator(".caret")).to_have_count(0)
