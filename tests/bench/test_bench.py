"""The bench works; how fast anything is, it tells and no test asks."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def test_it_measures_both_servers_and_nothing_is_lost() -> None:
    done = subprocess.run([sys.executable, "-m", "tests.bench", "--quick"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3_000:]
    rows = json.loads(done.stdout.splitlines()[-1])
    assert [(row["server"], row["rooms"], row["faults"]) for row in rows] == [("bare", 3, []), ("stegvis", 3, [])]
    for figure in ("deliveries_per_s", "cpu_s_per_100k", "p50_ms", "p95_ms", "p99_ms", "p50_ms_at_200", "kib_per_connection"):
        assert all(row[figure] > 0 for row in rows), figure


@pytest.mark.skipif("STEGVIS_LONG" not in os.environ, reason="a whole school takes its time: STEGVIS_LONG=1")
def test_it_takes_a_whole_school_through_a_round() -> None:
    done = subprocess.run([sys.executable, "-m", "tests.bench.rounds", "--quick"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3_000:]
    figures = json.loads(done.stdout.splitlines()[-1])
    assert (figures["pupils"], figures["hand_ins"]) == (18, 18)
    assert all(figures[name] > 0 for name in ("hand_out_ratio", "class_ms", "all_ms", "counts_ms", "hand_ins_s", "all_seen_s", "stirs"))
