"""The demo school's people made whole: user names, homes, birth dates and addresses that no mail can reach."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from server.schools.roster.families import BORN, FAMILIES, PROTECTED, STAFF

MONTHS = 12
DAYS = 28


@dataclass(frozen=True)
class Invented:
    """Somebody of the demo school."""

    user_name: str
    name: str
    roles: tuple[str, ...]
    email: str = ""
    class_name: str = ""
    born: date | None = None
    agents: tuple[str, ...] = ()
    home: str = ""
    protected: bool = False
    seen_by: tuple[str, ...] = field(default=())

    @property
    def source_id(self) -> str:
        """What the roster knows the person by."""
        return source_id(self.user_name)


def source_id(user_name: str) -> str:
    """Give the roster's id for a user name; a readable one, so that the files can be read by people too."""
    return user_name.replace(".", "-")


def everyone() -> list[Invented]:
    """Give the staff, then class by class each pupil followed by the guardians not met before."""
    people = {name: _staff(user_name, name, role) for user_name, (name, role) in STAFF.items()}
    for class_name, families in FAMILIES.items():
        for number, family in enumerate(families, 1):
            _add_family(people, class_name, number, family)
    return list(people.values())


def _staff(user_name: str, name: str, role: str) -> Invented:
    """Make one of the staff."""
    return Invented(user_name, name, (role,), email=f"{user_name}@ekskolan.invalid")


def _add_family(people: dict[str, Invented], class_name: str, number: int, family: str) -> None:
    """Add a pupil, and those at home who are not there yet."""
    name, at_home = family.split(": ")
    pupil = f"{class_name.lower()}.{number:02}"
    people[name] = _pupil(pupil, name, class_name, number)
    letters = iter("ab")
    for home in at_home.split(" / "):
        guardians = home.split(" + ")
        user_names = [people[one].user_name if one in people else f"vh.{pupil}.{next(letters)}" for one in guardians]
        for guardian, user_name in zip(guardians, user_names, strict=True):
            email = "" if people[name].protected else f"{user_name}@hem.invalid"
            known = people.get(guardian) or Invented(user_name, guardian, (), email)
            people[guardian] = _as_guardian(known, f"hem-{source_id(user_names[0])}")
            people[name] = replace(people[name], agents=(*people[name].agents, known.source_id))


def _as_guardian(person: Invented, home: str) -> Invented:
    """Make somebody a guardian too; the first home is the one that counts."""
    roles = person.roles if "guardian" in person.roles else (*person.roles, "guardian")
    return replace(person, roles=roles, home=person.home or home)


def _pupil(place: str, name: str, class_name: str, number: int) -> Invented:
    """Make a pupil; the youngest have no mail address, and who is protected has none."""
    protected = name == PROTECTED
    user_name = f"elev.{place}"
    return Invented(
        user_name,
        name,
        ("student",),
        email="" if protected or class_name == "1A" else f"{user_name}@elev.ekskolan.invalid",
        class_name=class_name,
        born=date(BORN[class_name], number * 7 % MONTHS + 1, number * 11 % DAYS + 1),
        protected=protected,
        seen_by=(source_id(f"mentor.{class_name.lower()}"), "rektor") if protected else (),
    )
