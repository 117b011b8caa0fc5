"""Every name that a template uses is given by whoever renders it: a name that is forgotten is a fault that only some readers meet."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from jinja2 import meta, nodes

from server.i18n import words
from server.pages.render import HERE, environment
from tests.house.sources import ROOT, files, parsed

ENVIRONMENT = environment(words("en"))
ALWAYS = {"request", "words", "me", "theme", "here", "due_of", "unread", "loop", "caller", *ENVIRONMENT.globals}
RENDERERS = {"show", "page", "fragment"}
Leads = nodes.Extends | nodes.Include | nodes.FromImport


def tree_of(template: str) -> nodes.Template:
    return ENVIRONMENT.parse((HERE / template).read_text())


def bound(tree: nodes.Node) -> set[str]:
    """Give the names that a template makes itself, or asks after before it uses them."""
    made = {one.name for one in tree.find_all(nodes.Name) if one.ctx in {"store", "param"}}
    made |= {one.name for one in tree.find_all(nodes.Macro)}
    for one in tree.find_all(nodes.FromImport):
        made |= {name if isinstance(name, str) else name[1] for name in one.names}
    asked = [*tree.find_all(nodes.Test), *tree.find_all(nodes.Filter)]
    return made | {one.node.name for one in asked if one.name in {"defined", "default"} and isinstance(one.node, nodes.Name)}


def used(tree: nodes.Node) -> set[str]:
    return {one.name for one in tree.find_all(nodes.Name) if one.ctx == "load"}


def macros_needed(tree: nodes.Template, names: set[str]) -> list[nodes.Macro]:
    """Give the macros of those names, with those that they call."""
    every = {one.name: one for one in tree.find_all(nodes.Macro)}
    found: dict[str, nodes.Macro] = {}
    open_ = [name for name in names if name in every]
    while open_:
        name = open_.pop()
        if name not in found:
            found[name] = every[name]
            open_ += [one for one in used(every[name]) if one in every]
    return list(found.values())


def needs(template: str) -> set[str]:
    """Give the names that must be given to a template, with what it extends, includes and imports."""
    tree = tree_of(template)
    wanted, made = meta.find_undeclared_variables(tree), bound(tree)
    for one in tree.find_all(nodes.Stmt):
        if not isinstance(one, Leads) or not isinstance(one.template, nodes.Const):
            continue
        if isinstance(one, nodes.FromImport):
            other = tree_of(one.template.value)
            names = {name if isinstance(name, str) else name[0] for name in one.names}
            wanted |= {name for macro in macros_needed(other, names) for name in used(macro) - bound(macro)} - bound(other)
        else:
            wanted |= needs(one.template.value)
    return wanted - made - ALWAYS


def given_by(call: ast.Call, module: ast.Module) -> set[str]:
    """Give the names that a call gives; where it unpacks something, all the keys that its module and those it imports write down."""
    given = {one.arg for one in call.keywords if one.arg}
    return given if all(one.arg for one in call.keywords) else given | keys(module)


def keys(module: ast.Module) -> set[str]:
    found, open_, seen = set(), [module], set()
    while open_:
        for one in ast.walk(open_.pop()):
            if isinstance(one, ast.Dict):
                found |= {key.value for key in one.keys if isinstance(key, ast.Constant)}
            elif isinstance(one, ast.Subscript) and isinstance(one.slice, ast.Constant):
                found.add(one.slice.value)
            elif isinstance(one, ast.Call):
                found |= {word.arg for word in one.keywords if word.arg}
            elif isinstance(one, ast.ImportFrom) and ".routes" in (one.module or "") and one.module not in seen:
                seen.add(one.module)
                open_.append(parsed(source(str(one.module))))
    return {one for one in found if isinstance(one, str)}


def source(module: str) -> Path:
    """Give a module's file."""
    path = module.replace(".", "/")
    return Path(f"{path}.py") if (ROOT / f"{path}.py").exists() else Path(path) / "__init__.py"


def renderings() -> list[tuple[str, str, frozenset[str]]]:
    """Give every place where a template is rendered: where, which, and what is given."""
    found = []
    for file in files("server", ending=(".py",)):
        module = parsed(file)
        for call in ast.walk(module):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in RENDERERS:
                found += [(f"{file}:{call.lineno}", name, frozenset(given_by(call, module))) for name in templates(call)]
    return found


def templates(call: ast.Call) -> list[str]:
    texts = [one.value for one in call.args if isinstance(one, ast.Constant)]
    return [one for one in texts if isinstance(one, str) and one.endswith(".html")]


@pytest.mark.parametrize(("place", "template", "given"), renderings(), ids=lambda one: str(one) if isinstance(one, str) else "")
def test_a_template_is_given_what_it_uses(place: str, template: str, given: frozenset[str]) -> None:
    assert needs(template) - given == set(), place


def test_what_is_forgotten_is_found() -> None:
    assert "today" in needs("relations/protection.html")
    assert needs("relations/pupil.html") >= {"pupil", "homes", "today", "may_change"}
    assert len(renderings()) > 50
