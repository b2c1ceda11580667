"""The applications domain's part of the graph, in front of the real service."""

from contextlib import asynccontextmanager

import httpx

from chassis import tokens
from gateway.app import Parts, create
from gateway.clients import Clients, connect
from gateway.subgraphs import applications


@asynccontextmanager
async def a_gateway(service):
    """A client of a gateway that has this subgraph alone."""
    settings = service.frame.settings
    clients, own = Clients(connect(settings)), Clients(connect(settings))
    app = create(
        Parts(
            settings=settings,
            subgraphs={"applications": applications.schema},
            clients=clients,
            own_clients=own,
            verifier=tokens.verifier(settings),
        )
    )
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app=app), base_url="http://gateway"
    ) as client:
        yield client
    await clients.close()
    await own.close()


def mutation(name, selection):
    kind = name[0].upper() + name[1:]
    return (
        f"mutation($input: {kind}Input!) {{ {name}(input: $input) {{ {selection} "
        "userErrors { __typename code message "
        "... on InvalidFieldError { path } ... on PolicyError { subject } "
        "... on StateError { opensAt closesAt } } } }"
    )
