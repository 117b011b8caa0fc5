"""What people are to each other: every rule of every domain rests on this."""

from server.people.policy.standing import (
    HOME,
    STAFF,
    Actor,
    Role,
    Standing,
    Tie,
    may_end_relation,
    may_see_class,
    may_see_listed,
    may_see_relation,
    may_see_school,
    runs_school,
    standing,
)

__all__ = [
    "HOME",
    "STAFF",
    "Actor",
    "Role",
    "Standing",
    "Tie",
    "may_end_relation",
    "may_see_class",
    "may_see_listed",
    "may_see_relation",
    "may_see_school",
    "runs_school",
    "standing",
]
