"""Print the path of a coturn that runs, for the test of relayed sound and picture; get one if there is none.

First what is named by STEGVIS_TURNSERVER, then `turnserver` on the path, then, as root on Debian, the package `coturn`. Where there is
none, nothing is printed: that test is left out then, and says so. Everything but the path goes to the error stream.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys


def on_the_path() -> str | None:
    """Give the one that is named, or the one on the path."""
    return os.environ.get("STEGVIS_TURNSERVER") or shutil.which("turnserver")


def debians() -> str | None:
    """Install Debian's, where we may; it is not started."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return None
    print("Installing Debian's coturn …", file=sys.stderr, flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    for command in (["update"], ["install", "-y", "--no-install-recommends", "coturn"]):
        subprocess.run(["apt-get", "-qq", *command], stdout=sys.stderr, check=False, env=quiet)
    return on_the_path()


if __name__ == "__main__":
    print(on_the_path() or debians() or "")
