from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from server.templates.actions import starting
from server.templates.actions.keeping import tidied, written
from server.templates.checking import wrong_with
from server.templates.form import Look, QuestionKind, Writer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from server.templates.form import Form, Language

NOT_HERE = re.compile(r"\b(diagnos|åtgärdsprogram|medicin|sjukdom|adhd|autism|disorder|illness|medication)", re.IGNORECASE)
"""Health and support measures do not belong in the plan."""


def sentences(form: Form) -> Iterator[dict[Language, str]]:
    """Give everything that a form says."""
    yield form.title
    for section in form.sections:
        yield section.title
        yield section.help
        for question in section.questions:
            yield from (question.title, question.help, question.enough, *question.choices)


def test_there_is_one_for_each_kind_of_school() -> None:
    assert [one.form.years for one in starting().values()] == [
        ["1", "2", "3"],
        ["4", "5", "6"],
        ["7", "8", "9"],
        ["Gy 1", "Gy 2", "Gy 3"],
        [],
    ]


@pytest.mark.parametrize("name", list(starting()))
def test_each_can_be_published_as_it_is_and_says_everything_in_three_languages(name: str) -> None:
    one = starting()[name]

    assert wrong_with(one.form) == []
    assert written(tidied(one.form)) == written(one.form)
    assert one.form.languages == ["sv", "en", "ar"]
    everything: list[dict[Language, str]] = [one.about, *sentences(one.form)]
    for said in everything:
        assert not said or set(said) == {"sv", "en", "ar"}, said
        for language, sentence in said.items():
            assert bool(re.search(r"[\u0600-\u06ff]", sentence)) is (language == "ar"), sentence
            assert not NOT_HERE.search(sentence), sentence


@pytest.mark.parametrize("name", list(starting()))
def test_each_asks_pupil_and_home_follows_goals_up_and_sets_new_ones(name: str) -> None:
    form = starting()[name].form
    kinds = {(section.writer, question.kind) for section in form.sections for question in section.questions}

    assert {section.writer for section in form.sections} >= {Writer.pupil, Writer.home, Writer.school, Writer.together}
    assert {(Writer.pupil, QuestionKind.follow_up), (Writer.pupil, QuestionKind.set_goals), (Writer.home, QuestionKind.scale)} <= kinds
    assert 20 <= sum(len(section.questions) for section in form.sections) <= 30
    assert ((Writer.teachers, QuestionKind.assessment) in kinds) is (name not in {"years_7_9", "upper_secondary"}), (
        "no levels where grades are set"
    )
    assert (form.look is Look.young) is (name in {"years_1_3", "adapted_school"})
    if form.look is Look.young:
        assert (Writer.pupil, QuestionKind.faces) in kinds
