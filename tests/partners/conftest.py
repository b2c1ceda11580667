"""A marketplace whose every connection is encrypted, with a maker who sells in it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import trustme

from dev.journey import Journey
from dev.samples import Cast
from dev.stack import Stack
from tests.support.stack import a_stack

# Whichever test is first waits until everything runs; the guide alone is given eight minutes.
SECONDS = 900


def pytest_itemcollected(item: pytest.Item) -> None:
    """Gives these tests longer than others."""
    item.add_marker(pytest.mark.timeout(SECONDS))


@pytest.fixture(scope="session")
def certificates(tmp_path_factory) -> Path:
    """A folder with a certificate for this machine, its CA's, and that of another CA."""
    folder = tmp_path_factory.mktemp("certificates")
    ours, other = trustme.CA(), trustme.CA()
    issued = ours.issue_cert("127.0.0.1", "localhost")
    issued.private_key_pem.write_to_path(folder / "key.pem")
    for link in issued.cert_chain_pems:
        link.write_to_path(folder / "cert.pem", append=True)
    ours.cert_pem.write_to_path(folder / "ca.pem")
    other.cert_pem.write_to_path(folder / "other-ca.pem")
    return folder


@pytest.fixture(scope="session")
async def market(tmp_path_factory, certificates) -> AsyncIterator[Stack]:
    """Everything `make run` starts, with TLS between all of it."""
    environment = {
        "HANDMADE_TLS_CERT": str(certificates / "cert.pem"),
        "HANDMADE_TLS_KEY": str(certificates / "key.pem"),
        "HANDMADE_TLS_CA": str(certificates / "ca.pem"),
    }
    async with a_stack(tmp_path_factory.mktemp("market"), environment=environment) as stack:
        await stack.start()
        yield stack


@pytest.fixture(scope="session")
async def shop(market):
    """How a maker opens a shop in it: her whole journey, through the encrypted graph."""

    async def open_shop(cast: Cast):
        services = dict(market.ports.services)
        journey = Journey(
            market.gateway_url,
            services,
            market.issuer,
            market.mail_folder,
            lambda line: None,
            trust=market.trust,
        )
        return await journey.walk(cast)

    return open_shop
