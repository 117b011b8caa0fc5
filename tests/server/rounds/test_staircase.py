"""Every history that matters, as everybody sees it: with days to come, with days that have passed, and with none."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.goals.models import Looker
from server.people.policy import Role, Standing
from server.plans.models import Phase
from server.preparations.models import Party
from server.rounds.happened import Asked, Looked
from server.rounds.models import Step, StepState
from server.rounds.staircase import Facts, Part, Stair, Talks, Times, current, stairs
from tests.server.rights import cells
from tests.server.rounds.histories import GROUPS, HAPPENED, SEEN

TODAY = date(2026, 11, 27)
DATED = (Step.prepare_school, Step.prepare_home, Step.book, Step.talk)
DAYS = {"none": {}, "to come": dict.fromkeys(DATED, TODAY), "past": dict.fromkeys(DATED, date(2026, 11, 26))}
HOMES = {"anna": uuid4(), "bo": uuid4()}
MARKS = {"~": {"begun": True}, "!": {"begun": True, "done": True}, "#": {"done": True}}


def standing(roles: set[Role], home: UUID | None = None, subject: str = "") -> Standing:
    return Standing(uuid4(), frozenset(roles), frozenset({home} - {None}), frozenset({subject} - {""}))  # type: ignore[arg-type]


PEOPLE = {
    "pupil": standing({Role.pupil}),
    "anna": standing({Role.guardian}, HOMES["anna"]),
    "bo": standing({Role.guardian}, HOMES["bo"]),
    **{subject: standing({Role.teacher}, subject=subject) for subject in ("maths", "swedish", "crafts")},
    **{role: standing({Role(role)}) for role in ("mentor", "observer", "principal")},
}


def part(written: str) -> Part:
    """Read one party: `maths~`, `(anna)`."""
    written = written.removesuffix("yes").removesuffix("back")
    name = written.strip("()~!#")
    about: dict[str, object] = {"party": Party.pupil} if name == "pupil" else {"party": Party.teachers, "subject": name}
    if name in HOMES:
        about = {"party": Party.home, "household_id": HOMES[name]}
    return Part(**about, asked="(" not in written, **MARKS.get(written[-1], {}))  # type: ignore[arg-type]


def happened(history: str, days: str) -> Facts | None:
    """Read a history."""
    phase, parts, *booking = next(rest for name, *rest in cells(HAPPENED) if name == history)
    if phase == "-":
        return None
    talks = booked(" ".join(booking), parts, own=history.startswith("of age"))
    if phase.startswith("talk"):  # everybody's: who has met without booking has none to book
        talks = replace(talks, asked=tuple(one for one in talks.asked if one in talks.booked))
    said, proposed = parts.split(), phase.endswith("+")
    prepared = tuple(part(one) for one in said if not one.startswith("mentor"))
    facts = Facts(Phase(phase.rstrip("+?")), prepared, DAYS[days], history.startswith("talk only"), talks)
    if phase.endswith("?"):
        return replace(facts, looked=looked(said))
    return (
        replace(facts, proposed=True, asked_to_confirm=tuple(asked(one) for one in said if part(one).party in ASKED)) if proposed else facts
    )


def looked(said: list[str]) -> tuple[Looked, ...]:
    """Read who looks back: pupil, homes and the mentor, of whom those have that are marked so."""
    back = {one.strip("!#").removesuffix("back").strip("!#") for one in said if one.endswith("back")}
    whose = [("pupil", Looker.pupil, None), *((name, Looker.home, home) for name, home in HOMES.items()), ("mentor", Looker.mentor, None)]
    return tuple(Looked(looker, home, name in back) for name, looker, home in whose)


def booked(written: str, parts: str, *, own: bool) -> Talks:
    """Read what is booked: `open anna@ bo`."""
    times, *whose = written.split() or ["none"]
    noon = datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=UTC)
    when = {HOMES.get(one.strip("@")): noon if one.endswith("@") else noon + timedelta(days=3) for one in whose}
    asked = tuple(HOMES[name] for name in HOMES if name in parts) or (None,)
    return Talks(Times(times), asked, when, own)


ASKED = (Party.pupil, Party.home)
"""Who is asked to confirm what is proposed."""


def asked(written: str) -> Asked:
    """Read one who is asked to confirm: `anna!yes`."""
    return Asked(PEOPLE[written.removesuffix("yes").strip("()~!#")].person_id, part(written).party, written.endswith("yes"))


def said(stair: Stair) -> str:
    """Write a step as the table does, late as a word of its own."""
    words = {StepState.not_started: "-", StepState.your_turn: "turn", StepState.in_progress: "goes", StepState.waiting: "waits"}
    word = words.get(stair.state, str(stair.state))
    if stair.state is StepState.overdue:
        word = "late turn" if stair.mine else "late"
    return ":".join(filter(None, (word.replace("skipped", "skip"), "+".join(stair.waits_for))))


def expected(cell: str, days: str) -> str:
    """Say what a cell of the table means with some days."""
    word, colon, whom = cell.rstrip("*").partition(":")
    late = cell.endswith("*") and days == "past"
    return ("late turn" if word == "turn" else "late") + colon + whom if late else cell.rstrip("*")


def people(names: str) -> list[str]:
    return [one for name in names.split() for one in GROUPS.get(name, name).split()]


@pytest.mark.parametrize("days", list(DAYS))
@pytest.mark.parametrize("history", [name for name, *_ in cells(HAPPENED)])
def test_each_step_stands_where_the_table_says(history: str, days: str) -> None:
    facts = happened(history, days)
    wrong, seen = [], set()
    for name, names, *steps in cells(SEEN):
        for who in people(names) if name == history else ():
            found = [said(one) for one in stairs(facts, PEOPLE[who], TODAY)]
            seen.add(who)
            if found != [expected(cell, days) for cell in steps]:
                wrong.append(f"{who}: {' | '.join(found)}")

    assert wrong == []
    assert seen == set(PEOPLE) - ({"anna", "bo", "swedish"} if history.startswith("of age") else set())


def test_before_the_talk_all_is_late_with_the_talk_itself() -> None:
    facts = happened("shown", "none")
    assert facts
    late = stairs(replace(facts, until={Step.talk: date(2026, 11, 26)}), PEOPLE["anna"], TODAY)[2]

    assert (said(late), late.until) == ("late turn", None)


def test_the_last_day_is_told_while_it_matters() -> None:
    facts = happened("shown", "to come")

    assert [one.until for one in stairs(facts, PEOPLE["mentor"], TODAY)] == [None, None, TODAY, TODAY, TODAY, None, None]


@pytest.mark.parametrize(
    ("history", "who", "step"),
    [
        ("nothing handed out", "mentor", Step.material),
        ("handed out", "anna", Step.prepare_school),
        ("all in", "mentor", Step.prepare_home),
        ("one household ready", "anna", Step.book),
        ("one household ready", "bo", Step.prepare_home),
        ("the talk", "maths", Step.talk),
        ("in use", "pupil", Step.use),
        ("talk only, agreed", "pupil", Step.talk),
        ("archived", "principal", Step.evaluate),
    ],
)
def test_the_step_to_look_at_first(history: str, who: str, step: Step) -> None:
    assert current(stairs(happened(history, "none"), PEOPLE[who], TODAY)).step is step


# Whatever may have happened.

PARTS = st.lists(
    st.builds(
        lambda name, mark, asked: replace(part(name + mark), asked=asked),
        st.sampled_from(["pupil", "maths", "swedish", "anna", "bo"]),
        st.sampled_from(["", *MARKS]),
        st.booleans(),
    ),
    unique_by=lambda one: (one.party, one.household_id, one.subject),
).map(tuple)
FACTS = st.builds(
    Facts,
    st.sampled_from(Phase),
    PARTS,
    st.dictionaries(st.sampled_from(DATED), st.dates(date(2026, 11, 20), date(2026, 12, 4))),
    st.booleans(),
)
WHO = st.builds(
    standing,
    st.sets(st.sampled_from(sorted(set(Role) - {Role.admin})), min_size=1),
    st.sampled_from([None, *HOMES.values()]),
    st.sampled_from(["", "maths", "crafts"]),
)
OVER = {StepState.done, StepState.skipped}


@given(FACTS, WHO)
def test_no_two_steps_contradict_each_other(facts: Facts, who: Standing) -> None:
    found = stairs(facts, who, TODAY)

    assert [one.step for one in found] == list(Step)
    for before, stair in ((found[:place], stair) for place, stair in enumerate(found)):
        assert not stair.mine or stair.state in {StepState.your_turn, StepState.overdue}
        assert stair.mine or stair.state is not StepState.your_turn
        assert not (stair.mine and stair.waits_for)
        assert stair.state is not StepState.waiting or stair.waits_for
        assert stair.state is not StepState.done or all(one.state in OVER for one in before)
        assert stair.state in {StepState.not_started, *OVER} or all(one.state in OVER for one in before if one.step is not Step.book)
    assert current(found) in found


@given(FACTS, WHO)
def test_nothing_is_late_without_a_day_that_has_passed(facts: Facts, who: Standing) -> None:
    later = replace(facts, until={step: day for step, day in facts.until.items() if day >= TODAY})

    assert all(one.state is not StepState.overdue for one in stairs(later, who, TODAY))


@given(FACTS, PARTS, st.sampled_from(["anna", "bo"]))
def test_a_household_sees_nothing_of_the_other(facts: Facts, others: tuple[Part, ...], name: str) -> None:
    theirs = [one for one in others if one.household_id not in {None, HOMES[name]}]
    instead = replace(facts, parts=(*(one for one in facts.parts if one.household_id in {None, HOMES[name]}), *theirs))

    assert stairs(facts, PEOPLE[name], TODAY) == stairs(instead, PEOPLE[name], TODAY)


@given(FACTS, PARTS, st.sampled_from(["anna", "bo", "pupil"]))
def test_until_it_is_shown_a_home_sees_that_the_school_prepares_and_a_pupil_nothing_of_the_teachers(
    facts: Facts, others: tuple[Part, ...], name: str
) -> None:
    draft = replace(facts, phase=Phase.draft)
    hidden = {Party.teachers} if name == "pupil" else {Party.teachers, Party.pupil}
    parts = (*(one for one in facts.parts if one.party not in hidden), *(one for one in others if one.party in hidden))

    assert stairs(draft, PEOPLE[name], TODAY) == stairs(replace(draft, parts=parts), PEOPLE[name], TODAY)


@given(FACTS)
def test_all_who_see_everything_agree_on_what_is_over(facts: Facts) -> None:
    seen = [stairs(facts, PEOPLE[who], TODAY) for who in ("mentor", "maths", "crafts", "observer", "principal")]

    assert len({tuple(one.state in OVER for one in found) for found in seen}) == 1
