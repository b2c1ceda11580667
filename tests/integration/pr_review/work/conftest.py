"""A press review service of these tests' own, whose clock stands and whose queue they fill."""

from uuid import uuid4

import pytest
from pymongo import AsyncMongoClient

from chassis.activity import WHOLE, Activity, Deed
from chassis.ids import new_id
from handmade.pr_review.v1 import press_release_pb2, press_release_pb2_grpc
from handmade.pr_review.v1 import press_release_work_pb2 as pb
from handmade.pr_review.v1 import press_release_work_pb2_grpc as stubs
from pr_review.__main__ import assemble
from pr_review.store.release_document import to_document
from tests.support.frames import served
from tests.unit.pr_review.builders import NOW

DATABASE = "test_press_work"
# Not the staff: who was here is noted once a minute, and the clock stands.
EMPTIED = ("press_releases", "activity", "press_absences", "makers", "requests")


@pytest.fixture(scope="package")
async def service(tmp_path_factory, mongodb_uri):
    folder = tmp_path_factory.mktemp("press_work")
    async with served(
        "pr_review", folder, mongodb_uri, DATABASE, assemble, now=lambda: NOW
    ) as process:
        yield process
    async with AsyncMongoClient(mongodb_uri) as client:
        await client.drop_database(DATABASE)


@pytest.fixture
async def stored(mongodb_uri, service):
    """What the service's database holds, without what waited and happened before."""
    async with AsyncMongoClient(mongodb_uri, tz_aware=True) as client:
        database = client[DATABASE]
        for name in EMPTIED:
            await database[name].delete_many({})
        yield database


@pytest.fixture
def queue(stored):
    """Stores press releases as the service does; gives their names in the same order."""

    async def queue(*releases):
        await stored["press_releases"].insert_many([to_document(it) for it in releases])
        return [it.name for it in releases]

    return queue


@pytest.fixture
def did(stored, service):
    """Lets things have been done: `await did("taken", "pressReleases/…", NOW, "IN_REVIEW")`."""
    activity = Activity(service.frame.mongo, service.frame.database)

    async def did(what, resource, moment, state, actor=None, **given):
        states = {WHOLE: state} if state else {}
        deed = Deed(f"press_release.{what}", resource, moment, actor, states, **given)
        await service.frame.mongo.run_transaction(lambda session: activity.append(deed, session))

    return did


@pytest.fixture
def a_maker(stored):
    """Stores a maker as the copy of makers has it; gives its name."""

    async def a_maker(subject="ada", country="US", **fields):
        name = f"makers/{new_id()}"
        given = {
            "display_name": "Clay & Co",
            "states": {"NA": "ACTIVE"},
            "grants": [],
            "ready_countries": [],
        }
        own = {"_id": name, "revision": 1, "subject": subject, "country": country, **fields}
        await stored["makers"].insert_one(own | given)
        return name

    return a_maker


class Desk:
    """Somebody of the staff, and what they ask about work."""

    def __init__(self, served, subject, *roles):
        self.subject = subject
        self.token = served.issuer.token(subject, *roles, name=subject.title())
        self.channel = served.channel(pb, press_release_pb2, token=self.token)
        self._stub = stubs.PressReleaseWorkServiceStub(self.channel)
        self.releases = press_release_pb2_grpc.PressReleaseServiceStub(self.channel)

    async def work(self, page_size=0, page_token="", **filters):
        """A page of the queue."""
        wanted = pb.PressReleaseWorkFilter(**filters)
        request = pb.ListPressReleaseWorkRequest(
            page_size=page_size, page_token=page_token, filter=wanted
        )
        return await self._stub.ListPressReleaseWork(request)

    async def names(self, **asked):
        """The names of what is on a page of the queue."""
        page = await self.work(**asked)
        return [item.press_release.name for item in page.items]

    async def counts(self, **filters):
        """How much waits, without the zeros."""
        wanted = pb.PressReleaseWorkFilter(**filters)
        request = pb.CountPressReleaseWorkRequest(filter=wanted)
        found = await self._stub.CountPressReleaseWork(request)
        return {field.name: number for field, number in found.ListFields()}

    async def ask(self, method, **fields):
        """Any other method, such as `ListPressActivity`."""
        request = getattr(pb, f"{method}Request")(**fields)
        return await getattr(self._stub, method)(request)

    async def weeks(self, **fields):
        """The figures of weeks."""
        return (await self.ask("ListPressWeeklyFigures", **fields)).weeks

    async def is_away(self, substitute, until, *, who="", since=None, request_id=""):
        """Says that somebody, or oneself, is away."""
        return await self.ask(
            "SetPressAbsence",
            representative=who,
            substitute=substitute,
            start_time=since,
            end_time=until,
            request_id=request_id or str(uuid4()),
        )

    async def is_back(self, who=""):
        """Says that somebody, or oneself, is there again."""
        return await self.ask("EndPressAbsence", representative=who, request_id=str(uuid4()))

    async def do(self, method, name, **fields):
        """Does something with a press release, such as `ApprovePressRelease`."""
        request = getattr(press_release_pb2, f"{method}Request")(
            name=name, request_id=str(uuid4()), **fields
        )
        return await getattr(self.releases, method)(request)


@pytest.fixture
async def a_desk(service, stored):
    """Seats somebody: `a_desk("rita")`, a representative unless said otherwise."""
    desks = []

    def a_desk(subject, *roles):
        desks.append(Desk(service, subject, *(roles or ("pr",))))
        return desks[-1]

    yield a_desk
    for desk in desks:
        await desk.channel.close()


@pytest.fixture
def rita(a_desk):
    return a_desk("rita")


@pytest.fixture
def lena(a_desk):
    return a_desk("lena", "pr_lead")


@pytest.fixture
def leo(a_desk):
    return a_desk("leo", "stakeholder")
