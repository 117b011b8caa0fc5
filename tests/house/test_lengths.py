"""Files that can be read without scrolling far, functions that can be read at once. What is longer is named here, with its reason."""

from __future__ import annotations

import ast
from statistics import median, quantiles

from tests.house.sources import ROOT, files, parsed

MOST_LINES_OF_A_FILE = 200
MOST_LINES_OF_A_TEST = 300
"""Cases lie side by side and are read one at a time."""
MOST_LINES_OF_A_FUNCTION = 40

LONG_FILES = {
    "tests/server/rights.py": "one table: every act, one a line, with who may and who sees",
    "tests/server/things.py": "makes each kind of thing that acts are done to, one beside the other",
    "static/elements/live-text.ts": "one text alive on a page: editor, toolbar, comments and what is left over are one state",
    "static/sync/live-text.ts": "one text's whole life on a page: opening, sending, falling out and coming back are one state",
    "tests/static/sync/live-text.test.ts": "what may befall a live text, case after case, against one pretended server",
}

LONG_FUNCTIONS = {
    "tests/server/notices/test_matrix.py:do": "every act of the matrix, one a line",
    "tests/server/notices/test_matrix.py:_before": "what must have been before each act of the matrix, one after another",
    "tests/cast.py:assemble": "introduces everybody in the small world, one after another",
}


def _lengths() -> dict[str, int]:
    """Count the lines of every source file; migrations are lists that are written once."""
    found = files("server", "realtime", "static", "tests", ending=(".py", ".ts", ".css", ".html", ".js"))
    return {str(file): len((ROOT / file).read_text(encoding="utf-8").splitlines()) for file in found}


def _functions() -> dict[str, int]:
    """Count the lines of every Python function, its decorators and its sentence left out."""
    counted = {}
    for file in files("server", "realtime", "tests", ending=(".py",)):
        for node in ast.walk(parsed(file)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                counted[f"{file}:{node.name}"] = (node.end_lineno or node.lineno) - node.lineno + 1 - _sentence(node)
    return counted


def _sentence(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Count the lines of a function's docstring."""
    first = node.body[0]
    said = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str)
    return (first.end_lineno or first.lineno) - first.lineno + 1 if said else 0


def test_no_file_is_long_without_a_reason() -> None:
    most = {True: MOST_LINES_OF_A_TEST, False: MOST_LINES_OF_A_FILE}
    long = {name: lines for name, lines in _lengths().items() if lines > most[name.startswith("tests/")]}
    named = {name: long[name] for name in long.keys() - LONG_FILES.keys()}
    assert sorted(long) == sorted(LONG_FILES), f"split these, or say why not: {named}"


def test_no_function_is_long_without_a_reason() -> None:
    long = {name: lines for name, lines in _functions().items() if lines > MOST_LINES_OF_A_FUNCTION}
    named = {name: long[name] for name in long.keys() - LONG_FUNCTIONS.keys()}
    assert sorted(long) == sorted(LONG_FUNCTIONS), f"split these, or say why not: {named}"


def test_files_and_functions_are_short_as_a_rule() -> None:
    product = [name for name in _lengths() if name.startswith(("server/", "realtime/")) and name.endswith(".py")]
    lengths = [lines for name, lines in _lengths().items() if name in product and not name.endswith("__init__.py")]
    functions = [lines for name, lines in _functions().items() if name.startswith(("server/", "realtime/"))]
    assert median(lengths) <= 100
    assert median(functions) <= 8
    assert quantiles(functions, n=10)[8] <= 20
