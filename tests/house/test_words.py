"""Every sentence of the sources is said in every language: whole, with the same blanks, in every plural form."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from babel import Locale
from babel.messages.pofile import read_po

from tests.house.sources import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from babel.messages import Catalog
    from babel.messages.catalog import Message

BLANK = re.compile(r"\{(\w*)\}|%\((\w+)\)[sd]")
SAID = re.compile(r'\btn?\(\s*"([^"\\]+)"')
TRANSLATED = ["sv", "ar"]
"""English is the language of the sources: its catalogue may leave every sentence empty."""


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    made = tmp_path_factory.mktemp("words") / "stegvis.pot"
    pybabel = [sys.executable, "-m", "babel.messages.frontend", "-q", "extract", "-F", "pyproject.toml"]
    subprocess.run([*pybabel, "--ignore-dirs=node_modules dist .* _*", "-o", str(made), "."], cwd=ROOT, check=True)
    return catalogue(made)


def catalogue(file: Path, language: str | None = None) -> Catalog:
    """Read a catalogue."""
    with file.open("rb") as opened:
        return read_po(opened, locale=language)


def translated(language: str) -> Catalog:
    """Read a language's catalogue."""
    return catalogue(ROOT / "server" / "locale" / language / "LC_MESSAGES" / "stegvis.po", language)


def forms(said: object) -> tuple[str, ...]:
    """Give a sentence's forms, one or several."""
    return (said,) if isinstance(said, str) else tuple(said)  # type: ignore[arg-type]


def blanks(sentence: str) -> set[str]:
    """Give the names of what is filled into a sentence."""
    return {first or second for first, second in BLANK.findall(sentence)}


def sentences(catalog: Iterable[Message]) -> list[Message]:
    """Give the sentences of a catalogue, without its header."""
    return [message for message in catalog if message.id]


@pytest.mark.parametrize("language", [*TRANSLATED, "en"])
def test_the_catalogue_has_the_sentences_of_the_sources_and_no_others(sources: Catalog, language: str) -> None:
    wanted = {forms(message.id) for message in sentences(sources)}
    there = {forms(message.id) for message in sentences(translated(language))}
    assert (sorted(wanted - there), sorted(there - wanted)) == ([], []), "make words"


def test_nothing_that_pages_say_is_passed_over(sources: Catalog) -> None:
    known = {form for message in sentences(sources) for form in forms(message.id)}
    pages = [one for one in (ROOT / "static").rglob("*.ts") if not {"node_modules", "dist"}.intersection(one.parts)]
    asked = {(one.name, said) for one in pages for said in SAID.findall(one.read_text(encoding="utf-8"))}
    assert asked
    assert [(name, said) for name, said in sorted(asked) if said not in known] == [], "inside a template a sentence may not be found"


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_sentence_is_translated(language: str) -> None:
    catalog = translated(language)
    missing = [forms(message.id)[0] for message in sentences(catalog) if message.fuzzy or not all(forms(message.string))]
    assert not missing, f"{len(missing)} sentences are not in {language}: {missing}"


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_number_has_its_form(language: str) -> None:
    catalog = translated(language)
    expected = 6 if language == "ar" else len(Locale.parse(language).plural_form.tags | {"other"})
    assert catalog.num_plurals == expected
    wrong = [forms(message.id)[0] for message in sentences(catalog) if message.pluralizable and len(forms(message.string)) != expected]
    assert not wrong, f"these lack plural forms: {wrong}"


@pytest.mark.parametrize("language", [*TRANSLATED, "en"])
def test_the_blanks_are_the_same(language: str) -> None:
    wrong = []
    for message in sentences(translated(language)):
        asked = set().union(*map(blanks, forms(message.id)))
        for said in filter(None, forms(message.string)):
            # a plural form may say "one" or "two" in words and leave the number out
            strange = blanks(said) ^ asked - ({"n"} if message.pluralizable else set())
            if strange - ({"n"} if message.pluralizable else set()):
                wrong.append((said, sorted(strange)))
    assert not wrong
