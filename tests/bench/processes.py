"""The processes under test: their CPU, their memory, and the core that they run on."""

from collections.abc import Iterable

import psutil


def tree(pids: Iterable[int]) -> list[psutil.Process]:
    """Find these processes and all their children."""
    found: dict[int, psutil.Process] = {}
    for pid in pids:
        root = psutil.Process(pid)
        for process in (root, *root.children(recursive=True)):
            found[process.pid] = process
    return list(found.values())


def cpu_seconds(pids: Iterable[int]) -> float:
    """Add up the CPU, user and system, that they have used so far."""
    total = 0.0
    for process in tree(pids):
        try:
            times = process.cpu_times()
        except psutil.NoSuchProcess:
            continue
        total += times.user + times.system
    return total


def resident_kib(pid: int) -> float:
    """Give the memory of one process, in KiB."""
    return float(psutil.Process(pid).memory_info().rss) / 1024


def pin(pids: Iterable[int], core: int) -> None:
    """Keep processes on one core, and what they start later as well."""
    for process in tree(pids):
        process.cpu_affinity([core])


def cores() -> list[int]:
    """Give the cores that may be used."""
    return sorted(psutil.Process().cpu_affinity() or [0])
