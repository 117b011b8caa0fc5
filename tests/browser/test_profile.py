"""A guardian adds a picture, cut in the browser, and hides the telephone; who sees it then."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from PIL import Image
from playwright.async_api import expect

from tests.browser.windows import plan

if TYPE_CHECKING:
    from tests.browser.windows import Windows
    from tests.cast import Cast

NUMBER = "070-123 45 67"


def photograph() -> bytes:
    """Give a wide picture: red to the left, blue to the right."""
    image, file = Image.new("RGB", (900, 300), "red"), BytesIO()
    image.paste("blue", (450, 0, 900, 300))
    image.save(file, "PNG")
    return file.getvalue()


async def test_a_picture_is_cut_and_a_telephone_hidden_from_the_class_but_not_from_the_mentor(windows: Windows, cast: Cast) -> None:
    mother = await windows.open(cast.anna, "/settings")
    choose = mother.get_by_label("Choose a picture")
    await choose.set_input_files({"name": "x.txt", "mimeType": "text/plain", "buffer": b"no picture"})
    await expect(mother.get_by_role("alert")).to_contain_text("not a picture we can read")
    await choose.set_input_files({"name": "x.png", "mimeType": "image/png", "buffer": photograph()})
    await expect(mother.get_by_role("alert")).to_have_count(0)
    await mother.get_by_label("Sideways").press("End")
    await mother.get_by_role("button", name="Save the picture").click()
    await expect(mother.get_by_role("status").get_by_text("Saved.")).to_be_visible()
    sent = await mother.context.request.get(f"/people/{cast.anna.id}/picture")
    red, _green, blue = Image.open(BytesIO(await sent.body())).convert("RGB").getpixel((10, 10))  # type: ignore[misc]
    assert blue > 2 * red, "the end that was cut out is kept"

    await mother.get_by_label("Telephone", exact=True).fill(NUMBER)
    await mother.get_by_label("Address", exact=True).fill("Storgatan 1")
    await mother.get_by_label("Who sees it: Address").select_option("Also my classes")
    await mother.get_by_role("button", name="Save", exact=True).click()
    await expect(mother.get_by_label("Telephone", exact=True)).to_have_value(NUMBER)

    address = f"/classes/{cast.klass.id}/list"
    other = await windows.open(cast.omars_mother, address)
    await expect(other.get_by_role("main")).to_contain_text("Storgatan 1")
    await expect(other.get_by_role("main")).not_to_contain_text(NUMBER)
    mentor = await windows.open(cast.mentor, address)
    await expect(mentor.get_by_role("link", name=NUMBER)).to_be_visible()
    picture = f"img[src*='{cast.anna.id}']"
    await mentor.goto(f"/pupils/{cast.elsa.id}")
    await expect(mentor.locator(picture)).to_have_js_property("naturalWidth", 96)
    await other.goto(f"/people/{cast.anna.id}")
    await expect(other.locator(picture)).to_have_count(0)
    await mother.goto(plan(cast))
    await mentor.goto(plan(cast))
    await expect(mentor.locator(f"people-here .crowd {picture}")).to_have_js_property("naturalWidth", 96)
    father = await windows.open(cast.bo, plan(cast))
    await expect(father.locator("people-here .crowd").get_by_title("Anna Berg")).to_have_text("AB")


async def test_the_page_reads_itself_aloud_for_whom_wants_it(windows: Windows, cast: Cast) -> None:
    page = await windows.open(cast.elsa, "/settings/reading")
    await page.add_init_script("SpeechSynthesis.prototype.speak = (one) => { (window.said ??= []).push([one.lang, one.text]); }")
    await page.get_by_label("Buttons that read the page aloud").check()
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_role("status").get_by_text("Saved.")).to_be_visible()
    await page.goto(f"/pupils/{cast.elsa.id}")
    await page.get_by_role("button", name="Listen: At school").click()
    await expect(page.get_by_role("button", name="Stop reading")).to_be_focused()
    assert ["en", "Maja Mentor"] in await page.evaluate("window.said")
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("button", name="Stop reading")).to_have_count(0)
