"""Pages of people: profiles, who may see whom, the guide, what became of mails."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.addresses import bury
from server.i18n import LANGUAGES
from server.notices.actions.stopping import stop, token_for
from server.notices.models import PushDevice
from server.people.models import Person
from tests.browser.everywhere.place import Place

if TYPE_CHECKING:
    from tests.cast import Cast
    from tests.visit import Visits


async def guide_places(cast: Cast, live: Visits) -> list[Place]:
    """Give the pages of the guide, and of changing it; one is in the school's own words."""
    guide = f"/schools/{cast.school.id}/guide"
    for language in LANGUAGES:
        form = {"language": language, "body": "# Here\n\n- One\n\n1. Two"}
        assert (await (await live.as_(cast.principal)).post(f"{guide}/teacher", data=form)).status_code == 303
    return [
        Place("guide", cast.elsa, "/guide"),
        Place("guide for mentors", cast.mentor, f"{guide}/mentor"),
        Place("guide in one's own words", cast.principal, f"{guide}/teacher"),
        Place("changing the guide", cast.admin, f"{guide}/guardian/edit"),
        Place("changing the guide again", cast.principal, f"{guide}/teacher/edit?language=ar"),
    ]


def people_places(cast: Cast) -> list[Place]:
    """Give the pages of schools, classes and people, the search, and one's own settings."""
    return [
        Place("school", cast.principal, f"/schools/{cast.school.id}"),
        Place("pupils without a mentor", cast.director, f"/schools/{cast.far_school.id}/without-mentor"),
        Place("school of its administrator", cast.admin, f"/schools/{cast.school.id}"),
        Place("class", cast.principal, f"/classes/{cast.klass.id}"),
        Place("class list", cast.mentor, f"/classes/{cast.klass.id}/list"),
        Place("staff", cast.anna, f"/schools/{cast.school.id}/staff"),
        Place("pupil", cast.admin, f"/pupils/{cast.elsa.id}"),
        Place("second step", cast.anna, "/settings/second-factor"),
        Place("app for codes", cast.anna, "/settings/second-factor/app"),
        Place("signing in at school", cast.admin, f"/schools/{cast.school.id}/security"),
        Place("pupil of mentor", cast.mentor, f"/pupils/{cast.elsa.id}"),
        Place("person", cast.mentor, f"/people/{cast.anna.id}"),
        Place("search", cast.principal, "/search?q=a"),
        Place("nothing found", cast.anna, "/search?q=zzz"),
        Place("settings", cast.anna, "/settings?saved=yes"),
        Place("settings, protected", cast.hidden, "/settings"),
        Place("reading, with help", cast.omar, "/settings/reading"),
        Place("notice choices", cast.anna, "/settings/notices"),
    ]


async def delivery_places(cast: Cast, live: Visits) -> list[Place]:
    """Let Bo have an address that takes no mails, mails that are turned off, and a device; give where that shows."""
    assert live.settings
    async with live.database.session() as session:
        bo = await session.get_one(Person, cast.bo.id)
        bo.email = "bo@hem.example"
        await bury(session, bo.email)
        await stop(session, bo.id, "nightly")
        session.add(PushDevice(person_id=bo.id, endpoint="https://push.example/bo", p256dh="x", auth="x", agent="Chrome, Android"))
        await session.commit()
    return [
        Place("notice choices, mails off, devices", cast.bo, "/settings/notices"),
        Place("mails that do not arrive", cast.bo, "/settings/mail"),
        Place("turn mails off", None, f"/stop/{token_for(live.settings, cast.bo.id, 'booking')}"),
        Place("mails turned off", None, f"/stop/{token_for(live.settings, cast.bo.id, 'nightly')}"),
    ]


def relation_places(cast: Cast) -> list[Place]:
    """Give the pages of relations, protection, access and its log."""
    return [
        Place("relations", cast.admin, f"/pupils/{cast.elsa.id}/relations"),
        Place("relations of a class", cast.admin, f"/classes/{cast.klass.id}/relations"),
        Place("relations of a school", cast.admin, f"/schools/{cast.school.id}/relations"),
        Place("a new relation", cast.admin, f"/pupils/{cast.elsa.id}/relations/new?kind=guardian_of&q=az"),
        Place("somebody new", cast.admin, f"/pupils/{cast.elsa.id}/relations/new?kind=guardian_of&q=zzz"),
        Place("another class", cast.admin, f"/pupils/{cast.elsa.id}/class"),
        Place("protected identity", cast.mentor, f"/pupils/{cast.hidden.id}/protection"),
        Place("who has access", cast.anna, f"/pupils/{cast.elsa.id}/access"),
        Place("access log", cast.elsa, f"/pupils/{cast.elsa.id}/access-log"),
        Place("why", cast.principal, f"/pupils/{cast.elsa.id}/why?person={cast.anna.id}"),
    ]
