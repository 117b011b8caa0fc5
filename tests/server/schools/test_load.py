from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from sqlmodel import SQLModel, col, select

from server.people.models import Household, Person, Relation, RelationKind
from server.schools.models import Class, ClassKind, Organisation, School, Term
from server.schools.roster.bring import load
from server.schools.roster.columns import File
from server.schools.roster.formats import source
from server.schools.roster.report import Counts, Report
from tests.server.schools.rosters import demo_school, drop, put, rewrite

if TYPE_CHECKING:
    from pathlib import Path

    from sqlmodel.ext.asyncio.session import AsyncSession

AUTUMN = datetime(2026, 9, 1, 8, tzinfo=UTC)
LATER = datetime(2026, 10, 1, 8, tzinfo=UTC)


@pytest.fixture(name="school")
def _school(tmp_path: Path) -> Path:
    return demo_school(tmp_path / "school")


async def bring(session: AsyncSession, folder: Path, at: datetime = AUTUMN) -> Report:
    with source(folder) as roster:
        report = await load(session, roster, at=at)
    await session.commit()
    session.expunge_all()
    return report


async def person(session: AsyncSession, source_id: str) -> Person:
    return (await session.exec(select(Person).where(Person.source_id == source_id))).one()


async def held(session: AsyncSession, who: str, *, ended: bool = False) -> set[tuple[RelationKind, str]]:
    """Give what somebody's relations are and what they lead to, by source id."""
    relations = list(await session.exec(select(Relation).join(Person, col(Person.id) == Relation.person_id).where(Person.source_id == who)))
    names: dict[object, str] = {}
    for model in (Person, Class, School, Organisation):
        names |= {one.id: one.source_id for one in await session.exec(select(model))}  # type: ignore[attr-defined]
    return {
        (one.kind, names[one.pupil_id or one.class_id or one.school_id or one.organisation_id])
        for one in relations
        if (one.until is not None) is ended
    }


async def everything(session: AsyncSession) -> dict[str, list[object]]:
    """Give every row of the tables that a roster writes."""
    models: tuple[type[SQLModel], ...] = (Organisation, School, Term, Class, Person, Household, Relation)
    return {
        model.__name__: [one.model_dump() for one in await session.exec(select(model).order_by(model.id))]  # type: ignore[attr-defined]
        for model in models
    }


async def test_the_school_its_terms_and_its_classes_are_kept(session: AsyncSession, school: Path) -> None:
    put(school, File.classes, "klass-4b", subjects="Mentorstid")
    report = await bring(session, school)
    organisation = (await session.exec(select(Organisation))).one()
    assert (organisation.source_id, organisation.name) == ("ekby-kommun", "Ekby kommun")
    kept = (await session.exec(select(School))).one()
    assert (kept.name, kept.organisation_id) == ("Ekskolan", organisation.id)
    terms = {one.source_id: one for one in await session.exec(select(Term))}
    assert (terms["ht-2026"].first_day, terms["ht-2026"].last_day, len(terms)) == (date(2026, 8, 17), date(2026, 12, 18), 2)
    classes = {one.name: one for one in await session.exec(select(Class))}
    assert {name for name, one in classes.items() if one.kind is ClassKind.homeroom} == {"1A", "4B", "8C"}
    group = classes["4B Matematik"]
    assert (group.kind, group.subject, group.year, group.term_id) == (ClassKind.group, "Matematik", "4", terms["ht-2026"].id)
    # A homeroom has no subject, whatever the roster says: who teaches it would else assess in it.
    assert (classes["4B"].subject, report.classes) == ("", Counts(new=14))


async def test_persons_are_kept_with_birth_date_and_protection(session: AsyncSession, school: Path) -> None:
    report = await bring(session, school)
    pupil = await person(session, "elev-4b-14")
    assert (pupil.name, pupil.protected, pupil.email, pupil.born and pupil.born.year) == ("Tova Nyberg", True, "", 2016)
    assert (await person(session, "vh-1a-01-a")).born is None
    assert report.people == Counts(new=167)


async def test_each_role_has_the_relations_that_give_its_rights(session: AsyncSession, school: Path) -> None:
    kind = RelationKind
    report = await bring(session, school)
    groups = {(kind.pupil_in, f"grupp-4b-{subject}") for subject in ("sv", "ma", "en", "no")}
    assert await held(session, "elev-4b-01") == {(kind.pupil_in, "klass-4b"), *groups}
    assert await held(session, "vh-1a-02-a") == {(kind.guardian_of, "elev-1a-02"), (kind.guardian_of, "elev-4b-02")}
    mentees = {(kind.mentor_of, f"elev-4b-{number:02}") for number in range(1, 21)}
    taught = {(kind.teacher_in, "klass-4b"), (kind.teacher_in, "grupp-4b-sv")}
    assert await held(session, "mentor-4b") == {*mentees, *taught, (kind.sees_protected, "elev-4b-14")}
    assert await held(session, "larare-no") == {(kind.teacher_in, "grupp-4b-no"), (kind.teacher_in, "grupp-8c-no")}
    assert await held(session, "larare-idrott") == {(kind.teacher_in, "grupp-1a-idh"), (kind.guardian_of, "elev-4b-07")}
    assert await held(session, "rektor") == {(kind.principal_of, "ekskolan"), (kind.sees_protected, "elev-4b-14")}
    assert await held(session, "admin") == {(kind.admin_of, "ekskolan")}
    assert await held(session, "specialpedagog") == {(kind.observer_in, "ekskolan")}
    assert report.relations.new == len((await everything(session))["Relation"])


async def homes(session: AsyncSession, pupil: str) -> list[object]:
    """Give the home of each guardian of a pupil."""
    child = await person(session, pupil)
    guardians = select(Relation.household_id).where(Relation.pupil_id == child.id, Relation.kind == RelationKind.guardian_of)
    return list(await session.exec(guardians.where(col(Relation.until).is_(None))))


async def test_guardians_share_a_household_or_have_one_each(session: AsyncSession, school: Path) -> None:
    await bring(session, school)
    one_home, two_homes = await homes(session, "elev-4b-01"), await homes(session, "elev-4b-03")
    assert (len(one_home), len(set(one_home)), len(two_homes), len(set(two_homes))) == (2, 1, 2, 2)
    assert set(await homes(session, "elev-1a-02")) == set(await homes(session, "elev-4b-02")), "siblings have the same home"


async def test_guardians_without_a_named_home_share_nothing(session: AsyncSession, school: Path) -> None:
    rewrite(school, File.users, lambda rows: [row | {"metadata.household": ""} for row in rows])
    await bring(session, school)
    found = await homes(session, "elev-4b-01")
    assert len(set(found)) == 2
    assert None not in found


async def test_a_second_run_changes_nothing(session: AsyncSession, school: Path) -> None:
    first = await bring(session, school)
    before = await everything(session)
    again = await bring(session, school, LATER)
    assert await everything(session) == before
    assert not again.changed_anything
    assert (again.people, again.classes) == (Counts(unchanged=167), Counts(unchanged=14))
    assert again.relations == Counts(unchanged=first.relations.new)


async def test_what_differs_is_changed_and_keeps_its_id(session: AsyncSession, school: Path) -> None:
    await bring(session, school)
    before = await person(session, "elev-1a-02")
    put(school, File.users, "elev-1a-02", givenName="Allie")
    put(school, File.classes, "klass-1a", title="1 A")
    report = await bring(session, school, LATER)
    after = await person(session, "elev-1a-02")
    assert (after.id, after.given_name, after.family_name) == (before.id, "Allie", "Andersson")
    assert (report.people.changed, report.classes.changed, report.relations.new) == (1, 1, 0)


async def test_what_the_roster_does_not_speak_of_stays(session: AsyncSession, school: Path) -> None:
    await bring(session, school)
    put(school, File.users, "elev-4b-14", metadata_protected="", givenName="Tuva")
    drop(school, File.demographics, "sourcedId", "elev-4b-14")
    report = await bring(session, school, LATER)
    pupil = await person(session, "elev-4b-14")
    assert (pupil.given_name, pupil.protected, pupil.born is not None, report.people.changed) == ("Tuva", True, True, 1)


async def test_a_protection_is_lifted_only_by_a_clear_no(session: AsyncSession, school: Path) -> None:
    await bring(session, school)
    put(school, File.users, "elev-4b-14", metadata_protected="false")
    await bring(session, school, LATER)
    assert not (await person(session, "elev-4b-14")).protected
    assert (RelationKind.sees_protected, "elev-4b-14") in await held(session, "rektor", ended=True)


def leaves(school: Path, source_id: str) -> None:
    """Take somebody out of every file."""
    for file, column in (
        (File.users, "sourcedId"),
        (File.roles, "userSourcedId"),
        (File.demographics, "sourcedId"),
        (File.enrollments, "userSourcedId"),
    ):
        drop(school, file, column, source_id)


async def test_who_left_the_roster_is_kept_and_has_no_relation_any_more(session: AsyncSession, school: Path) -> None:
    await bring(session, school)
    before = await held(session, "elev-8c-03")
    leaves(school, "elev-8c-03")
    report = await bring(session, school, LATER)
    assert (await person(session, "elev-8c-03")).name == "Tilde Blom"
    assert (await held(session, "elev-8c-03"), await held(session, "elev-8c-03", ended=True)) == (set(), before)
    assert (RelationKind.mentor_of, "elev-8c-03") in await held(session, "mentor-8c", ended=True)
    ended = await session.exec(select(Relation.until).where(col(Relation.until).is_not(None)))
    assert set(ended) == {LATER}
    # Five places, a mentor, two guardians; the guardians stay in the roster.
    assert (report.people.ended, report.relations.ended, report.relations.new) == (1, 8, 0)
    assert not (await bring(session, school, LATER)).changed_anything


async def test_who_comes_back_begins_anew(session: AsyncSession, school: Path, tmp_path: Path) -> None:
    await bring(session, school)
    leaves(school, "elev-8c-03")
    await bring(session, school, LATER)
    report = await bring(session, demo_school(tmp_path / "whole"), LATER)
    assert (report.people.new, report.relations.new) == (0, 8)


async def test_a_class_that_left_the_roster_is_counted(session: AsyncSession, school: Path) -> None:
    await bring(session, school)
    drop(school, File.classes, "sourcedId", "grupp-4b-no")
    drop(school, File.enrollments, "classSourcedId", "grupp-4b-no")
    report = await bring(session, school, LATER)
    assert (report.classes, report.relations.ended) == (Counts(ended=1, unchanged=13), 21)


async def test_a_guardian_who_moved_ends_in_one_home_and_begins_in_the_other(session: AsyncSession, school: Path) -> None:
    await bring(session, school)
    put(school, File.users, "vh-4b-01-b", metadata_household="a-new-home")
    report = await bring(session, school, LATER)
    assert len(set(await homes(session, "elev-4b-01"))) == 2
    assert (RelationKind.guardian_of, "elev-4b-01") in await held(session, "vh-4b-01-b", ended=True)
    assert (report.relations.changed, report.relations.new, report.relations.ended) == (1, 0, 0)


async def test_a_relation_made_by_hand_is_neither_doubled_nor_ended(session: AsyncSession, school: Path) -> None:
    await bring(session, school)
    leaves(school, "larare-no")
    await bring(session, school, LATER)
    teacher, klass = await person(session, "larare-no"), (await session.exec(select(Class).where(Class.source_id == "grupp-4b-no"))).one()
    session.add(Relation(person_id=teacher.id, kind=RelationKind.teacher_in, class_id=klass.id, source="hand"))
    await session.commit()
    assert not (await bring(session, school, LATER)).changed_anything
    report = await bring(session, demo_school(school), LATER)
    assert report.relations.new == 1, "only the other group's"
    assert await held(session, "larare-no") == {(RelationKind.teacher_in, "grupp-4b-no"), (RelationKind.teacher_in, "grupp-8c-no")}


async def test_a_place_holds_from_its_first_day_to_its_last(session: AsyncSession, school: Path) -> None:
    put(school, File.enrollments, "klass-4b-elev-4b-01", beginDate="2026-09-02")
    put(school, File.enrollments, "klass-4b-elev-4b-02", endDate="2026-09-01")
    await bring(session, school)
    place = (RelationKind.pupil_in, "klass-4b")
    assert (place in await held(session, "elev-4b-01"), place in await held(session, "elev-4b-02")) == (False, True)
    await bring(session, school, LATER)
    assert (place in await held(session, "elev-4b-01"), place in await held(session, "elev-4b-02")) == (True, False)


async def test_somebody_who_is_not_enabled_has_no_relations(session: AsyncSession, school: Path) -> None:
    for one in ("mentor-4b", "elev-8c-03"):
        put(school, File.users, one, enabledUser="false")
    await bring(session, school)
    assert (await held(session, "mentor-4b"), await held(session, "elev-8c-03")) == (set(), set())
    assert (RelationKind.mentor_of, "elev-8c-03") not in await held(session, "mentor-8c")


async def test_only_the_primary_teacher_of_a_homeroom_is_its_mentor(session: AsyncSession, school: Path) -> None:
    put(school, File.enrollments, "klass-4b-mentor-4b", primary="false")
    await bring(session, school)
    assert {kind for kind, _ in await held(session, "mentor-4b")} == {RelationKind.teacher_in, RelationKind.sees_protected}


async def test_an_agent_who_is_no_guardian_gets_no_right(session: AsyncSession, school: Path) -> None:
    put(school, File.roles, "roll-vh-4b-01-a-guardian", role="aide")
    await bring(session, school)
    assert await held(session, "vh-4b-01-a") == set()


async def test_an_administrator_of_the_organisation_is_tied_to_it(session: AsyncSession, school: Path) -> None:
    put(school, File.roles, "roll-admin-siteadministrator", role="districtAdministrator", orgSourcedId="ekby-kommun")
    await bring(session, school)
    assert await held(session, "admin") == {(RelationKind.admin_of, "ekby-kommun")}


async def test_a_roster_with_a_bad_row_changes_nothing(session: AsyncSession, school: Path) -> None:
    await bring(session, school)
    before = await everything(session)
    put(school, File.users, "elev-8c-03", familyName="")
    put(school, File.users, "elev-8c-04", familyName="Cheng")
    report = await bring(session, school, LATER)
    assert await everything(session) == before
    assert [one.line for one in report.bad_rows] == [122]
    assert not report.changed_anything


async def test_nothing_is_kept_before_the_caller_commits(session: AsyncSession, school: Path) -> None:
    with source(school) as roster:
        await load(session, roster)
    await session.rollback()
    assert not any((await everything(session)).values())


async def test_another_organisation_is_left_alone(session: AsyncSession, school: Path, tmp_path: Path) -> None:
    await bring(session, school)
    before = await everything(session)
    other = demo_school(tmp_path / "other")
    for file in (File.orgs, File.courses, File.classes, File.users, File.roles, File.enrollments):
        text = (other / file).read_text("utf-8")
        (other / file).write_text(text.replace("ekby-kommun", "annanby"), "utf-8")
    leaves(other, "larare-no")
    report = await bring(session, other, LATER)
    assert report.people == Counts(new=166)
    after = await everything(session)
    assert all(row in after[table] for table, rows in before.items() for row in rows)
