"""What tests do on the page of an application or press release, and ask the graph about it."""

from tests.support.console import address
from tests.support.console_work import Application

WORDS = "We like it. Please leave out who is best; nobody can prove it."


def page_of(thing):
    kind = "applications" if isinstance(thing, Application) else "press-releases"
    return address(kind, thing.id)


def folded(page, name):
    """One of the folded forms, by what it is called."""
    return page.locator("details.action").filter(
        has=page.locator("summary").get_by_text(name, exact=True)
    )


async def unfolded(page, name):
    form = folded(page, name)
    await form.locator("summary").click()
    return form


async def read(work, thing, reader, selection):
    field = "application" if isinstance(thing, Application) else "pressRelease"
    query = f"query($id: ID!) {{ {field}(id: $id) {{ {selection} }} }}"
    async with work.graph(reader) as graph:
        answer = await graph.answer(query, {"id": thing.id})
    return answer["data"][field]


async def happened(work, thing, reader):
    """What the timeline says, oldest first."""
    found = await read(work, thing, reader, "timeline { action }")
    return [entry["action"] for entry in found["timeline"]]


async def in_review(work, **given):
    """A press release that Paul has taken, and Paul."""
    paul = work.person("Paul", "pr")
    release = await work.release(**given)
    await work.taken(release, paul)
    return release, paul
