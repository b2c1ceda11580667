"""The press review service, served inside the test, on a clock that the test moves."""

import contextlib
import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import grpc
import pytest
from google.type.date_pb2 import Date
from pymongo import AsyncMongoClient
from uuid_utils import uuid7

from chassis import status
from chassis.ids import new_id
from handmade.pr_review.v1 import press_draft_pb2 as draft_pb
from handmade.pr_review.v1 import press_draft_pb2_grpc as draft_stubs
from handmade.pr_review.v1 import press_release_pb2 as pb
from handmade.pr_review.v1 import press_release_pb2_grpc as stubs
from handmade.pr_review.v1 import press_review_pb2 as review_pb
from handmade.pr_review.v1 import press_review_pb2_grpc as review_stubs
from pr_review.__main__ import assemble
from pr_review.store.release import PressReleases
from tests.integration.pr_review.graphs import gateway as gateway
from tests.integration.pr_review.graphs import graph as graph
from tests.support.documents import a_document
from tests.support.frames import Served, served

NOON = datetime(2027, 2, 16, 20, tzinfo=UTC)
ON_TIME = Date(year=2027, month=3, day=2)
CHUNK = 64 * 1024
STATE = (
    "press_releases",
    "press_comments",
    "events",
    "activity",
    "requests",
    "drafts.files",
    "drafts.chunks",
    "readings.files",
    "readings.chunks",
    "press_word_files",
    "word_files.files",
    "word_files.chunks",
)
PEOPLE = ("makers", "staff", "press_absences")


class Clock:
    def __init__(self):
        self.moment = NOON
        self.step = timedelta()

    def __call__(self):
        self.moment += self.step
        return self.moment

    def forward(self, **by):
        self.moment += timedelta(**by)


@dataclass
class Press:
    """The service as callers reach it."""

    process: Served
    clock: Clock
    assemble = staticmethod(assemble)

    @property
    def database(self):
        return self.process.frame.database

    @property
    def releases(self):
        return PressReleases(self.process.frame.mongo, self.database)

    def as_(self, subject, *roles, **claims):
        """The service's methods, called by this subject."""
        token = self.process.issuer.token(subject, *roles, **claims)
        channel = self.process.channel(pb, review_pb, draft_pb, token=token)
        return Called(
            stubs.PressReleaseServiceStub(channel),
            review_stubs.PressReviewServiceStub(channel),
            draft_stubs.PressDraftServiceStub(channel),
        )

    async def a_maker(self, subject="", country="US", grants=()):
        """A maker as the copy of makers has it, and its own calls."""
        name, subject = f"makers/{new_id()}", subject or f"maker-{new_id()}"
        await self.database["makers"].insert_one(
            {
                "_id": name,
                "revision": 1,
                "subject": subject,
                "display_name": "Clay & Co",
                "country": country,
                "states": {"NA": "ACTIVE"},
                "ready_countries": ["US"],
                "grants": [{"partner": who, "scopes": list(scopes)} for who, scopes in grants],
            }
        )
        calls = self.as_(subject, "maker", name="Ada")
        calls.maker, calls.subject = name, subject
        return calls

    async def knows(self, subject, *roles, name=""):
        """Somebody of the staff who was here lately, and their own calls."""
        await self.database["staff"].insert_one(
            {
                "_id": subject,
                "display_name": name or subject.title(),
                "roles": sorted(roles),
                "last_seen": self.clock(),
            }
        )
        return self.as_(subject, *roles, name=name or subject.title())

    async def is_away(self, subject, substitute, *, days=7):
        """Somebody of the press team is away from now on, and another stands in."""
        people = {
            key: {"subject": who, "display_name": who.title(), "role": "pr"}
            for key, who in (("who", subject), ("substitute", substitute))
        }
        now = self.clock()
        times = {"since": now, "until": now + timedelta(days=days), "created": now}
        entry = {"_id": new_id(), "revision": 1, "cancelled": None, "note": ""}
        await self.database["press_absences"].insert_one({**entry, **people, **times})

    def at(self, text):
        """Sets the clock."""
        self.clock.moment = datetime.fromisoformat(text)

    async def everything(self):
        """All of the state there is, to see that nothing changed."""
        return {
            name: [row async for row in self.database[name].find({}, sort=[("_id", 1)])]
            for name in STATE
        }

    async def files(self):
        return await self.database["drafts.files"].count_documents({})


class Called:
    """Calls of one caller. Each fails with the problem that the service raised."""

    def __init__(self, stub, review=None, drafts=None):
        self.stub = stub
        self.review = review
        self.drafts = drafts
        self.maker = ""
        self.subject = ""

    async def start(self, *, maker="", request_id="", beside=None, **fields):
        release = pb.PressRelease(**({"title": "Dog mugs"} | fields))
        return await self.stub.StartPressRelease(
            pb.StartPressReleaseRequest(
                press_release=release,
                maker=maker,
                request_id=request_id or str(uuid4()),
                **(beside or {}),
            )
        )

    async def update(self, name, *, mask=(), etag="", request_id="", **fields):
        request = pb.UpdatePressReleaseRequest(
            press_release=pb.PressRelease(name=name, etag=etag, **fields),
            request_id=request_id or str(uuid4()),
        )
        request.update_mask.paths.extend(mask)
        return await self.stub.UpdatePressRelease(request)

    async def upload(self, name, content, *, file_name="release.docx", request_id=""):
        header = pb.UploadDraftRequest.Header(
            name=name, file_name=file_name, request_id=request_id or str(uuid4())
        )

        async def parts():
            yield pb.UploadDraftRequest(header=header)
            for begin in range(0, len(content), CHUNK):
                yield pb.UploadDraftRequest(chunk=content[begin : begin + CHUNK])

        return await self.send(parts())

    async def upload_edits(self, name, sha256, content, *, file_name="edits.docx", request_id=""):
        header = pb.UploadEditsRequest.Header(
            name=name, sha256=sha256, file_name=file_name, request_id=request_id or str(uuid4())
        )

        async def parts():
            yield pb.UploadEditsRequest(header=header)
            for begin in range(0, len(content), CHUNK):
                yield pb.UploadEditsRequest(chunk=content[begin : begin + CHUNK])

        with _problems():
            return await self.stub.UploadEdits(parts())

    async def send(self, parts):
        with _problems():
            return await self.stub.UploadDraft(parts)

    async def download(self, name, sha256="", **fields):
        with _problems():
            request = pb.DownloadDraftRequest(name=name, sha256=sha256, **fields)
            return b"".join([part.chunk async for part in self.stub.DownloadDraft(request)])

    async def submit(self, name, request_id=""):
        return await self.stub.SubmitPressRelease(
            pb.SubmitPressReleaseRequest(name=name, request_id=request_id or str(uuid4()))
        )

    async def take(self, name, request_id=""):
        return await self.stub.TakePressRelease(
            pb.TakePressReleaseRequest(name=name, request_id=request_id or str(uuid4()))
        )

    async def approve(self, name, sha256, **fields):
        return await self.call("ApprovePressRelease", name=name, sha256=sha256, **fields)

    async def approve_as_read(self, read, **fields):
        """The document on the day, as they stood when it was read."""
        time = {"release_time": read.release_time} if read.HasField("release_time") else {}
        plan = {"release_date": read.release_date, "time_zone": read.time_zone} | time
        return await self.approve(read.name, read.draft.sha256, **plan | fields)

    async def call(self, method, *, request_id="", **fields):
        """Any other method, such as `DeclinePressRelease`."""
        request = getattr(pb, f"{method}Request")(request_id=request_id or str(uuid4()), **fields)
        return await getattr(self.stub, method)(request)

    async def say(self, method, *, request_id="", **fields):
        """Any method about comments and stakeholders, such as `AddPressComment`."""
        request = getattr(review_pb, f"{method}Request")(**fields)
        if "request_id" in request.DESCRIPTOR.fields_by_name:
            request.request_id = request_id or str(uuid4())
        return await getattr(self.review, method)(request)

    async def of_draft(self, method, name, **fields):
        """Any method about what stands in drafts, such as `GetDraftReading`."""
        request = getattr(draft_pb, f"{method}Request")(press_release=name, **fields)
        return await getattr(self.drafts, method)(request)

    async def word_file(self, name, id, **fields):
        with _problems():
            request = draft_pb.DownloadWordFileRequest(press_release=name, id=id, **fields)
            return b"".join([part.chunk async for part in self.drafts.DownloadWordFile(request)])

    async def change_date(self, name, day, **fields):
        return await self.call(
            "ChangePressReleaseDate", name=name, release_date=a_date(day), **fields
        )

    async def request_changes(self, name, sha256, words="Please say who sells the mugs."):
        return await self.call("RequestPressReleaseChanges", name=name, sha256=sha256, words=words)

    async def answer(self, name, sha256, kind=pb.PressRelease.Answer.ACCEPT_EDITS, text=""):
        return await self.call("AnswerPressRelease", name=name, sha256=sha256, kind=kind, text=text)

    async def decline(self, name, sha256, reason=pb.PressRelease.OTHER, words="Not like this."):
        return await self.call(
            "DeclinePressRelease", name=name, sha256=sha256, reason=reason, words=words
        )

    async def decide_exception(self, name, exception="1", *, granted=True, words=""):
        return await self.call(
            "DecidePressReleaseException",
            name=name,
            exception=exception,
            granted=granted,
            words=words,
        )

    async def withdraw(self, name, reason=""):
        return await self.call("WithdrawPressRelease", name=name, reason=reason)

    async def undo(self, name):
        return await self.call("UndoPressReleaseWithdrawal", name=name)

    async def report(self, name, **fields):
        return await self.call("ReportPressReleasePublished", name=name, **fields)

    async def get(self, name):
        return await self.stub.GetPressRelease(pb.GetPressReleaseRequest(name=name))

    async def list(self, **fields):
        return await self.stub.ListPressReleases(pb.ListPressReleasesRequest(**fields))

    async def batch(self, *makers, page_size=0):
        """For each maker the titles and the first page's token, or None."""
        answer = await self.stub.BatchListPressReleases(
            pb.BatchListPressReleasesRequest(makers=makers, page_size=page_size)
        )
        return [
            ([release.title for release in found.page.press_releases], found.page.next_page_token)
            if found.HasField("page")
            else None
            for found in answer.results
        ]

    async def lookup(self, *names):
        answer = await self.stub.LookupPressReleasesByName(
            pb.LookupPressReleasesByNameRequest(names=names)
        )
        return [found.press_release.name for found in answer.results]

    async def watch(self, count, resume_token="", press_release=""):
        """The next so many entries of the feed."""
        request = pb.WatchPressReleasesRequest(
            resume_token=resume_token, press_release=press_release
        )
        call, found = self.stub.WatchPressReleases(request), []
        with _problems():
            async for entry in call:
                found.append(entry)
                if len(found) == count:
                    call.cancel()
                    return found
        return found

    async def complete(self, document=None, **fields):
        """A press release that lacks nothing, due in exactly 14 days."""
        given = {
            "release_date": ON_TIME,
            "time_zone": "America/Los_Angeles",
            "distribution_plan": "A wire service and our own site",
            "contact": "Ada, ada@clay.example",
        }
        started = await self.start(**(given | fields))
        return await self.upload(started.name, document or a_document())

    async def submitted(self, **fields):
        return await self.submit((await self.complete(**fields)).name)


@contextlib.contextmanager
def _problems():
    try:
        yield
    except grpc.aio.AioRpcError as error:
        problem = status.from_error(error)
        if problem is None:
            raise
        raise problem from error


@pytest.fixture(scope="session", autouse=True)
async def unforgetting(mongodb_uri):
    """The clock is the tests', and MongoDB's own would forget, from some day on, what they made."""
    async with AsyncMongoClient(mongodb_uri) as client:
        await client.admin.command("setParameter", 1, ttlMonitorEnabled=False)


@pytest.fixture(scope="package")
async def served_press(mongodb_uri, tmp_path_factory):
    """One process for all tests, since its indexes take a second to make."""
    clock, name, folder = Clock(), f"test_{uuid7().hex}", tmp_path_factory.mktemp("pr_review")
    async with served("pr_review", folder, mongodb_uri, name, assemble, now=clock) as process:
        yield Press(process, clock)
    async with AsyncMongoClient(mongodb_uri) as client:
        await client.drop_database(name)


@pytest.fixture
async def press(served_press):
    """The service as it is before anything has happened."""
    served_press.clock.moment, served_press.clock.step = NOON, timedelta()
    for name in (*STATE, *PEOPLE):
        await served_press.database[name].delete_many({})
    return served_press


def a_date(text):
    day = date.fromisoformat(text)
    return Date(year=day.year, month=day.month, day=day.day)


def digest(content):
    return hashlib.sha256(content).hexdigest()
