"""What a machine can find out about a page's accessibility: axe-core's rules, reflow, and the size of what is pressed."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.async_api import Page

AXE = Path(__file__).parents[2] / "static" / "node_modules" / "axe-core" / "axe.min.js"
COLOURS = ("color-contrast", "link-in-text-block")
"""The rules whose answer hangs on whether it is light or dark; all others see the same page."""
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
RUN = """
async ([rules, but, within]) => {
  const left = Object.fromEntries(but.map((one) => [one, { enabled: false }]));
  const { violations } = await axe.run(within, { runOnly: rules, rules: left, resultTypes: ["violations"] });
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target.join(" ")}: ${failureSummary}`));
}
"""
TOO_WIDE = """
() => {
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth <= clientWidth) return [];
  const beyond = [...document.body.querySelectorAll("*")].filter((one) => {
    const { left, right } = one.getBoundingClientRect();
    return right > clientWidth + 1 || left < -1;
  });
  return [`${scrollWidth} in ${clientWidth}`, ...beyond.slice(0, 5).map((one) => one.outerHTML.slice(0, 120))];
}
"""
TOO_SMALL = """
() => [...document.querySelectorAll("a[href], button, summary, input:not([type=hidden]), select, textarea")]
  .filter((one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !one.closest(".skip, .body, .words"))
  .map((one) => [one.getBoundingClientRect(), one])
  .filter(([{ width, height }]) => width < 44 || height < 44)
  .map(([{ width, height }, one]) => `${Math.round(width)} by ${Math.round(height)}: ${one.outerHTML.slice(0, 120)}`)
"""


@cache
def source() -> str:
    """Read axe-core as it is installed."""
    return AXE.read_text(encoding="utf-8")


async def violations(page: Page, rules: tuple[str, ...] = TAGS, *, but: tuple[str, ...] = (), within: str = "html") -> list[str]:
    """Hold a page as it is now, or a part of it, against axe-core's rules, all of them or some."""
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(source())
    found: list[str] = await page.evaluate(RUN, [rules, but, within])
    return found


async def too_wide(page: Page) -> list[str]:
    """Find what makes a page scroll sideways."""
    found: list[str] = await page.evaluate(TOO_WIDE)
    return found


async def too_small(page: Page) -> list[str]:
    """Find what is pressed and is smaller than 44 by 44, outside running text."""
    found: list[str] = await page.evaluate(TOO_SMALL)
    return found
