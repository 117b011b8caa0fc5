from __future__ import annotations

from typing import TYPE_CHECKING

from server.templates.form import Form
from tests.server.templates.desk import desk
from tests.server.templates.forms import SMALL
from tests.server.world import new

if TYPE_CHECKING:
    from tests.server.world import World


def address(world: World) -> str:
    """The page that lists the school's templates."""
    return f"/schools/{world.cast.school.id}/templates"


async def drafts(world: World) -> list[Form]:
    """Give all drafts, in the order in which they were begun."""
    return [Form.model_validate_json(row["draft"]) for row in await world.rows("SELECT draft FROM template ORDER BY at")]


async def test_a_new_one_is_begun_in_each_way(world: World) -> None:
    own = await desk(world)
    keys = [new() for _ in range(3)]

    for key, begin_with in zip(keys, ("", "starting:years_4_6", f"copy:{own.template}"), strict=True):
        for _ in range(2):
            answer = await world.post(world.cast.admin, address(world), id=key, begin_with=begin_with)
            assert answer.headers["location"] == f"/templates/{key}"

    _first, blank, starting, copy = await drafts(world)
    assert (blank.title, blank.languages, blank.sections) == ({"en": "New template"}, ["en"], [])
    assert starting.title["sv"].startswith("Inför samtalet")
    assert len(starting.languages) == 3
    assert copy.title["en"] == "Before the talk (copy)"
    assert copy.sections == SMALL.sections
    assert await world.events() == ["template_made"] * 3


async def test_the_list_says_how_far_each_has_come(world: World) -> None:
    own = await desk(world)
    page = (await world.get(own.person, address(world))).text
    assert "Years 4, 5" in page
    assert "not published yet" in page
    await own.publish()
    await own.act("questions/mood", kind="text", title_en="x", title_sv="x")

    page = (await world.get(own.person, address(world))).text
    assert "version 1, published" in page
    assert "the draft has changes" in page
    assert "Make a new template" in page
    read = (await world.get(world.cast.mentor, address(world))).text
    assert "Before the talk" in read
    assert "the draft has changes" not in read
    assert "Make a new template" not in read
    assert f'href="{address(world)}"' in (await world.get(world.cast.mentor, f"/schools/{world.cast.school.id}")).text
    assert f'href="{address(world)}"' not in (await world.get(world.cast.anna, f"/schools/{world.cast.school.id}")).text


async def test_what_is_for_all_schools_is_read_and_copied_everywhere_but_not_changed(world: World) -> None:
    shared = await desk(world, shared=True)
    far = f"/schools/{world.cast.far_school.id}/templates"
    assert str(shared.template) not in (await world.get(world.cast.far_principal, far)).text
    refused = await world.post(world.cast.far_principal, far, id=new(), begin_with=f"copy:{shared.template}")
    assert refused.status_code == 404, "a draft is its designers' alone"
    await shared.publish()
    await shared.act("questions/mood", kind="text", title_en="Not ready")

    assert "From the organisation" in (await world.get(world.cast.far_principal, far)).text
    key = new()
    await world.post(world.cast.far_principal, far, id=key, begin_with=f"copy:{shared.template}")
    copy = (await drafts(world))[-1]
    assert copy.sections == SMALL.sections, "of what was published"
    assert await world.value("SELECT school_id FROM template WHERE id = $1", key) == world.cast.far_school.id
    page = await world.get(world.cast.director, "/organisation/templates")
    assert str(shared.template) in page.text
    assert str(key) not in page.text
    assert 'href="/organisation/templates"' in (await world.get(world.cast.director, "/organisation")).text


async def test_what_another_school_has_of_its_own_is_not_copied(world: World) -> None:
    own = await desk(world)
    await own.publish()

    far = f"/schools/{world.cast.far_school.id}/templates"
    answer = await world.post(world.cast.far_principal, far, id=new(), begin_with=f"copy:{own.template}")
    assert answer.status_code == 404
    for wrong in ("copy:nonsense", "starting:nowhere", "x"):
        assert (await world.post(world.cast.far_principal, far, id=new(), begin_with=wrong)).status_code == 422
    assert len(await drafts(world)) == 1


async def test_a_starting_template_is_looked_through_before_it_is_chosen(world: World) -> None:
    page = await world.get(world.cast.principal, f"/starting-templates/years_1_3?for={world.cast.school.id}&as=mentor&step=talk")

    assert "In the talk" in page.text
    assert f'action="{address(world)}"' in page.text
    assert 'value="starting:years_1_3"' in page.text
    assert (await world.get(world.cast.principal, "/starting-templates/years_1_3?for=x")).status_code == 404
    assert (await world.get(world.cast.principal, f"/starting-templates/years_1_3?for={world.cast.far_school.id}")).status_code == 404
    organisation = await world.get(world.cast.director, "/starting-templates/years_1_3?for=organisation")
    assert 'action="/organisation/templates"' in organisation.text
