"""What pages offer is done, and what they do not offer is refused: by state and by role."""

from contextlib import AsyncExitStack

import pytest

from console.pages import application as application_page
from console.pages.press_release.acts import ACTIONS
from tests.support.console import address
from tests.support.desks import read
from tests.support.offers import WORDS, Visitor, Walk

# It takes long to make a Word file; test_press_release.py does.
FILES = {"make-annotated-draft", "make-redline", "make-record"}

pytestmark = pytest.mark.timeout(300)


@pytest.fixture
async def visitor(stack, work):
    """Somebody of a role who looks at pages: `await visitor("Rosa", "reviewer")`."""
    async with AsyncExitStack() as leaving:

        async def comes(name, role):
            return await leaving.enter_async_context(Visitor(stack, work.person(name, role)))

        yield comes


def ensure_all_was_done(*walks):
    """Whatever was offered to a holder or a role was done by one."""
    offered = {each for walk in walks for each in walk.offered if each[1] not in FILES}
    assert offered == {each for walk in walks for each in walk.done}


async def test_what_the_page_of_an_application_offers_is_done_and_nothing_else_is(work, visitor):
    rosa, sam = await visitor("Rosa", "reviewer"), await visitor("Sam", "reviewer")
    sue, adam = await visitor("Sue", "support"), await visitor("Adam", "admin")
    everybody = (rosa, sam, sue, adam)
    await work.known(rosa.person, sam.person)

    def to(colleague):
        return {"holder": colleague, "reviewer": colleague.person.subject}

    def walk(application):
        id = {"id": application.id}
        inputs = {
            "take": id,
            "release": id,
            "hand-over": id | {"reviewer": sam.person.subject},
            "ask-for-information": id | {"questions": [WORDS]},
            "add-note": id | {"text": WORDS},
            "approve": id,
            "decline": id | {"reason": "OUTSOURCED", "text": WORDS},
        }
        path = address("applications", application.id)
        return Walk(path, application_page.ACTIONS, everybody, inputs)

    application = await work.application()
    approved = walk(application)
    await approved.look()
    for each in everybody:
        await approved.do(each, "add-note")
    await approved.do(rosa, "take", holder=rosa)
    await approved.look()
    await approved.do(rosa, "add-note", holder=rosa)
    await approved.do(rosa, "hand-over", **to(sam))
    await approved.do(adam, "hand-over", **to(rosa))
    await approved.do(adam, "release")
    await approved.do(sam, "take", holder=sam)
    await approved.do(sam, "release")
    await approved.do(rosa, "take", holder=rosa)
    await approved.do(rosa, "ask-for-information", holder=rosa)
    await approved.look()
    await work.answered(application, "Yes.")
    await approved.do(rosa, "approve")
    await approved.look()
    await approved.do(sue, "reissue-invitation")
    await approved.do(adam, "reissue-invitation")
    await approved.do(sam, "revoke-invitation")
    await approved.look()

    # Two have to sign: the second may approve it or decline it.
    signed = [
        walk(await work.application(artisanType="OTHER", groupDescription="A village."))
        for _ in range(2)
    ]
    for one in signed:
        await one.do(sam, "take", holder=sam)
        await one.do(sam, "approve", holder=sam)
    await signed[0].look()
    await signed[0].do(rosa, "approve")
    await signed[0].do(adam, "revoke-invitation")
    await signed[1].do(rosa, "decline")
    await signed[1].look()

    declined = walk(await work.application())
    await declined.do(sam, "take", holder=sam)
    await declined.do(sam, "decline")

    ensure_all_was_done(approved, *signed, declined)


async def test_what_the_page_of_a_press_release_offers_is_done_and_nothing_else_is(work, visitor):
    paul, pia = await visitor("Paul", "pr"), await visitor("Pia", "pr")
    lena, sue = await visitor("Lena", "pr_lead"), await visitor("Sue", "support")
    leo, kim = await visitor("Leo", "stakeholder"), await visitor("Kim", "stakeholder")
    everybody = (paul, pia, lena, sue, leo, kim, await visitor("Adam", "admin"))
    await work.known(*(each.person for each in (paul, pia, lena, leo, kim)))
    maker = await work.maker()

    def to(colleague):
        return {"holder": colleague, "representative": colleague.person.subject}

    async def inputs(release):
        plan = await read(work, release, paul.person, "releaseOn timeZone")
        id = {"id": release.id}
        draft = id | {"sha256": release.sha256}
        asked = {"who": leo.person.subject, "area": "LEGAL", "need": "OPTIONAL"}
        return {
            "take": id,
            "assign": id | {"representative": pia.person.subject},
            "hand-over": id | {"representative": pia.person.subject},
            "release": id,
            "add-stakeholder": id | asked,
            "request-changes": draft | {"words": WORDS},
            "approve": draft | plan,
            "decline": draft | {"reason": "NOT_ACCURATE", "words": WORDS},
            "mark-not-needed": draft | {"words": WORDS},
            "reopen": id | {"reason": WORDS},
        }

    async def walk(release):
        path = address("press-releases", release.id)
        return Walk(path, ACTIONS, everybody, await inputs(release))

    async def ask(representative, who, holder=paul):
        asked = {"who": who.person.subject, "area": "LEGAL", "need": "OPTIONAL"}
        await decided.do(representative, "add-stakeholder", holder=holder, **asked)

    release = await work.release(maker=maker)
    decided = await walk(release)

    # Nobody has it.
    await decided.look()
    for each in (paul, lena, sue):
        await decided.do(each, "record-first-contact")
    await decided.do(paul, "take", holder=paul)
    await decided.do(paul, "record-first-contact", holder=paul)
    await decided.do(paul, "release")
    await decided.do(lena, "take", holder=lena)
    await decided.do(lena, "accept-first-contact", holder=lena)
    await decided.do(lena, "release")
    await decided.do(pia, "assign", **to(paul))
    await decided.do(lena, "release")
    await decided.do(lena, "assign", **to(paul))
    await decided.do(paul, "hand-over", **to(pia))
    await decided.do(lena, "hand-over", **to(paul))

    # Paul has it, and others are asked about it.
    await decided.look()
    await decided.do(paul, "upload-edits", holder=paul)
    await ask(paul, leo)
    await decided.do(leo, "delegate-stakeholder", holder=paul, who=kim.person.subject)
    await decided.do(kim, "answer-as-stakeholder", holder=paul, verdict="OK")
    await ask(lena, leo)
    await decided.do(leo, "refuse-as-stakeholder", holder=paul)
    for each in (paul, lena):
        await ask(each, leo)
        await decided.do(each, "waive-stakeholder", holder=paul)

    # Changes, and each of the decisions, which are taken back.
    await decided.do(paul, "request-changes", holder=paul)
    await decided.look()
    decided.inputs = await inputs(await work.redrafted(release))
    await decided.do(paul, "decline", holder=paul)
    await decided.look()
    await decided.do(paul, "reopen", holder=paul)
    await decided.do(paul, "mark-not-needed", holder=paul)
    await decided.do(lena, "reopen", holder=paul)
    await decided.do(paul, "approve", holder=paul)
    await decided.look()
    await decided.do(paul, "report-published", holder=paul)

    # What is heard of others before anybody takes them.
    heard = [await walk(await work.release(maker=maker)) for _ in range(3)]
    for one, each in zip(heard, (pia, lena, sue), strict=True):
        await one.do(sue, "record-first-contact")
        await one.do(lena, "accept-first-contact")
        await one.do(each, "report-published", withoutApproval="yes")

    ensure_all_was_done(decided, *heard)
