"""Imports run along the arrows: `realtime → server`, `routes → actions → models`, rules import nothing but rules and tables, no circles."""

from __future__ import annotations

import ast
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import grimp
import pytest
from importlinter.cli import lint_imports

from tests.house.sources import files, parsed

RULES_MAY_IMPORT = ("models", "policy")
"""The last part of what a `policy` may import from the project."""


def test_the_contracts_are_kept(capsys: pytest.CaptureFixture[str]) -> None:
    assert lint_imports(config_filename="pyproject.toml") == 0, capsys.readouterr().out


def test_no_import_runs_in_a_circle() -> None:
    graph = grimp.build_graph("server", "realtime", exclude_type_checking_imports=True, cache_dir=None)
    try:
        TopologicalSorter({module: graph.find_modules_directly_imported_by(module) for module in graph.modules}).prepare()
    except CycleError as circle:
        pytest.fail(" → ".join(reversed(circle.args[1])))


def _imported(file: Path) -> set[str]:
    """Give the modules of the project that a file imports, also those only its types need."""
    modules: set[str] = set()
    for node in ast.walk(parsed(file)):
        if isinstance(node, ast.Import):
            modules.update(name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            submodules = {f"{node.module}.{name.name}" for name in node.names if _is_module(f"{node.module}.{name.name}")}
            modules.update(submodules or {node.module})
    return {module for module in modules if module.split(".")[0] in {"server", "realtime"}}


def _is_module(name: str) -> bool:
    """Whether a dotted name is a module of the project."""
    path = Path(*name.split("."))
    return path.with_suffix(".py").exists() or path.is_dir()


def test_rules_import_rules_and_tables_only() -> None:
    wrong = {
        str(file): strange
        for file in files("server", ending=(".py",))
        if "policy" in (file.stem, file.parent.name)
        and (strange := sorted(module for module in _imported(file) if not set(module.split(".")) & set(RULES_MAY_IMPORT)))
    }
    assert not wrong, f"a rule may import only models and rules: {wrong}"


OTHERS = {
    "agreements": ("events",),  # the same for agreeing on a plan
    "accounts": ("events",),  # what happens to accounts is nobody else's
    "booking": ("demo", "events"),  # times of the demo school; the events of offering and booking
    "exports": ("arguments", "command", "events"),  # taking a pupil out and bringing one in on the command line
    "goals": ("demo", "events"),  # goals of the demo school; goals through the term, beside the plan's own
    "guide": ("events", "own", "plain"),  # our own text, and the few signs in which a school writes its own
    "history": ("demo", "events"),  # as of agreements
    "numbers": ("events",),  # what is set about them
    "organisation": ("events",),  # the same for running the organisation
    "plans": ("demo",),  # fills the demo school's plans
    "preparations": ("demo", "events"),  # so that the file of all events stays short
    "retention": ("events",),  # what is left of what is gone
    "rounds": (
        "demo",
        "events",
        "happened",
        "looking",
        "staircase",
        "ways",
    ),  # the derived states of the steps: from what, and where each leads
    "schools": ("demo",),  # opens the demo school
    "talks": ("demo", "events"),  # what happens in a talk, beside the plan's own
    "templates": (
        "checking",
        "events",
        "form",
    ),  # `form` is what a template says, also as a file; `checking` what keeps it from being published
    "texts": (
        "authors",
        "document",
        "lib0",
        "past",
        "schema",
        "shape",
        "trial",
        "update",
    ),  # a Yjs document as the server sees it, from its bytes up
}
"""What a domain folder holds beside `models`, `policy`, `actions` and `routes`."""


def test_a_domain_folder_holds_the_four_files() -> None:
    inner = [file for file in files("server", ending=(".py",)) if len(file.parts) == 3]
    domains = {file.parts[1] for file in inner if file.stem == "models"}
    strange = [
        str(file)
        for file in inner
        if file.parts[1] in domains
        and file.stem not in ("__init__", "models", "policy", "actions", "routes", *OTHERS.get(file.parts[1], ()))
    ]
    assert not strange, f"put these into models, policy, actions or routes, or name them in OTHERS: {strange}"
