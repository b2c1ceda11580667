"""The domain's part of the graph in front of the real service, and how callers ask it."""

import json

import httpx
import pytest

from chassis import tokens
from gateway.app import Parts, create
from gateway.clients import Clients, connect
from gateway.subgraphs import pr_review

ERRORS = "userErrors { __typename code message ... on InvalidFieldError { path } }"
RELEASE = """
  id title releaseOn timeZone distributionPlan contact state etag submittedAt
  draft { number uploadedAt file { name contentType size sha256 url urlExpires } }
  representative { displayName role }
  approval { sha256 releaseOn timeZone expiresAt representative { displayName } }
  timeline { action state actor { displayName role } ruleVersion number hash }
  maker { id }
"""


def mutation(name):
    type_ = f"{name[0].upper()}{name[1:]}Input"
    return (
        f"mutation($input: {type_}!) {{ {name}(input: $input) "
        f"{{ pressRelease {{ {RELEASE} }} {ERRORS} }} }}"
    )


class Graph:
    """The graph, asked by one caller."""

    def __init__(self, client, token):
        self._client = client
        self._headers = {"authorization": f"Bearer {token}"} if token else {}

    async def do(self, name, **input):
        answer = await self.ask(mutation(name), input=input)
        return answer["data"][name]

    async def ask(self, query, **variables):
        response = await self._client.post(
            "/graphql", json={"query": query, "variables": variables}, headers=self._headers
        )
        return response.json()

    async def upload(
        self, release, content, name="release.docx", name_of="pressReleaseUploadDraft", **input
    ):
        variables = {"input": {"id": release, "file": None} | input}
        response = await self._client.post(
            "/graphql",
            data={
                "operations": json.dumps({"query": mutation(name_of), "variables": variables}),
                "map": json.dumps({"0": ["variables.input.file"]}),
            },
            files={"0": (name, content, "application/octet-stream")},
            headers=self._headers | {"graphql-require-preflight": "1"},
        )
        return response.json()["data"][name_of]

    async def get(self, url):
        return await self._client.get(httpx.URL(url).raw_path.decode(), headers=self._headers)


@pytest.fixture(scope="package")
async def gateway(served_press):
    settings = served_press.process.frame.settings
    own = served_press.process.issuer.token("gateway", "service")
    clients, own_clients = Clients(connect(settings)), Clients(connect(settings, lambda: own))
    app = create(
        Parts(
            settings=settings,
            subgraphs={"pr_review": pr_review.schema},
            clients=clients,
            own_clients=own_clients,
            verifier=tokens.verifier(settings),
        )
    )
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app=app), base_url="http://gateway"
    ) as client:
        yield client
    await clients.close()
    await own_clients.close()


@pytest.fixture
def graph(press, gateway):
    """The graph for a subject: `graph("ada", "maker")`."""

    def graph(subject="", *roles, **claims):
        issuer = press.process.issuer
        return Graph(gateway, issuer.token(subject, *roles, **claims) if subject else "")

    return graph
