"""Print the path of a Chromium that runs, for the browser tests; get one if there is none.

First what is named by STEGVIS_CHROMIUM, then Chromium or Chrome on the path, then the one Playwright has or can fetch, then, as root on
Debian, the package `chromium`. Everything but the path goes to the error stream.

With `--lean` the one without a window, `chromium-headless-shell`: named by STEGVIS_HEADLESS, on the path, or, where the tests run by
themselves, Debian's. Nothing is printed where there is none; the tests then use the other one for everything, and take longer.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
LEAN = "chromium-headless-shell"
ADVICE = """\
The browser tests need Chromium or Chrome, and none could be found or installed.
Install one (Debian: sudo apt-get install chromium), or say where it is: make test STEGVIS_CHROMIUM=/path/to/chromium"""


def runs(path: str | None) -> bool:
    """Whether this is a browser that starts: a downloaded one may lack the system's libraries."""
    if not path:
        return False
    try:
        return subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def named() -> str | None:
    """Give the one the environment names."""
    return os.environ.get("STEGVIS_CHROMIUM")


def on_the_path() -> str | None:
    """Give the first that the path has."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def playwrights() -> str | None:
    """Give the one Playwright would start, whether it is there or not."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  # only now: the path has one nearly always

    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


def fetched() -> str | None:
    """Let Playwright fetch one, into .venv."""
    say("Asking Playwright for Chromium …")
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], stdout=sys.stderr, check=False)
    return playwrights()


def debians() -> str | None:
    """Install Debian's, where we may."""
    installed("chromium", "fonts-liberation")
    return on_the_path()


def installed(*packages: str) -> None:
    """Install packages of Debian's, where we may."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    say(f"Installing Debian's {packages[0]} …")
    subprocess.run(["apt-get", "update", "-qq"], stdout=sys.stderr, check=False)
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    subprocess.run(install, stdout=sys.stderr, check=False, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"})


def say(words: str) -> None:
    """Say what is going on, beside the answer."""
    print(words, file=sys.stderr, flush=True)


def ways() -> Iterator[Callable[[], str | None]]:
    """Give the ways to a browser, the cheapest first."""
    yield from (named, on_the_path, playwrights, fetched, debians)


def lean() -> str:
    """Give the Chromium without a window, if there is one or can be."""
    found = os.environ.get("STEGVIS_HEADLESS") or shutil.which(LEAN)
    if not found and os.environ.get("CI"):
        installed(LEAN)
        found = shutil.which(LEAN)
    return found if found and runs(found) else ""


def main() -> int:
    """Print the first that runs."""
    if "--lean" in sys.argv:
        print(lean())
        return 0
    for way in ways():
        path = way()
        if runs(path):
            print(path)
            return 0
    say(ADVICE)
    return 1


if __name__ == "__main__":
    sys.exit(main())
