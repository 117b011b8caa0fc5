"""Pages of a school: rosters, rounds, templates, the organisation."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from tests.browser.everywhere.place import Place
from tests.rounds import begin_round, open_class, publish_newer
from tests.server.schools.test_import import ROSTER, WITHOUT_BO

if TYPE_CHECKING:
    from tests.cast import Cast
    from tests.visit import Visits

WITHOUT_ADMIN = (
    ROSTER.replace("Skoladministratör;admin;Adam;Admin;Ekskolan;;;;;\r\n", "Mentor;kim;Kim;Ny;Ekskolan;4B;;;;\r\n")
    .replace("Elsa;Berg", "Else;Berg")
    .encode()
)
"""A roster that ends the right of whoever brings it, and changes this and that."""


async def roster_places(cast: Cast, live: Visits) -> list[Place]:
    """Give the pages of bringing a roster in."""
    return [
        Place("roster", cast.admin, "/organisation/import"),
        Place("roster ready", cast.admin, await roster(cast, live, WITHOUT_BO)),
        Place("roster that asks", cast.admin, await roster(cast, live, WITHOUT_ADMIN)),
        Place("roster refused", cast.admin, await roster(cast, live, ROSTER.encode() + b"Elev;olle;;;;;;;;\r\n")),
    ]


async def roster(cast: Cast, live: Visits, content: bytes) -> str:
    """Upload a roster, and give the page of its report."""
    admin = await live.as_(cast.admin)
    address: str = (await admin.post("/organisation/import", files={"file": ("skolan.csv", content)})).headers["location"]
    while "/progress" in (await admin.get(address)).text:
        pass
    return address


async def round_places(cast: Cast, live: Visits) -> list[Place]:
    """Give the pages of rounds and overviews, of a class whose round is begun and one whose is not."""
    klass, version = await open_class(cast, live)
    held = await begin_round(cast, live, klass, version)
    await publish_newer(cast, live, version)
    school = f"/schools/{cast.school.id}"
    return [
        Place("a round to begin", cast.mentor, f"/classes/{klass.id}/round?another=yes"),
        Place("a round", cast.mentor, held),
        Place("a round begun by somebody else", cast.principal, f"{held}?already=yes"),
        Place("a newer version", cast.mentor, f"{held}/version"),
        Place("rounds of a school", cast.principal, f"{school}/rounds"),
        Place("years with a plan", cast.admin, f"{school}/plan-years?saved=yes"),
        Place("overview", cast.mentor, f"/classes/{klass.id}/overview?act=remind&n=1&already=2"),
        Place("overview, not shown", cast.mentor, f"/classes/{klass.id}/overview?term=none&act=show&n=0&missing={cast.elsa.id}"),
        Place("overview of an administrator", cast.admin, f"/classes/{cast.klass.id}/overview?only=waiting"),
        Place("overview of a school", cast.principal, f"{school}/overview"),
        Place("overview of all pupils", cast.principal, f"{school}/overview?all=yes"),
        Place("overview of all schools", cast.director, "/organisation/overview"),
    ]


async def organisation_places(cast: Cast, live: Visits) -> list[Place]:
    """Give the pages of running the organisation, with a school year to step to and somebody who may be known twice."""
    director, year, klass = await live.as_(cast.director), uuid4(), uuid4()
    days = {"first_day": "2090-08-01", "last_day": "2091-06-30"}
    for address, form in (
        ("/organisation/years", {"id": year, "title": "2090/91", **days}),
        (f"/organisation/years/{year}/terms", {"id": uuid4(), "title": "Autumn", **days}),
        ("/organisation/schools", {"id": uuid4(), "name": "Lindskolan"}),
        (f"/schools/{cast.far_school.id}/classes", {"id": klass, "name": "1A"}),
    ):
        answer = await director.post(address, data={name: str(value) for name, value in form.items()})
        assert answer.status_code == 303, answer.text
    merges = "/organisation/merges"
    return [
        Place("organisation", cast.director, "/organisation"),
        Place("class by hand", cast.director, f"/classes/{klass}/relations"),
        Place("pupil for it", cast.director, f"/classes/{klass}/relations/new?kind=pupil_in&q=berg"),
        Place("school year", cast.director, f"/organisation/years/{year}"),
        Place("next school year", cast.director, f"/organisation/rollover/{cast.school.id}"),
        Place("looking for a double", cast.director, f"{merges}?words=berg"),
        Place("known twice", cast.director, f"{merges}?words=berg&kept={cast.anna.id}"),
        Place("two to merge", cast.director, f"{merges}/{cast.anna.id}/{cast.teacher.id}"),
        Place("two that are not one", cast.director, f"{merges}/{cast.anna.id}/{cast.elsa.id}"),
    ]


async def template_places(cast: Cast, live: Visits) -> list[Place]:
    """Give the pages of templates: one in two versions with something missing in its draft, and one for all schools."""
    principal, director, own, blank, shared = await live.as_(cast.principal), await live.as_(cast.director), uuid4(), uuid4(), uuid4()
    place, home = f"/schools/{cast.school.id}/templates", f"/templates/{own}"
    for person, address, form in (
        (principal, place, {"id": own, "begin_with": "starting:years_1_3"}),
        (principal, f"{home}/published", {"edited": 1}),
        (principal, f"{home}/questions/school/removed", {"edited": 1}),
        (principal, f"{home}/questions/proud/place", {"edited": 2, "place": "next/0"}),
        (principal, f"{home}/published", {"edited": 3}),
        (principal, f"{home}/sections", {"edited": 3, "id": uuid4(), "writer": "home", "title.en": "Something new"}),
        (principal, place, {"id": blank}),
        (principal, f"/templates/{blank}/archived", {}),
        (director, "/organisation/templates", {"id": shared, "begin_with": "starting:years_7_9"}),
        (director, f"/templates/{shared}/published", {"edited": 1}),
    ):
        answer = await person.post(address, data={name: str(value) for name, value in form.items()})
        assert answer.status_code == 303, answer.text
    return [
        Place("templates", cast.principal, place),
        Place("templates to read", cast.mentor, place),
        Place("templates, no file", cast.principal, f"{place}?missing"),
        Place("templates for all", cast.director, "/organisation/templates"),
        Place("starting template", cast.principal, f"/starting-templates/adapted_school?for={cast.school.id}"),
        Place("designer", cast.principal, home),
        Place("template to read", cast.mentor, home),
        Place("template archived", cast.principal, f"/templates/{blank}"),
        Place("template versions", cast.principal, f"{home}/versions"),
        Place("template version", cast.mentor, f"{home}/versions/2"),
        Place("preview, young", cast.principal, f"{home}/preview?as=pupil"),
        Place("preview, mentor", cast.principal, f"{home}/preview?as=mentor&step=talk"),
        Place("preview, nothing", cast.principal, f"{home}/preview?as=guardian"),
    ]
