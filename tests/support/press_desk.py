"""What tests of a press release's page do there, and ask the graph about it."""

from tests.support.console import address

WORDS = "We like it. Please leave out who is best; nobody can prove it."


def page_of(release):
    return address("press-releases", release.id)


def folded(page, name):
    """One of the folded forms, by what it is called."""
    return page.locator("details.action").filter(
        has=page.locator("summary").get_by_text(name, exact=True)
    )


async def unfolded(page, name):
    form = folded(page, name)
    await form.locator("summary").click()
    return form


async def read(work, release, reader, selection):
    query = f"query($id: ID!) {{ pressRelease(id: $id) {{ {selection} }} }}"
    async with work.graph(reader) as graph:
        answer = await graph.answer(query, {"id": release.id})
    return answer["data"]["pressRelease"]


async def happened(work, release, reader):
    """What the timeline says, oldest first."""
    found = await read(work, release, reader, "timeline { action }")
    return [entry["action"] for entry in found["timeline"]]


async def in_review(work):
    """One that Paul has taken, and Paul."""
    paul = work.person("Paul", "pr")
    release = await work.release()
    await work.taken(release, paul)
    return release, paul
