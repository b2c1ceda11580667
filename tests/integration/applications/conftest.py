"""One applications service for all these tests, on a real MongoDB; each test has its own people."""

from datetime import timedelta
from itertools import count

import pytest
from pymongo import AsyncMongoClient

from applications.__main__ import EFFECTS
from tests.integration.applications.graph import a_gateway
from tests.integration.applications.people import Clock, Person, PostOffice
from tests.support.frames import served
from tests.support.photoless import assemble_photoless
from tests.support.plans import record

DATABASE = "test_applications_service"
_numbers = count(1)


@pytest.fixture(scope="session")
async def post_office():
    office = PostOffice()
    office.port = await office.open()
    yield office
    await office.close()


@pytest.fixture(scope="session")
def clock():
    return Clock()


@pytest.fixture(scope="session")
async def service(tmp_path_factory, mongodb_uri, post_office, clock):
    async with served(
        "applications",
        tmp_path_factory.mktemp("applications"),
        mongodb_uri,
        DATABASE,
        assemble_photoless,
        effects=EFFECTS,
        now=clock,
        settings={
            "smtp_url": f"smtp://127.0.0.1:{post_office.port}",
            "public_url": "https://handmade.test",
        },
    ) as process:
        # For `test_plans.py`, which comes last and looks at everything that was asked.
        async with AsyncMongoClient(mongodb_uri) as client:
            await record(client[DATABASE])
        yield process


@pytest.fixture
async def stored(mongodb_uri, service):
    """What the service's database holds, seen from outside."""
    async with AsyncMongoClient(mongodb_uri, tz_aware=True) as client:
        yield client[DATABASE]


@pytest.fixture
async def later(clock):
    """Moves the service's clock on for the rest of the test."""

    def later(**period):
        clock.ahead += timedelta(**period)

    yield later
    clock.ahead = timedelta()


@pytest.fixture
async def a_person(service):
    """Makes people nobody else has met: `a_person("maker")`."""
    people = []

    def a_person(*roles, subject=None, **claims):
        subject = subject or f"{roles[0] if roles else 'person'}-{next(_numbers)}"
        people.append(Person(service, subject, *roles, **claims))
        return people[-1]

    yield a_person
    for person in people:
        await person.channel.close()


@pytest.fixture
async def nobody(service):
    """Somebody without a token."""
    person = Person(service, "")
    yield person
    await person.channel.close()


@pytest.fixture
def maker(a_person):
    return a_person("maker")


@pytest.fixture
def reviewer(a_person):
    return a_person("reviewer")


@pytest.fixture
def in_review(maker, reviewer):
    """Brings an application to its review."""

    async def in_review(applicant=maker, by=reviewer, **changes):
        application = await applicant.start(**changes)
        await applicant.submit(application.name)
        return (await by.take(application.name)).name

    return in_review


@pytest.fixture
def marketplace(a_person):
    """The marketplace's account system."""
    return a_person("partner", scope=["accounts:write"])


@pytest.fixture
def invited(reviewer, post_office):
    """Brings a maker's application to its approval; gives it with the mail that followed."""

    async def invited(maker, **changes):
        application = await maker.start(**changes)
        await maker.submit(application.name)
        await reviewer.take(application.name)
        approved = await reviewer.approve(application.name)
        return approved, await post_office.mail_to(maker.email)

    return invited


@pytest.fixture(scope="session")
async def gateway(service):
    async with a_gateway(service) as client:
        yield client


@pytest.fixture
def ask(gateway, service):
    """Asks the graph as somebody: `await ask("maker-1", ["maker"], "{ viewer { id } }")`."""

    async def ask(subject, roles, query, **variables):
        token = service.issuer.token(subject, *roles) if subject else ""
        response = await gateway.post(
            "/graphql",
            json={"query": query, "variables": variables},
            headers={"authorization": f"Bearer {token}"} if token else {},
        )
        return {key: it for key, it in response.json().items() if key != "extensions"}

    return ask


def pytest_collection_modifyitems(items):
    """Lets the tests that look back at what all others made the service ask come last."""
    items.sort(key=lambda item: "looks_back" in item.keywords)
