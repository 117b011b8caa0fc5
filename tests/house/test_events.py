"""Every event that gives a notice says to whom, and in which words."""

from __future__ import annotations

import pytest

import server.app  # noqa: F401  # brings every domain, and with it its events
from server.errors import Code
from server.events import Happening
from server.notices.policy import AUDIENCE
from server.pages import names

KINDS = {event.notice for event in Happening.kinds.values() if event.notice}


def test_every_kind_of_notice_has_hearers_and_words_and_there_are_no_others() -> None:
    assert set(AUDIENCE) == KINDS
    assert set(names.NOTICE) == KINDS


def test_every_refusal_has_a_sentence() -> None:
    assert set(names.REFUSED) == set(Code)


@pytest.mark.parametrize("kind", sorted(Happening.kinds))
def test_an_event_is_a_past_tense_and_carries_nothing_that_anybody_wrote(kind: str) -> None:
    event = Happening.kinds[kind]
    free = {name for name, field in event.model_fields.items() if field.annotation is str}
    assert event.__doc__
    assert free <= {"reason", "provider"}, "what somebody wrote stays in its own row"
