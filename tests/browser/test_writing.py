"""Several people write in one text at once."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.browser.windows import alive, body, plan, saved, text, write

if TYPE_CHECKING:
    from uuid import UUID

    from playwright.async_api import Page

    from tests.browser.windows import Windows
    from tests.cast import Cast

FOREIGN = """
<style>p { color: red }</style><script>window.ran = true</script>
<h1 style="font-size: 80px">Our <em onclick="window.ran = true">plan</em></h1>
<table><tr><td>cell one</td><td>cell two</td></tr></table>
<img src="/static/pasted.png" onerror="window.ran = true" alt="picture">
<p class="evil" onclick="window.ran = true">see <a href="javascript:window.ran=true">here</a>
and <a href="https://skolan.se/" onmouseover="window.ran = true" style="color: red">there</a></p>
<iframe src="https://example.com"></iframe><form><input name="password"></form>
"""
PASTE = """
(editor, html) => {
  const data = new DataTransfer();
  data.setData("text/html", html);
  editor.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}
"""
ALLOWED = {"P", "H3", "UL", "OL", "LI", "STRONG", "EM", "A", "BR", "SPAN"}
"""What the schema may draw, and the carets."""
DRAWN = """
said => [...said.querySelectorAll(":not(.ProseMirror-separator)")].flatMap((one) => [one.tagName, ...one.getAttributeNames()])
"""
"""All that is drawn, but for what ProseMirror itself puts beside a widget."""


@pytest_asyncio.fixture(loop_scope="session")
async def page(windows: Windows, cast: Cast) -> Page:
    """Give the pupil's page, with a text of the pupil's own open for writing."""
    opened = await windows.open(cast.elsa, plan(cast))
    await alive(opened, cast.text("self_assessment"))
    return opened


@pytest.fixture
def own(cast: Cast) -> UUID:
    """Give the text that only the pupil writes in."""
    return cast.text("self_assessment")


async def test_three_write_together_and_one_reads(windows: Windows, cast: Cast) -> None:
    notes = cast.text("talk_notes")
    people = {"Maja Mentor": cast.mentor, "Elsa Berg": cast.elsa, "Anna Berg": cast.anna}
    pages = {name: await windows.open(person, plan(cast)) for name, person in people.items()}
    reader = await windows.open(cast.principal, plan(cast))
    for one in pages.values():
        await alive(one, notes)
        await body(one, notes).click()
    words = {name: f"{name.split()[0]}writesletterbyletter" for name in pages}
    await asyncio.gather(*(one.keyboard.type(words[name], delay=30) for name, one in pages.items()))
    total = sum(map(len, words.values()))
    for one in [*pages.values(), reader]:
        await expect(body(one, notes)).to_have_text(re.compile(f"^.{{{total}}}$"))
    said = await body(reader, notes).text_content() or ""
    assert sorted(said) == sorted("".join(words.values()))
    for name, one in pages.items():
        await expect(body(one, notes)).to_have_text(said)
        await expect(saved(one, notes)).to_have_text("Saved")
        for other in people:
            await expect(body(one, notes).locator(f".caret[data-who='{other}']")).to_have_count(0 if other == name else 1)
    await expect(body(reader, notes)).to_have_attribute("contenteditable", "false")
    await expect(saved(reader, notes)).to_have_text("Read only")


async def test_what_was_written_is_in_the_page_itself(windows: Windows, cast: Cast, page: Page, own: UUID) -> None:
    await write(page, own, "Maths is fun")
    await expect(saved(page, own)).to_have_text("Saved")
    plain = await windows.open(cast.mentor, plan(cast), java_script_enabled=False)
    await expect(body(plain, own)).to_have_text("Maths is fun")


TOOLS = [
    ("Bold", "Control+b", "strong"),
    ("Italic", "Control+i", "em"),
    ("Sub-heading", "Control+Alt+3", "h3"),
    ("Bulleted list", "Control+Shift+8", "ul > li"),
    ("Numbered list", "Control+Shift+7", "ol > li"),
]


async def test_formatting_by_button_and_by_keys(windows: Windows, cast: Cast, page: Page, own: UUID) -> None:
    reader = await windows.open(cast.mentor, plan(cast))
    await write(page, own, "reads well")
    await page.keyboard.press("Control+a")
    for button, keys, drawn in TOOLS:
        shown = body(reader, own).locator(drawn)
        tool = text(page, own).get_by_role("button", name=button)
        await tool.click()
        await expect(shown).to_have_text("reads well")
        await expect(tool).to_have_attribute("aria-pressed", "true")
        await page.keyboard.press(keys)
        await expect(shown).to_have_count(0)
        await page.keyboard.press(keys)
        await expect(shown).to_have_text("reads well")
        await tool.click()
        await expect(shown).to_have_count(0)


async def test_a_link_by_keys_and_never_to_a_script(windows: Windows, cast: Cast, page: Page, own: UUID) -> None:
    reader = await windows.open(cast.mentor, plan(cast))
    await write(page, own, "school")
    await page.keyboard.press("Control+a")
    await page.keyboard.press("Control+k")
    dialog = page.get_by_role("dialog", name="Link")
    await dialog.get_by_label("Address").fill("javascript:alert(1)")
    await page.keyboard.press("Enter")
    await expect(dialog.get_by_role("alert")).to_be_visible()
    await dialog.get_by_label("Address").fill("skolan.se")
    await page.keyboard.press("Enter")
    await expect(dialog).to_have_count(0)
    await expect(body(page, own)).to_be_focused()
    link = body(reader, own).get_by_role("link", name="school")
    await expect(link).to_have_attribute("href", "https://skolan.se")
    await expect(link).to_have_attribute("rel", "noopener noreferrer")


async def test_undo_takes_back_only_ones_own(windows: Windows, cast: Cast) -> None:
    notes = cast.text("talk_notes")
    elsa, anna = [await windows.open(one, plan(cast)) for one in (cast.elsa, cast.anna)]
    await alive(elsa, notes)
    await alive(anna, notes)
    await write(elsa, notes, "Elsa says. ")
    await expect(body(anna, notes)).to_contain_text("Elsa says.")
    await write(anna, notes, "Anna adds.")
    await expect(body(elsa, notes)).to_contain_text("Anna adds.")
    await text(elsa, notes).get_by_role("button", name="Undo").click()
    for one in (elsa, anna):
        await expect(body(one, notes)).to_have_text("Anna adds.")
    await elsa.keyboard.press("Control+y")
    for one in (elsa, anna):
        await expect(body(one, notes)).to_have_text("Elsa says. Anna adds.")


async def test_what_is_pasted_is_cleaned_on_every_page(windows: Windows, cast: Cast, page: Page, own: UUID) -> None:
    reader = await windows.open(cast.mentor, plan(cast))
    fetched: list[str] = []
    for one in (page, reader):
        one.on("request", lambda request: fetched.append(request.url))
    await body(page, own).click()
    await body(page, own).evaluate(PASTE, FOREIGN)
    for one in (page, reader):
        said = body(one, own)
        for words in ("Our plan", "cell one", "cell two", "see here", "there"):
            await expect(said).to_contain_text(words)
        await expect(said).not_to_contain_text("window.ran")
        await expect(said).not_to_contain_text("color: red")
        await expect(said.get_by_role("link")).to_have_count(1)
        await expect(said.get_by_role("link")).to_have_attribute("href", "https://skolan.se/")
        drawn = set(await said.evaluate(DRAWN))
        assert {name for name in drawn if name.isupper()} <= ALLOWED
        assert not {name for name in drawn if name.startswith("on")}
        assert await one.evaluate("window.ran") is None
    await expect(saved(page, own)).to_have_text("Saved")
    assert not [address for address in fetched if "pasted" in address]
    windows.faults.clear()  # Chromium speaks of the handlers that it saw while the paste was read, in a document that runs none


async def test_too_much_at_once_is_not_pasted(page: Page, own: UUID) -> None:
    await write(page, own, "short")
    await body(page, own).evaluate(PASTE, "<p>" + "long " * 12_000 + "</p>")
    await expect(saved(page, own)).to_have_text("That is too much to paste at once. Paste a smaller piece.")
    await expect(body(page, own)).to_have_text("short")
