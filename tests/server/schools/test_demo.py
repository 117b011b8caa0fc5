from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from sqlmodel import select

from server.accounts.actions import check
from server.accounts.models import Account
from server.schools.demo import PASSWORD, DemoAccount, demo_accounts, open_demo_school

if TYPE_CHECKING:
    from pathlib import Path

    from sqlmodel.ext.asyncio.session import AsyncSession


@pytest.fixture(name="accounts")
async def _accounts(session: AsyncSession, tmp_path: Path) -> dict[str, DemoAccount]:
    await open_demo_school(session, tmp_path / "roster")
    await session.commit()
    return {one["user_name"]: one for one in await demo_accounts(session)}


async def test_everyone_can_sign_in_with_the_password_told(session: AsyncSession, accounts: dict[str, DemoAccount]) -> None:
    for user_name in ("elev.4b.01", "vh.4b.01.a", "mentor.4b", "larare.matematik", "rektor", "admin", "specialpedagog"):
        person = await check(session, user_name, accounts[user_name]["password"], "127.0.0.1")
        assert person.name == accounts[user_name]["name"]
    kept = list(await session.exec(select(Account)))
    assert (len(kept), all(one.demo for one in kept), {one.password_hash.startswith("$argon2id$") for one in kept}) == (167, True, {True})


async def test_opening_it_again_changes_nothing(session: AsyncSession, tmp_path: Path, accounts: dict[str, DemoAccount]) -> None:
    before = {one.id: one.password_hash for one in await session.exec(select(Account))}
    report = await open_demo_school(session, tmp_path / "roster")
    await session.commit()
    assert not report.changed_anything
    assert {one.id: one.password_hash for one in await session.exec(select(Account))} == before
    assert len(accounts) == len(before)


async def test_the_list_says_what_each_is_and_whose(accounts: dict[str, DemoAccount]) -> None:
    counted = Counter(one["role"] for one in accounts.values())
    assert counted == Counter(mentor=3, teacher=4, principal=1, observer=1, admin=2, pupil=60, guardian=96)
    mentor, guardian, teacher = accounts["mentor.4b"], accounts["vh.1a.02.a"], accounts["larare.matematik"]
    assert (mentor["name"], mentor["homeroom"], mentor["mentor_of"]) == ("Kerstin Nordin", "4B", [f"elev.4b.{n:02}" for n in range(1, 21)])
    assert (mentor["whose"], mentor["password"]) == ("4B, 4B Svenska", PASSWORD)
    assert (guardian["guardian_of"], guardian["whose"]) == (["elev.1a.02", "elev.4b.02"], "Alma Andersson, Nils Andersson")
    assert guardian["home"] == accounts["vh.1a.02.b"]["home"]
    assert teacher["teacher_in"] == [
        {"class_name": "4B Matematik", "subject": "Matematik"},
        {"class_name": "8C Matematik", "subject": "Matematik"},
    ]
    assert (accounts["elev.4b.14"]["protected"], accounts["elev.4b.14"]["homeroom"]) == (True, "4B")


async def test_a_teacher_who_is_a_guardian_too_is_both(accounts: dict[str, DemoAccount]) -> None:
    both = accounts["larare.idrott"]
    assert (both["role"], both["guardian_of"], both["whose"]) == ("teacher", ["elev.4b.07"], "1A Idrott och hälsa, Måns Fransson")


async def test_homes_apart_have_different_names(accounts: dict[str, DemoAccount]) -> None:
    assert accounts["vh.4b.03.a"]["guardian_of"] == accounts["vh.4b.03.b"]["guardian_of"] == ["elev.4b.03"]
    assert accounts["vh.4b.03.a"]["home"] != accounts["vh.4b.03.b"]["home"]


async def test_staff_come_first_then_pupils_then_guardians(accounts: dict[str, DemoAccount]) -> None:
    names = list(accounts)
    assert names[:3] == ["mentor.1a", "mentor.4b", "mentor.8c"]
    assert (names[11], names[70], names[71]) == ("elev.1a.01", "elev.8c.20", "vh.1a.01.a")


async def test_an_account_that_is_no_demo_is_not_listed(session: AsyncSession, accounts: dict[str, DemoAccount]) -> None:
    account = (await session.exec(select(Account).where(Account.user_name == "rektor"))).one()
    account.demo = False
    await session.commit()
    assert {one["user_name"] for one in await demo_accounts(session)} == set(accounts) - {"rektor"}
