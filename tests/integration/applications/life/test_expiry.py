"""What is due is ended once, by however many replicas at once."""

import asyncio
from datetime import timedelta

from chassis.caller import Caller, Role
from handmade.applications.v1 import application_pb2 as pb
from tests.integration.applications.life.test_life import THEN, an_own_service, answers

ANA = Caller("ana", "ana@example.com", True, "Ana", roles=frozenset({Role.MAKER}))
RITA = Caller("rita", "rita@example.com", True, "Rita", roles=frozenset({Role.REVIEWER}))


def ended(mongodb_uri, folder):
    """The service's own story: an application is asked about, and nobody answers."""
    service = an_own_service(mongodb_uri, folder)

    async def asked():
        given = {"questionnaire": answers("US", "SOLO")}
        name = (await service.call(ANA, "StartApplication", **given)).name
        await service.call(ANA, "SubmitApplication", name=name)
        await service.call(RITA, "TakeApplication", name=name)
        await service.call(RITA, "AskForInformation", name=name, questions=["How?"])
        return name

    async def swept_at(name, moment):
        service.clock.moment = moment
        await asyncio.gather(*(service.sweep() for _ in range(4)))
        found = await service.call(ANA, "GetApplication", name=name)
        events = service.stored.events
        told = await events.count_documents({"resource": name, "type": "application.expired"})
        return found.state, told

    try:
        name, due = service.run(asked()), THEN + timedelta(days=14)
        return [
            service.run(swept_at(name, due + timedelta(seconds=seconds)))
            for seconds in (0, 10, 11, 60)
        ]
    finally:
        service.close()


async def test_an_application_expires_once_a_moment_after_its_deadline(mongodb_uri, tmp_path):
    waits, over = (pb.Application.NEEDS_INFO, 0), (pb.Application.EXPIRED, 1)

    assert await asyncio.to_thread(ended, mongodb_uri, tmp_path) == [waits, waits, over, over]
