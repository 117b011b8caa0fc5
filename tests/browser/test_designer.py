"""A template is designed: by keyboard alone, by drag, by two at once, without a script; published and looked at."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from playwright.async_api import expect

from server.templates.actions import starting
from tests.browser.test_accessible import tab_to
from tests.server.templates.desk import desk
from tests.server.templates.forms import SMALL
from tests.server.world import World

if TYPE_CHECKING:
    from playwright.async_api import Locator, Page

    from tests.browser.windows import Windows
    from tests.cast import Cast
    from tests.server.templates.desk import Desk


async def a_desk(windows: Windows, cast: Cast, *, large: bool = False) -> Desk:
    """Put a small template on the principal's desk, or one of those that come with Stegvis."""
    world = World(cast, windows.visits, None)  # type: ignore[arg-type]  # nothing is asked of its connection
    return await desk(world, starting()["years_4_6"].form if large else SMALL)


async def order(page: Page) -> list[str]:
    """Give the questions' headings in the order of the page."""
    return await page.locator(".asked summary .grow > span[dir]").all_inner_texts()


def outcome(page: Page) -> Locator:
    """Find what the last act led to."""
    return page.locator("#outcome")


async def begin_blank(page: Page) -> None:
    """Go from the school's page to a blank template with one section, by keyboard."""
    await tab_to(page, page.get_by_role("link", name="Templates", exact=True))
    await page.keyboard.press("Enter")
    await tab_to(page, page.get_by_role("button", name="Begin with a blank one"))
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text("New template")
    await tab_to(page, page.locator("#new-section").get_by_label("Heading of the section"))
    await page.keyboard.type("About me")
    for key in ("Tab", "Tab", "Enter"):
        await page.keyboard.press(key)
    await expect(page.get_by_role("heading", name="About me")).to_be_focused()


async def ask(page: Page, kind: str, words: str) -> None:
    """Add a question by keyboard."""
    await tab_to(page, page.get_by_label("Add a question: About me"))
    await page.keyboard.press("Enter")
    fields = page.locator("form.question-form[id^=new-]")
    await tab_to(page, fields.get_by_label("How is it answered?"))
    await page.keyboard.type(kind)
    await page.keyboard.press("Tab")
    await page.keyboard.type(words)
    await expect(fields.get_by_label("Choices, one on each line")).to_be_hidden()
    await tab_to(page, fields.get_by_role("button", name="Add the question"))
    await page.keyboard.press("Enter")
    await expect(page.locator("summary", has_text=words)).to_be_focused()


async def test_a_small_template_by_keyboard_alone(windows: Windows, cast: Cast) -> None:
    page = await windows.open(cast.principal, f"/schools/{cast.school.id}")
    await begin_blank(page)
    await ask(page, "Faces", "How is it?")
    await ask(page, "Text", "What do I like?")

    up = page.get_by_role("button", name="Move up: What do I like?")
    await tab_to(page, up)
    await page.keyboard.press("Enter")
    await expect(outcome(page)).to_contain_text("“What do I like?” is now question 1 of 2 in “About me”.")
    await expect(up).to_be_focused()
    assert await order(page) == ["What do I like?", "How is it?"]
    await page.keyboard.press("Enter")
    await expect(up).to_have_attribute("aria-disabled", "true")
    await expect(up).to_be_focused()

    await page.get_by_role("link", name="Skip to the content").focus()
    await tab_to(page, page.get_by_role("button", name="Publish version 1"))
    await page.keyboard.press("Enter")
    await expect(outcome(page)).to_contain_text("Version 1 is published.")
    await expect(page.locator("#publish")).to_be_focused()
    await page.get_by_role("link", name="Skip to the content").focus()
    await tab_to(page, page.get_by_role("link", name="Preview"))
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="What do I like?")).to_be_visible()
    await expect(page.get_by_role("main").locator("textarea")).to_have_count(0)


async def drag(page: Page, name: str, onto: str) -> None:
    """Drag a question by its grip to just under another."""
    grip = page.locator(".asked", has=page.locator("summary", has_text=name)).locator("[data-grip]")
    target = page.locator(".asked", has=page.locator("summary", has_text=onto))
    await grip.scroll_into_view_if_needed()
    start, end = await grip.bounding_box(), await target.bounding_box()
    assert start
    assert end
    await page.mouse.move(start["x"] + 10, start["y"] + 10)
    await page.mouse.down()
    await page.mouse.move(start["x"] + 10, start["y"] + 30, steps=3)
    await page.mouse.move(end["x"] + 20, end["y"] + end["height"] - 4, steps=5)
    await expect(page.locator(".drop-mark")).to_have_count(1)
    await page.mouse.up()


async def test_questions_are_dragged_within_a_section_and_to_another(windows: Windows, cast: Cast) -> None:
    own = await a_desk(windows, cast)
    page = await windows.open(cast.principal, own.home, viewport={"width": 1280, "height": 2000})

    await drag(page, "How is it at school?", "What goes well?")
    await expect(outcome(page)).to_contain_text("“How is it at school?” is now question 2 of 2 in “Where am I now?”.")
    await drag(page, "What goes well?", "How does it go?")
    await expect(outcome(page)).to_contain_text("“What goes well?” is now question 2 of 2 in “How do we see it?”.")
    wanted = ["How is it at school?", "How does it go?", "What goes well?", "A summary", "New goals"]
    assert await order(page) == wanted
    await page.reload()
    assert await order(page) == wanted


async def test_a_finger_drags_far_down_a_long_page_on_a_telephone(windows: Windows, cast: Cast) -> None:
    own = await a_desk(windows, cast, large=True)
    page = await windows.open(cast.principal, own.home, viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    first = page.locator(".asked").first
    await first.scroll_into_view_if_needed()
    grip = await first.locator("[data-grip]").bounding_box()
    assert grip
    line = await page.context.new_cdp_session(page)

    async def touch(kind: str, *at: float) -> None:
        points = [{"x": at[0], "y": at[1]}] if at else []
        await line.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    x, y = grip["x"] + 12, grip["y"] + 20
    await touch("touchStart", x, y)
    await touch("touchMove", x, y + 30)
    await touch("touchMove", x, 720)
    last = page.locator(".asked").nth(6)
    await expect(last).to_be_in_viewport()
    box = await last.bounding_box()
    assert box
    await touch("touchMove", x, min(box["y"] + box["height"] - 4, 640))
    await touch("touchEnd")
    await expect(outcome(page)).to_contain_text("is now question")
    assert (await order(page))[0] != "How is it at school?"
    assert "How is it at school?" in await order(page)


async def test_two_design_at_once_and_neither_loses_a_word(windows: Windows, cast: Cast) -> None:
    own = await a_desk(windows, cast)
    one, other = await windows.open(cast.principal, own.home), await windows.open(cast.admin, own.home)
    for page in (one, other):
        await page.locator("summary", has_text="What goes well?").click()
        await page.locator("summary", has_text="How is it at school?").click()
    field = other.locator("#form-well").get_by_label("Question, English")
    await field.fill("What am I good at?")
    await other.locator("#form-mood").get_by_label("Question, English").fill("How is school?")

    await one.locator("#form-mood").get_by_label("Question, English").fill("How are you at school?")
    await one.locator("#form-mood").get_by_role("button", name="Save").click()
    await expect(outcome(one)).to_contain_text("Saved.")
    await other.locator("#form-mood").get_by_role("button", name="Save").click()

    mood = other.locator("#form-mood")
    await expect(mood.locator(".wrong")).to_contain_text("this is not saved yet")
    await expect(mood.get_by_label("Question, English")).to_have_value("How is school?")
    await expect(mood.locator(".now-says")).to_contain_text("How are you at school?")
    await expect(field).to_have_value("What am I good at?")
    await mood.get_by_role("button", name="Save").click()
    await expect(outcome(other)).to_contain_text("Saved.")
    await expect(field).to_have_value("What am I good at?")
    await other.locator("#form-well").get_by_role("button", name="Save").click()
    await expect(other.locator("#form-well .wrong")).to_contain_text("this is not saved yet")
    await other.locator("#form-well").get_by_role("button", name="Save").click()
    await expect(outcome(other)).to_contain_text("Saved.")
    assert (await order(other))[:2] == ["How is school?", "What am I good at?"]


async def test_one_who_writes_in_two_forms_is_not_refused_by_oneself(windows: Windows, cast: Cast) -> None:
    own = await a_desk(windows, cast)
    page = await windows.open(cast.principal, own.home)
    await page.locator("summary", has_text="What goes well?").click()
    await page.locator("summary", has_text="How is it at school?").click()
    await page.locator("#form-well").get_by_label("Question, English").fill("What am I good at?")
    await page.locator("#form-mood").get_by_label("Question, English").fill("How is school?")
    await page.locator("#form-mood").get_by_label("How is it answered?").select_option("Choice")
    await page.locator("#form-mood").get_by_label("Choices, one on each line, English").fill("One\nTwo")
    await page.locator("#form-mood").get_by_role("button", name="Save").click()
    await expect(outcome(page)).to_contain_text("Saved.")
    await page.locator("#form-well").get_by_role("button", name="Save").click()
    await expect(page.locator("summary", has_text="What am I good at?")).to_be_focused()
    await expect(page.locator("main .wrong")).to_have_count(0)
    await expect(page.locator("#q-mood .fault")).to_have_text("A choice is missing in a language.")
    fault = page.locator("#publish").get_by_role("link", name="How is school?")
    await fault.click()
    await expect(page.locator("#q-mood")).to_be_in_viewport()


async def test_everything_works_without_a_script(windows: Windows, cast: Cast) -> None:
    own = await a_desk(windows, cast)
    page = await windows.open(cast.principal, own.home, java_script_enabled=False)
    await expect(page.locator("[data-grip]").first).to_be_hidden()

    await page.get_by_role("button", name="Move down: How is it at school?").click()
    assert (await order(page))[:2] == ["What goes well?", "How is it at school?"]
    await page.get_by_label("Add a question: The school").click()
    await page.locator("#new-school").get_by_label("Question, English").fill("One more")
    await page.locator("#new-school").get_by_label("Question, Svenska").fill("En till")
    await page.locator("#new-school").get_by_role("button", name="Add the question").click()
    assert (await order(page))[-1] == "One more"
    await page.get_by_role("button", name="Publish version 1").click()
    await expect(page.locator("#publish")).to_contain_text("Version 1 is published")
    await page.get_by_role("link", name="Preview").click()
    await page.locator("select[name=as]").select_option("Mentor")
    await page.get_by_role("button", name="Show").click()
    await expect(page).to_have_url(re.compile("as=mentor"))
    await expect(page.get_by_role("heading", name="One more")).to_be_visible()


async def test_the_faces_of_the_youngest_are_alike_on_a_telephone_and_no_word_covers_another(windows: Windows, cast: Cast) -> None:
    address = f"/starting-templates/years_1_3?for={cast.school.id}&as=pupil&step=prepare_school"
    page = await windows.open(cast.principal, address, viewport={"width": 360, "height": 740})
    while await page.locator("#preview .face").count() == 0:
        await page.get_by_role("link", name="Next", exact=True).click()
        await page.wait_for_load_state()
    faces = page.locator("#preview .pick")

    sizes = await faces.locator(".face").evaluate_all("all => all.map((one) => [one.clientWidth, one.clientHeight])")
    boxes = await faces.evaluate_all("all => all.map((one) => one.getBoundingClientRect()).map(({top, bottom}) => [top, bottom])")
    spills = await faces.evaluate_all("all => all.filter((one) => one.scrollWidth > one.clientWidth).length")

    assert len(sizes) == 5
    assert len({tuple(one) for one in sizes}) == 1
    assert sizes[0][0] == sizes[0][1] > 44
    assert all(then[0] >= first[1] for first, then in pairwise(boxes)), "one below the other"
    assert spills == 0
