"""Preparing, as each party does it: the youngest by keyboard, teachers in the grid, homes apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.async_api import expect

from server.people.models import Relation, RelationKind
from server.plans.models import Phase
from tests.browser.handed import Handed, answer, choose, handed
from tests.browser.windows import alive, body, saved, text, write
from tests.forms import YOUNG

if TYPE_CHECKING:
    from playwright.async_api import Locator, Page

    from tests.browser.windows import Windows
    from tests.cast import Cast
    from tests.visit import Visits

TELEPHONE = {"width": 360, "height": 740}


async def press_until(page: Page, key: str, wanted: Locator, most: int = 60) -> None:
    """Press a key until something has the focus."""
    for _ in range(most):
        await page.keyboard.press(key)
        if await wanted.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(wanted)


async def test_a_young_pupil_answers_and_hands_in_by_keyboard_on_a_telephone(windows: Windows, live: Visits, cast: Cast) -> None:
    here = await handed(live, cast.elsa, cast, made=YOUNG)
    page = await windows.open(cast.elsa, here.prepare, viewport=TELEPHONE)
    steps, keyboard = page.locator("young-steps"), page.keyboard
    feel, like = await here.answer("feel"), await here.text("like")
    await expect(page.get_by_text("1 of 6")).to_be_visible()
    await expect(steps.locator(".step:visible")).to_have_count(1)
    await press_until(page, "Tab", answer(page, feel).get_by_label("Very hard"))
    await keyboard.press("ArrowDown")
    await keyboard.press("ArrowDown")
    await keyboard.press("ArrowDown")
    await expect(answer(page, feel).get_by_label("Good", exact=True)).to_be_checked()
    await press_until(page, "Tab", steps.locator(".step:visible").get_by_role("link", name="Next"))
    await keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="What goes well?")).to_be_focused()
    await expect(page.get_by_text("2 of 6")).to_be_visible()
    await alive(page, like)
    await press_until(page, "Tab", body(page, like).and_(page.locator("[contenteditable=true]")))
    await keyboard.type("I read a book", delay=10)
    for number in (3, 4, 5, 6):
        await press_until(page, "Tab", steps.locator(".step:visible").get_by_role("link", name="Next"))
        await keyboard.press("Enter")
        await expect(page.get_by_text(f"{number} of 6")).to_be_visible()
    await press_until(page, "Tab", steps.locator(".step:visible").get_by_role("link", name="To the end"))
    await keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="Are you done?")).to_be_focused()
    await expect(page.get_by_text("Still to be answered:")).to_be_hidden()
    await press_until(page, "Tab", page.get_by_role("button", name="Hand in"))
    await keyboard.press("Enter")
    await expect(page.locator("hand-in .note")).to_contain_text("Handed in")
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    mentor = await windows.open(cast.mentor, here.page)
    await expect(answer(mentor, feel)).to_contain_text("Good")
    await expect(body(mentor, like)).to_have_text("I read a book")


async def test_a_choice_is_seen_by_others_at_once_and_the_last_one_holds(windows: Windows, draft: Handed, cast: Cast) -> None:
    mentor, teacher = [await windows.open(one, draft.page) for one in (cast.mentor, cast.teacher)]
    calm = await draft.answer("calm")
    await choose(mentor, calm, "No")
    await expect(answer(teacher, calm).get_by_label("No", exact=True)).to_be_checked()
    await choose(teacher, calm, "Yes")
    await expect(answer(mentor, calm).get_by_label("Yes", exact=True)).to_be_checked()
    await expect(answer(mentor, calm).get_by_label("No", exact=True)).not_to_be_checked()
    observer = await windows.open(cast.observer, draft.page)
    await expect(answer(observer, calm)).to_have_text("Yes")
    await choose(mentor, calm, "No")
    await expect(answer(observer, calm)).to_have_text("No")


async def test_an_unanswered_line_gives_way_as_somebody_begins_to_write(windows: Windows, draft: Handed, cast: Cast) -> None:
    elsa, mentor = await windows.open(cast.elsa, draft.prepare), await windows.open(cast.mentor, draft.page)
    like, feel = await draft.text("like"), await draft.answer("feel")
    await expect(text(mentor, like)).to_have_class("text blank")
    await expect(body(mentor, like)).to_be_hidden()
    await alive(elsa, like)
    await write(elsa, like, "Now I begin")
    await expect(body(mentor, like)).to_have_text("Now I begin")
    await expect(mentor.locator(f"#piece-{feel}")).to_have_class("text question blank")
    await choose(elsa, feel, "Good")
    await expect(answer(mentor, feel)).to_contain_text("Good")


async def test_an_open_editor_becomes_read_only_and_says_why(windows: Windows, draft: Handed, cast: Cast) -> None:
    like = await draft.text("like")
    one, other = await windows.open(cast.elsa, draft.prepare), await windows.open(cast.elsa, draft.page)
    await choose(one, await draft.answer("feel"), "Good")
    await alive(one, like)
    await alive(other, like)
    await write(one, like, "Done")
    await one.get_by_role("button", name="Hand in").click()
    await expect(body(other, like)).not_to_have_attribute("contenteditable", "true")
    await expect(text(other, like).locator(".why")).to_contain_text("it is handed in")
    await expect(answer(other, await draft.answer("feel")).locator("input")).to_have_count(0)
    await expect(other.locator("#states")).to_contain_text("Handed in")
    await one.get_by_role("button", name="Take back and write on").click()
    await alive(other, like)
    await expect(answer(other, await draft.answer("feel")).get_by_role("radio")).to_have_count(5)
    await expect(text(other, like).locator(".why")).to_have_count(0)


async def test_two_teachers_in_the_grid_see_each_others_changes(windows: Windows, live: Visits, cast: Cast) -> None:
    elsas, omars = await handed(live, cast.elsa, cast), await handed(live, cast.omar, cast)
    async with live.database.session() as session:
        session.add(Relation(person_id=cast.observer.id, kind=RelationKind.teacher_in, class_id=cast.klass.id, subject="Matematik"))
        await session.commit()
    address = f"/classes/{cast.klass.id}/assessments?subject=Matematik"
    one, two = await windows.open(cast.teacher, address, viewport=TELEPHONE), await windows.open(cast.observer, address)
    level, words = await elsas.answer("subject"), await elsas.text("subject")
    await expect(one.locator(".grade")).to_have_count(2)
    await choose(one, level, "On the way")
    await expect(answer(two, level).get_by_label("On the way")).to_be_checked()
    pupil = await windows.open(cast.elsa, elsas.page)
    await expect(pupil.locator("people-here").get_by_role("status")).to_have_text("1 is here now")
    opened = one.locator(f"#grid-{words}")
    await opened.get_by_role("link", name="Write").click()
    editor = opened.locator("[contenteditable=true]")
    await expect(editor).to_be_focused()
    await one.keyboard.type("Counts well", delay=15)
    await expect(two.locator(f"#grid-{words} [data-writing]")).to_have_text("Tore Lärare is writing here now")
    await expect(pupil.locator("people-here").get_by_role("status")).to_have_text("2 are here now")
    await expect(opened.locator(".saved")).to_have_text("Saved")
    await opened.get_by_role("button", name="Done").click()
    await expect(opened.get_by_role("link", name="Write")).to_be_focused()
    for page in (one, two):
        await expect(page.locator(f"#preview-{words}")).to_contain_text("Counts well")
    await expect(pupil.locator("people-here").get_by_role("status")).to_have_text("1 is here now")
    await two.get_by_role("button", name="Hand in all that are complete").click()
    row = f"#row-{await elsas.preparation('teachers')}"
    for page in (one, two):
        await expect(page.locator(row)).to_contain_text("Handed in · Olga Special")
        await expect(page.locator(f"{row} input[type=radio]")).to_have_count(0)
        await expect(page.locator(f"#row-{await omars.preparation('teachers')}")).to_contain_text("Not begun")
    assert await one.evaluate("document.documentElement.scrollWidth <= innerWidth")


async def test_a_guardian_is_ready_and_the_other_household_sees_nothing(windows: Windows, live: Visits, cast: Cast) -> None:
    here = await handed(live, cast.elsa, cast, Phase.shared)
    anna = await windows.open(cast.anna, here.prepare, viewport=TELEPHONE)
    bo, bos, mentor = [
        await windows.open(one, path) for one, path in ((cast.bo, here.page), (cast.bo, here.prepare), (cast.mentor, here.page))
    ]
    see = await here.text("see", household_id=cast.annas.id)
    own = await here.preparation("home", household_id=cast.annas.id)
    await alive(anna, see)
    await write(anna, see, "She sleeps well")
    await expect(body(mentor, see)).to_have_text("She sleeps well")
    await expect(saved(anna, see)).to_have_text("Saved")
    await anna.get_by_role("button", name="We are ready").click()
    await expect(anna.locator("hand-in .note")).to_contain_text("Ready")
    await expect(mentor.locator(f"#preparation-{own}")).to_contain_text("Ready")
    await anna.locator("#comment-form textarea").fill("To everybody")
    await anna.locator("#comment-form").get_by_role("button", name="Send").click()
    await expect(bo.locator(".thread")).to_contain_text("To everybody")
    for page in (bo, bos):
        assert "She sleeps well" not in await page.content()
        assert str(own) not in await page.content()
        await expect(page.locator("main")).not_to_contain_text("Ready ·")
    await expect(bo.locator("#states")).to_contain_text("Bo: Not ready yet")
    await anna.get_by_role("button", name="Take back and write on").click()
    await alive(anna, see)


async def test_everything_but_writing_works_without_a_script(windows: Windows, live: Visits, cast: Cast) -> None:
    here = await handed(live, cast.elsa, cast, made=YOUNG)
    page = await windows.open(cast.elsa, here.prepare, java_script_enabled=False)
    feel = answer(page, await here.answer("feel"))
    await feel.get_by_label("Good", exact=True).check()
    await feel.get_by_role("button", name="Save").click()
    await expect(page.get_by_text("1 of 6")).to_be_visible()
    await expect(feel.get_by_label("Good", exact=True)).to_be_checked()
    await page.get_by_role("link", name="Next").locator("visible=true").click()
    await expect(page.get_by_text("2 of 6")).to_be_visible()
    await page.goto(f"{here.prepare}?step=7")
    await page.get_by_role("button", name="Hand in").click()
    await expect(page.get_by_role("alert")).to_contain_text("Still to be answered: What goes well?.")


async def test_a_picture_is_added_and_taken_away(windows: Windows, draft: Handed, cast: Cast) -> None:
    page = await windows.open(cast.elsa, draft.prepare)
    work = answer(page, await draft.answer("work"))
    await work.get_by_label("Add a picture or a PDF").set_input_files(
        {"name": "min.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"}
    )
    await work.get_by_role("button", name="Add the file").click()
    await expect(work.get_by_role("link", name="min.pdf")).to_be_visible()
    mentor = await windows.open(cast.mentor, draft.page)
    await expect(answer(mentor, await draft.answer("work")).get_by_role("link", name="min.pdf")).to_be_visible()
    await work.get_by_role("button", name="Take away: min.pdf").click()
    await expect(work.get_by_role("link", name="min.pdf")).to_have_count(0)
    await expect(answer(mentor, await draft.answer("work")).get_by_role("link", name="min.pdf")).to_have_count(0)
