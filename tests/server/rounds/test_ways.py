"""Where each step leads, by who looks and how far the plan is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from server.people.policy import Role
from server.plans.models import Phase, Plan
from server.rounds.staircase import stairs
from server.rounds.ways import guide, way
from tests.server.rights import cells
from tests.server.rounds.test_staircase import PEOPLE, TODAY, happened
from tests.server.world import new

# `prepare`, `overview`, `book`, `offer` and `guide` are pages of their own; all else is a place on the plan's page.
LEADS = """
history                  | who       | guide | school   | home     | book  | talk  | use   | evaluate
handed out               | pupil     | guide | prepare  | texts    | book  | texts | goals | goals
handed out               | anna      | guide | texts    | texts    | book  | texts | goals | goals
handed out               | maths     | guide | prepare  | texts    | head  | texts | goals | goals
handed out               | mentor    | guide | overview | texts    | offer | texts | goals | goals
handed out               | principal | guide | texts    | texts    | offer | texts | goals | goals
all in                   | mentor    | guide | texts    | moves    | offer | texts | goals | goals
all in                   | maths     | guide | prepare  | texts    | head  | texts | goals | goals
shown                    | anna      | guide | texts    | prepare  | book  | texts | goals | goals
shown                    | pupil     | guide | prepare  | texts    | book  | texts | goals | goals
shown                    | mentor    | guide | texts    | overview | offer | texts | goals | goals
one household ready      | anna      | guide | texts    | prepare  | book  | texts | goals | goals
both households ready    | mentor    | guide | texts    | texts    | offer | moves | goals | goals
the talk                 | mentor    | guide | texts    | texts    | book  | talk  | goals | goals
the talk                 | anna      | guide | texts    | prepare  | book  | talk  | goals | goals
agreed                   | mentor    | guide | texts    | texts    | head  | texts | moves | goals
agreed                   | pupil     | guide | texts    | texts    | head  | texts | goals | goals
talk only, handed out    | maths     | guide | texts    | texts    | head  | texts | goals | goals
nobody asked, handed out | anna      | guide | texts    | texts    | book  | texts | goals | goals
nobody asked, shown      | anna      | guide | texts    | prepare  | book  | texts | goals | goals
times offered            | mentor    | guide | texts    | texts    | book  | texts | goals | goals
times offered            | anna      | guide | texts    | prepare  | book  | texts | goals | goals
times offered            | maths     | guide | prepare  | texts    | head  | texts | goals | goals
no time is left for one  | mentor    | guide | texts    | texts    | offer | moves | goals | goals
"""


@pytest.mark.parametrize(("history", "who", "leads"), [(history, who, leads) for history, who, *leads in cells(LEADS)])
def test_each_step_leads_where_the_table_says(history: str, who: str, leads: list[str]) -> None:
    facts = happened(history, "none")
    assert facts
    plan = Plan(organisation_id=new(), school_id=new(), class_id=new(), pupil_id=new(), phase=facts.phase)
    pages = {
        "guide": "/guide",
        "prepare": f"/plans/{plan.id}/prepare",
        "overview": f"/classes/{plan.class_id}/overview",
        "book": f"/plans/{plan.id}/booking",
        "talk": f"/plans/{plan.id}/talk",
        "offer": f"/classes/{plan.class_id}/booking",
    }

    found = [way(one, plan, PEOPLE[who]) for one in stairs(facts, PEOPLE[who], TODAY)]

    assert found == [pages.get(one, f"/plans/{plan.id}#{one}") for one in leads]


def test_a_mentor_who_also_teaches_writes_first_and_then_looks_after_the_others() -> None:
    both = replace(PEOPLE["maths"], roles=frozenset({Role.mentor, Role.teacher}))
    plan = Plan(organisation_id=new(), school_id=new(), class_id=new(), pupil_id=new())
    for history, leads in (("pupil has handed in", "prepare"), ("one of two subjects in", "overview")):
        step = stairs(happened(history, "none"), both, TODAY)[1]
        assert way(step, plan, both).endswith(leads)


def test_late_changes_nothing_of_where_a_step_leads() -> None:
    facts = happened("shown", "past")
    assert facts
    plan = Plan(organisation_id=new(), school_id=new(), class_id=new(), pupil_id=new(), phase=facts.phase)
    for who in PEOPLE.values():
        late, now = stairs(facts, who, TODAY), stairs(replace(facts, until={}), who, TODAY)
        assert [way(one, plan, who) for one in late] == [way(one, plan, who) for one in now]


def test_a_school_that_a_pupil_has_left_has_no_guide_for_them() -> None:
    plan = Plan(organisation_id=new(), school_id=new(), class_id=new(), pupil_id=new(), phase=Phase.archived)
    assert guide(plan, PEOPLE["anna"]) == "/guide"

    plan.__dict__["at_schools"] = [plan.school_id]
    assert guide(plan, PEOPLE["anna"]) == f"/schools/{plan.school_id}/guide/guardian"
