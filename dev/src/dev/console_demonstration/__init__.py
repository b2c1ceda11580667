"""A day's work for the people who can be chosen at the console: applications and press releases.

All of it comes through the public graph, but for the selling accounts, which the marketplace
reports over gRPC. Each applicant has one application and each maker one press release, by which a
second try knows what the first one did: what was handed in is left as it stands.
"""

import asyncio
from collections.abc import Mapping
from pathlib import Path

from dev.console_demonstration import applications, press_releases
from dev.console_demonstration.makers import Programme
from dev.console_demonstration.people import People
from dev.issuer import Issuer
from dev.marketplace import Marketplace
from dev.settings import Settings

NAME = "work at the console, for whoever is chosen there"


async def carry_out(gateway_url: str, tokens: Issuer) -> None:
    """Leaves the work in the marketplace that the settings tell of."""
    settings = Settings.read()
    await leave_work(gateway_url, tokens, services=settings.services, mail=settings.folder / "mail")


async def leave_work(
    gateway_url: str, tokens: Issuer, *, services: Mapping[str, str], mail: Path
) -> None:
    """Leaves the work. Another call adds what is missing. `mail` is the sink's folder."""
    async with (
        People(gateway_url, tokens) as people,
        Marketplace(dict(services), tokens) as market,
    ):
        await people.show_staff()
        async with asyncio.TaskGroup() as both:
            both.create_task(applications.leave(people))
            both.create_task(press_releases.leave(people, Programme(people, market, mail)))
