"""`python -m tests.bench`: this server beside a bare one, in rooms of five; a table, and on the last line the same as JSON.

The server, with its database, has one core, the load another; on a machine with a single core they share it. What is measured:
saturation (one change always under way in each room): deliveries a second, and CPU-seconds of all the server's processes for
100,000 deliveries; then the time from sending a change to its arrival at each of the other four, at 200 and at 1,000 changes a second;
and for each connection its memory, and the CPU of its entry (connecting, joining, opening the text and one first change).
The bare server acknowledges nothing; this one acknowledges each change after its commit. Each figure is the median of the runs.
"""

import argparse
import json
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.bench.servers import Bare, Stegvis, WireOnly, measure

_RATES = (200, 1_000)
_COLUMNS = (
    ("deliveries_per_s", "deliveries/s", "{:,.0f}"),
    ("cpu_s_per_100k", "CPU-s/100k", "{:.2f}"),
    ("p50_ms_at_200", "p50@200", "{:.1f}"),
    ("p95_ms_at_200", "p95@200", "{:.1f}"),
    ("p99_ms_at_200", "p99@200", "{:.1f}"),
    ("p50_ms", "p50@1000", "{:.1f}"),
    ("p95_ms", "p95@1000", "{:.1f}"),
    ("p99_ms", "p99@1000", "{:.1f}"),
    ("kib_per_connection", "KiB/conn", "{:.1f}"),
    ("cpu_ms_per_entry", "CPU-ms/entry", "{:.1f}"),
)

Row = dict[str, Any]


def main() -> int:
    """Measure, print, and fail if anything was lost on the way."""
    wanted = _arguments()
    sizes = [3] if wanted.quick else wanted.rooms
    runs = 1 if wanted.quick else wanted.runs
    plan = {"warm": 0.2, "seconds": 0.5, "rates": [50, 100]} if wanted.quick else {"warm": 1, "seconds": wanted.seconds, "rates": _RATES}
    with tempfile.TemporaryDirectory(prefix="stegvis-bench-") as folder:
        servers = [Bare(), Stegvis(Path(folder), runs * sum(sizes)), *([WireOnly()] if wanted.wire else [])]
        rows = [row for size in sizes for row in _rows(servers, size, runs, plan)]
    _print(rows)
    print(json.dumps(rows))
    return 1 if any(row["faults"] for row in rows) else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tests.bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="see that it works: three rooms, one run, half a second each")
    parser.add_argument("--wire", action="store_true", help="measure the wire alone, too: nothing checked, nothing kept")
    parser.add_argument("--rooms", type=int, nargs="+", default=[20, 100, 200])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=3)
    return parser.parse_args()


def _rows(servers: list[Any], rooms: int, runs: int, plan: dict[str, Any]) -> list[Row]:
    """Measure the servers by turns, so that a busy minute of the machine meets all of them."""
    found: dict[str, list[Row]] = {server.name: [] for server in servers}
    for run in range(runs):
        for server in servers:
            print(f"{server.name}, {rooms} rooms, run {run + 1} of {runs}", file=sys.stderr)
            found[server.name].append(_figures(measure(server, rooms, plan)))
    return [{"server": name, "rooms": rooms, **_median(rows)} for name, rows in found.items()]


def _figures(measured: dict[str, Any]) -> Row:
    """Take the figures of one run out of what was measured; the latency without a suffix is that of the highest rate."""
    saturation, rates = measured["saturation"], measured["rates"]
    slow, fast = min(rates, key=int), max(rates, key=int)
    return {
        "deliveries_per_s": saturation["delivered"] / saturation["seconds"],
        "cpu_s_per_100k": 100_000 * saturation["cpu"] / max(1, saturation["delivered"]),
        "load_busy": saturation["load_busy"],
        **rates[fast],
        **{f"{name}_at_200": value for name, value in rates[slow].items()},
        "kib_per_connection": measured["kib_per_connection"],
        "cpu_ms_per_entry": measured["cpu_ms_per_entry"],
        "faults": measured["faults"],
    }


def _median(rows: list[Row]) -> Row:
    """Give the median of each figure; faults are gathered, not averaged."""
    faults = sorted({fault for row in rows for fault in row.pop("faults")})
    return {name: round(statistics.median(row[name] for row in rows), 3) for name in rows[0]} | {"faults": faults}


def _print(rows: list[Row]) -> None:
    """Print the table, and how the CPU for a delivery compares."""
    print(f"{'server':<9}{'rooms':>6}", *(f"{title:>13}" for _, title, _ in _COLUMNS))
    for row in rows:
        print(f"{row['server']:<9}{row['rooms']:>6}", *(f"{form.format(row[name]):>13}" for name, _, form in _COLUMNS))
        for fault in row["faults"]:
            print(f"  FAULT: {fault}")
    for rooms in dict.fromkeys(row["rooms"] for row in rows):
        cpu = {row["server"]: row["cpu_s_per_100k"] for row in rows if row["rooms"] == rooms}
        print(f"{rooms} rooms: CPU for a delivery is {cpu['stegvis'] / cpu['bare']:.2f} of the bare server's")


if __name__ == "__main__":
    sys.exit(main())
