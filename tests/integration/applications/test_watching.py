"""Following changes of applications and makers."""

import asyncio

import grpc
import pytest

from chassis import status
from chassis.errors import Forbidden, Invalid, NotFound, Unauthenticated
from handmade.applications.v1 import application_pb2, maker_pb2
from tests.integration.applications.people import PATIENCE


class Follower:
    """Reads a feed until it has what a test waits for."""

    def __init__(self, call):
        self.call = call
        self.token = ""

    async def beginning(self):
        """Waits until the feed is open."""
        async with asyncio.timeout(PATIENCE):
            self.token = (await self.call.read()).resume_token
        return self

    async def events(self, count):
        found = []
        async with asyncio.timeout(PATIENCE):
            while len(found) < count:
                entry = await self.call.read()
                self.token = entry.resume_token
                found += [entry] if entry.event_id else []
        return found

    async def until(self, kind, name):
        """All events up to this one."""
        found = []
        async with asyncio.timeout(PATIENCE):
            while True:
                [entry] = await self.events(1)
                found.append(entry)
                about = entry.application if hasattr(entry, "application") else entry.maker
                if (entry.type, about.name) == (kind, name):
                    return found


@pytest.fixture
async def follow():
    calls = []

    async def follow(call):
        calls.append(call)
        return await Follower(call).beginning()

    yield follow
    for call in calls:
        call.cancel()


def applications(person, **query):
    return person.applications.WatchApplications(application_pb2.WatchApplicationsRequest(**query))


def makers(person, **query):
    return person.makers.WatchMakers(maker_pb2.WatchMakersRequest(**query))


async def problem(call):
    """What an attempt to watch ends with."""
    try:
        async with asyncio.timeout(PATIENCE):
            while await call.read() is not grpc.aio.EOF:
                continue
    except grpc.aio.AioRpcError as error:
        return status.from_error(error)
    raise AssertionError("the feed ended without a word")


async def test_an_applicant_follows_the_own_application_and_no_others(
    maker, reviewer, a_person, follow
):
    watching = await follow(applications(maker))
    other = a_person("maker")
    theirs = await other.start()
    await other.submit(theirs.name)
    mine = await maker.start()
    await maker.submit(mine.name)
    await reviewer.take(mine.name)
    await reviewer.decline(mine.name)

    seen = await watching.events(4)

    assert [it.type for it in seen] == [
        "application.started",
        "application.submitted",
        "application.taken",
        "application.declined",
    ]
    assert {it.application.name for it in seen} == {mine.name}
    assert seen[-1].application.reviewer.subject == ""


async def test_staff_follow_what_is_submitted_and_never_drafts(maker, reviewer, follow):
    watching = await follow(applications(reviewer))
    draft = await maker.start(head_count="OVER_TWENTY")
    await maker.update(draft.name, tools="A kiln.")
    await maker.submit(draft.name)

    seen = await watching.until("application.submitted", draft.name)

    mine = [it for it in seen if it.application.name == draft.name]
    assert [it.type for it in mine] == ["application.submitted"]
    assert mine[0].application.flags == [application_pb2.Application.LARGE_GROUP]


async def test_a_first_signature_is_no_news_for_the_applicant(maker, reviewer, a_person, follow):
    application = await maker.start(artisan_type="OTHER", group_description="A village.")
    await maker.submit(application.name)
    await reviewer.take(application.name)
    own = await follow(applications(maker, application=application.name))
    staff = await follow(applications(reviewer, application=application.name))

    await reviewer.approve(application.name)
    await a_person("reviewer").approve(application.name)

    assert [it.type for it in await staff.events(2)] == [
        "application.signed",
        "application.approved",
    ]
    assert [it.type for it in await own.events(1)] == ["application.approved"]


async def test_a_reader_who_comes_back_misses_nothing(maker, reviewer, follow):
    watching = await follow(applications(maker))
    application = await maker.start()
    await watching.events(1)
    watching.call.cancel()
    await maker.submit(application.name)
    await reviewer.take(application.name)

    again = Follower(applications(maker, resume_token=watching.token))

    assert [it.type for it in await again.events(2)] == [
        "application.submitted",
        "application.taken",
    ]
    again.call.cancel()


async def test_only_ones_own_application_can_be_followed_by_name(maker, a_person):
    theirs = await a_person("maker").start()

    refused = await problem(applications(maker, application=theirs.name))
    absent = await problem(
        applications(maker, application="applications/01900000-0000-7000-8000-000000000000")
    )

    assert isinstance(refused, NotFound)
    assert (refused.reason, refused.message) == (absent.reason, absent.message)
    assert isinstance(await problem(applications(maker, application="x")), Invalid)


@pytest.mark.parametrize("token", ["rubbish", '{"$ne": null}', "A" * 60])
async def test_a_resume_token_that_is_not_ours_is_refused(maker, a_person, token):
    assert isinstance(await problem(applications(maker, resume_token=token)), Invalid)
    service = a_person("service")
    assert isinstance(await problem(makers(service, resume_token=token)), Invalid)


async def test_services_follow_every_maker_with_everything(maker, reviewer, a_person, follow):
    watching = await follow(makers(a_person("service")))
    application = await maker.start()
    await maker.grant("tool", "catalog:write")
    await maker.submit(application.name)
    await reviewer.take(application.name)
    await reviewer.approve(application.name)
    name = (await maker.own_maker()).name

    seen = [it for it in await watching.until("maker.granted", name) if it.maker.name == name]

    assert [it.type for it in seen] == [
        "maker.created",
        "maker.partner_granted",
        "maker.granted",
    ]
    assert [it.maker.revision for it in seen] == [1, 2, 3]
    assert seen[-1].maker.subject == maker.subject
    assert seen[-1].maker.grants[0].partner == "tool"


async def test_a_partner_hears_of_those_who_let_it_listen_as_long_as_they_do(
    maker, a_person, follow
):
    partner = a_person("partner")
    await maker.start()
    watching = await follow(makers(partner))
    await a_person("maker").start()
    await maker.grant(partner.subject, "events:read")
    await maker.revoke(partner.subject)
    await maker.grant(partner.subject, "catalog:write")
    await maker.grant(partner.subject, "events:read")

    first, ended, second = await watching.events(3)

    name = (await maker.own_maker()).name
    assert {it.maker.name for it in (first, ended, second)} == {name}
    assert [it.type.partition(".")[2] for it in (first, ended, second)] == [
        "partner_granted",
        "partner_revoked",
        "partner_granted",
    ]
    assert second.maker.revision == first.maker.revision + 3
    assert first.maker.subject == ""
    assert [it.partner for it in first.maker.grants] == [partner.subject]
    assert ended.maker == maker_pb2.Maker(name=name, revision=first.maker.revision + 1)


@pytest.mark.parametrize("stays", [(), ("catalog:write",)])
async def test_that_a_grant_has_ended_is_the_last_a_partner_is_told(maker, a_person, follow, stays):
    partner, other = a_person("partner"), a_person("partner")
    await maker.start()
    watching, others = await follow(makers(partner)), await follow(makers(other))
    await maker.grant(partner.subject, "events:read")
    await watching.events(1)
    await maker.grant(other.subject, "events:read")
    assert [it.type for it in await watching.events(1)] == ["maker.partner_granted"]
    await others.events(1)

    if stays:
        await maker.grant(partner.subject, *stays)
    else:
        await maker.revoke(partner.subject)
    [ended] = await watching.events(1)
    await maker.grant("tool", "events:read")
    seen = await others.events(2)

    assert ended.maker == maker_pb2.Maker(
        name=(await maker.own_maker()).name, revision=ended.maker.revision
    )
    assert ended.type == ("maker.partner_granted" if stays else "maker.partner_revoked")
    # To another who goes on listening it is a change like any.
    assert [it.type for it in seen] == [ended.type, "maker.partner_granted"]
    assert all(it.maker.display_name == "Reed Pottery" for it in seen)
    # Whoever comes back is told of nothing since.
    again = makers(partner, resume_token=watching.token)
    entries = [await again.read() for _ in range(3)]
    again.cancel()
    assert not [it for it in entries if it.event_id]


async def test_makers_cannot_be_followed_by_anybody(a_person, nobody):
    assert isinstance(await problem(makers(nobody)), Unauthenticated)
    assert isinstance(await problem(makers(a_person("buyer"))), Forbidden)
    assert isinstance(await problem(applications(nobody)), Unauthenticated)
