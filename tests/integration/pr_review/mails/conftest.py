"""The press review service with its mails, on a clock that the test moves."""

from contextlib import asynccontextmanager
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from google.type.date_pb2 import Date
from pymongo import AsyncMongoClient
from uuid_utils import uuid7

from handmade.pr_review.v1 import press_release_pb2 as pb
from pr_review.__main__ import assemble
from pr_review.effects import EFFECTS
from tests.integration.applications.people import PostOffice, eventually
from tests.integration.pr_review.conftest import Clock, Press
from tests.support.documents import a_document
from tests.support.frames import served

SECRET = "Zebra-striped porcelain"
TITLE = "Mugs for the moon"
NOON = datetime(2027, 2, 16, 20, tzinfo=UTC)
DAY = Date(year=2027, month=3, day=2)


class Office:
    """Everything that one test needs: the service, its mails and its people."""

    def __init__(self, press, clock, post):
        self.press, self.clock, self.post = press, clock, post
        self.stub = press.as_("rita", "pr", name="Rita", email="rita@handmade.test").stub
        self.lead = press.as_(
            "lea", "pr_lead", name="Lea", email="lea@handmade.test", locale="de-DE"
        ).stub

    @property
    def database(self):
        return self.press.database

    async def a_maker(self, language="en", grants=()):
        calls = await self.press.a_maker(grants=grants)
        calls.email = f"{calls.maker.rpartition('/')[2]}@clay.example"
        await self.database["makers"].update_one(
            {"_id": calls.maker}, {"$set": {"email": calls.email, "language": language}}
        )
        return calls

    async def submitted(self, maker, day=DAY, whose="", **fields):
        """A press release that waits for somebody, and what it is called on the wire."""
        started = await maker.start(
            maker=whose,
            title=TITLE,
            release_date=day,
            time_zone="America/Los_Angeles",
            distribution_plan="A wire service",
            contact="Ada",
            **fields,
        )
        await maker.upload(started.name, a_document(SECRET))
        return await maker.submit(started.name)

    async def taken(self, maker, **fields):
        release = await self.submitted(maker, **fields)
        return await self.stub.TakePressRelease(
            pb.TakePressReleaseRequest(name=release.name, request_id=str(uuid4()))
        )

    async def does(self, stub, method, release, **fields):
        """One of the methods that are named for what they do, once all before has been told.

        What is overtaken by the next step before its mail could go is not mailed any more.
        """
        await self.all_done()
        request = getattr(pb, f"{method}Request")
        return await getattr(stub, method)(
            request(name=release.name, request_id=str(uuid4()), **fields)
        )

    async def all_done(self):
        """Waits until nothing is open any more."""

        async def is_done():
            return await self.database["events"].count_documents({"open": True}) == 0

        await eventually(is_done)

    async def has_failed(self):
        """Waits until an effect has failed, and that is noted."""

        async def has_failed():
            return await self.database["events"].find_one({"failed": {"$exists": True}})

        await eventually(has_failed)

    async def subjects(self, email):
        """What somebody got, in order, once everything is done."""
        await self.all_done()
        return [
            mail["Subject"].partition(": ")[2] or mail["Subject"] for mail in self.post.to(email)
        ]


@asynccontextmanager
async def an_office(folder, uri, name, clock, post):
    async with served(
        "pr_review",
        folder,
        uri,
        name,
        assemble,
        effects=EFFECTS,
        now=clock,
        settings={"smtp_url": f"smtp://127.0.0.1:{post.port}"},
    ) as process:
        yield Office(Press(process, clock), clock, post)


@pytest.fixture(scope="package")
async def post():
    office = PostOffice()
    office.port = await office.open()
    yield office
    await office.close()


@pytest.fixture(scope="package")
async def open_office(mongodb_uri, tmp_path_factory, post):
    clock, name = Clock(), f"test_{uuid7().hex}"
    folder = tmp_path_factory.mktemp("pr_mails")
    async with an_office(folder, mongodb_uri, name, clock, post) as office:
        office.again = lambda: an_office(folder, mongodb_uri, name, clock, post)
        yield office
    async with AsyncMongoClient(mongodb_uri) as client:
        await client.drop_database(name)


@pytest.fixture
async def office(open_office):
    """The service before anything has happened."""
    open_office.clock.moment = NOON
    for name in ("press_releases", "events", "press_reminders", "staff", "makers", "activity"):
        await open_office.database[name].delete_many({})
    open_office.post.mails.clear()
    return open_office
