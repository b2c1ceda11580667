"""The whole marketplace, with one journey walked in it that all these tests may look at."""

import pytest

from dev.graph import Graph
from dev.journey import Journey
from dev.samples import Cast


@pytest.fixture(scope="session")
async def steps():
    """What the journey said, step by step."""
    return []


@pytest.fixture(scope="session")
async def story(stack, steps):
    journey = Journey(
        stack.gateway_url,
        dict(stack.ports.services),
        stack.issuer,
        stack.mail_folder,
        steps.append,
    )
    return await journey.walk(Cast.new())


@pytest.fixture
def signed_in(stack):
    """Makes clients of the graph."""

    def client(subject="", *roles, **claims):
        token = stack.issuer.token(subject, *roles, **claims) if subject else ""
        return Graph(stack.gateway_url, token)

    return client
