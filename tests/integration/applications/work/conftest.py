"""An applications service of these tests' own, whose clock stands and whose queue they fill."""

from datetime import UTC, datetime

import pytest
from pymongo import AsyncMongoClient

from applications.__main__ import EFFECTS
from applications.store.application_document import to_document
from chassis.activity import WHOLE, Activity, Deed
from handmade.applications.v1 import application_work_pb2, application_work_pb2_grpc
from tests.integration.applications.graph import a_gateway
from tests.support.frames import served
from tests.support.photoless import assemble_photoless

DATABASE = "test_application_work"
# A Wednesday.
NOW = datetime(2026, 11, 18, 12, tzinfo=UTC)


@pytest.fixture(scope="session")
async def service(tmp_path_factory, mongodb_uri, post_office):
    async with served(
        "applications",
        tmp_path_factory.mktemp("work"),
        mongodb_uri,
        DATABASE,
        assemble_photoless,
        effects=EFFECTS,
        now=lambda: NOW,
        settings={
            "smtp_url": f"smtp://127.0.0.1:{post_office.port}",
            "public_url": "https://handmade.test",
        },
    ) as process:
        # The clock is the tests', and MongoDB's own would forget the staff of another year.
        async with AsyncMongoClient(mongodb_uri) as client:
            await client[DATABASE]["staff"].drop_index("forgotten")
        yield process


@pytest.fixture(scope="session")
async def gateway(service):
    """In front of this service: the fixture of the folder above stays with that folder's."""
    async with a_gateway(service) as client:
        yield client


@pytest.fixture
async def stored(mongodb_uri, service):
    """What the service's database holds, without what waited and happened before."""
    async with AsyncMongoClient(mongodb_uri, tz_aware=True) as client:
        database = client[DATABASE]
        for name in ("applications", "activity"):
            await database[name].delete_many({})
        yield database


@pytest.fixture
def queue(stored):
    """Stores applications as the service does; gives their names in the same order."""

    async def queue(*applications):
        await stored["applications"].insert_many([to_document(it) for it in applications])
        return [f"applications/{it.id}" for it in applications]

    return queue


@pytest.fixture
def did(stored, service):
    """Lets things have been done: `await did("taken", "applications/…", NOW, "IN_REVIEW")`."""
    activity = Activity(service.frame.mongo, service.frame.database)

    async def did(what, resource, moment, state, actor=None, states=None, **given):
        states = states or ({WHOLE: state} if state else {})
        deed = Deed(what, resource, moment, actor, states, **given)
        await service.frame.mongo.run_transaction(lambda session: activity.append(deed, session))

    return did


class Desk:
    """Somebody of the staff, and what they ask about work."""

    def __init__(self, served, subject, *roles):
        self.subject = subject
        self.channel = served.channel(
            application_work_pb2, token=served.issuer.token(subject, *roles)
        )
        self._stub = application_work_pb2_grpc.ApplicationWorkServiceStub(self.channel)

    async def work(self, page_size=0, page_token="", **filters):
        """A page of the queue."""
        request = application_work_pb2.ListApplicationWorkRequest(
            page_size=page_size,
            page_token=page_token,
            filter=application_work_pb2.ApplicationWorkFilter(**filters),
        )
        return await self._stub.ListApplicationWork(request)

    async def names(self, **asked):
        """The names of what is on a page of the queue."""
        page = await self.work(**asked)
        return [item.application.name for item in page.items]

    async def counts(self, **filters):
        """How much waits, without the zeros."""
        found = await self._stub.CountApplicationWork(
            application_work_pb2.CountApplicationWorkRequest(
                filter=application_work_pb2.ApplicationWorkFilter(**filters)
            )
        )
        return {field.name: number for field, number in found.ListFields()}

    async def activity(self, **fields):
        """A page of what was done."""
        return await self._stub.ListActivity(application_work_pb2.ListActivityRequest(**fields))

    async def weeks(self, **fields):
        """The figures of weeks."""
        request = application_work_pb2.ListWeeklyFiguresRequest(**fields)
        return (await self._stub.ListWeeklyFigures(request)).weeks

    async def reviewers(self):
        """Who reviews."""
        request = application_work_pb2.ListReviewersRequest()
        return (await self._stub.ListReviewers(request)).reviewers


@pytest.fixture
async def a_desk(service, stored):
    """Seats somebody: `a_desk("rita")`, a reviewer unless said otherwise."""
    desks = []

    def a_desk(subject, *roles):
        desks.append(Desk(service, subject, *(roles or ("reviewer",))))
        return desks[-1]

    yield a_desk
    for desk in desks:
        await desk.channel.close()


@pytest.fixture
def rita(a_desk):
    return a_desk("rita")
