"""The mail server is down, slow or refuses: each mail arrives once, and none holds up another."""

import asyncio
import sys
import threading
import time
from collections import defaultdict
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from itertools import pairwise

from aiosmtpd.controller import Controller

from chassis.dispatch import PARK_AFTER
from dev.journey import text_of
from dev.ports import HOST
from dev.samples import Cast
from tests.faults.running import an_applicant, until

# Less than the ten seconds after which a mail counts as not taken.
SLOWEST = 8.0


class PostOffice:
    """Answers each address as it was told, and afterwards as one should.

    It takes other mails than invitations as one should, and forgets them.
    """

    def __init__(self):
        self.answers = defaultdict(list)
        self.tried = defaultdict(list)
        self.kept = defaultdict(list)
        # It answers in a thread of its own.
        self.hurried = threading.Event()

    async def handle_DATA(self, server, session, envelope):
        [address] = envelope.rcpt_tos
        mail = message_from_bytes(envelope.content, policy=policy.default)
        if "/register#" not in text_of(mail):
            return "250 kept"
        self.tried[address].append((time.monotonic(), mail["Message-ID"]))
        answer = self.answers[address].pop(0) if self.answers[address] else "250 kept"
        if answer == "slow":
            await asyncio.to_thread(self.hurried.wait, SLOWEST)
            answer = "250 kept"
        if answer.startswith("250"):
            self.kept[address].append(mail)
        return answer

    @contextmanager
    def opened(self, port):
        controller = Controller(self, hostname=HOST, port=port, ready_timeout=60)
        controller.start()
        try:
            yield
        finally:
            controller.stop()


async def test_each_mail_arrives_once_whatever_the_server_does(running):
    office = PostOffice()
    kinds = ("while it is down", "4xx", "5xx", "slow", "well", "never")
    applicants = await asyncio.gather(*(an_applicant(running, Cast.new()) for _ in kinds))
    people = dict(zip(kinds, applicants, strict=True))
    addresses = {kind: address for kind, (_, address) in people.items()}
    office.answers[addresses["4xx"]] = ["451 Try later"]
    office.answers[addresses["5xx"]] = ["550 No such mailbox", "554 Not today"]
    office.answers[addresses["slow"]] = ["slow"]
    office.answers[addresses["never"]] = ["550 No such mailbox"] * (PARK_AFTER + 5)
    events = running.database("applications")["events"]

    async def approved(*kinds):
        async with running.graph("rosa", "reviewer") as rosa:
            for kind in kinds:
                await rosa.do("application_approve", id=people[kind][0])

    async def arrived(kind):
        return await arrived_at(office, addresses[kind])

    async def waits():
        return await events.find_one({"open": True, "failed": {"$regex": "."}})

    await running.stack.stop("mail")
    try:
        await approved("while it is down")
        await until(waits, "the first try has failed")
        with office.opened(running.stack.ports.mail):
            # The slow one last: it is slow from its first try on.
            await approved("4xx", "5xx", "never", "slow")
            await until(lambda: _tried(office, addresses["slow"]), "the slow one has begun")
            await approved("well")
            await until(lambda: arrived("well"), "the one with which all is well")
            assert not await arrived("slow")
            office.hurried.set()
            async with asyncio.TaskGroup() as waiting:
                for kind in ("while it is down", "4xx", "5xx", "slow"):
                    waiting.create_task(until(lambda kind=kind: arrived(kind), kind))
                waiting.create_task(parked(running, office, addresses["never"]))
            await set_going_again(running, office, addresses["never"])
    finally:
        await running.stack.start("mail")

    for kind in kinds:
        tried, [mail] = office.tried[addresses[kind]], office.kept[addresses[kind]]
        assert {message_id for _, message_id in tried} == {mail["Message-ID"]}
    pauses = _pauses(office.tried[addresses["5xx"]])
    # Two seconds, then four: what a poll of once a second adds at most is not backoff.
    assert pauses[0] > 1.5
    assert pauses[1] > 3.5
    assert len({mail[0]["Message-ID"] for mail in office.kept.values()}) == len(kinds)


async def parked(running, office, address):
    """After the tenth failure it is given up, and operators are told."""
    events = running.database("applications")["events"]
    mine = {"facts.invitation": await invitation_of(running, address)}

    async def failed_again():
        # As if it had failed nine times, which takes minutes. Not while it is being tried: a
        # claim lasts longer than any of the first pauses.
        soon = datetime.now(UTC) + timedelta(seconds=20)
        between = {"open": True, "failed": {"$exists": True}, "not_before": {"$lt": soon}}
        as_if = {"$set": {"attempts": PARK_AFTER - 1, "not_before": datetime.now(UTC)}}
        return (await events.update_one(mine | between, as_if)).modified_count

    await until(failed_again, "a failure")
    await until(lambda: events.find_one(mine | {"parked": {"$exists": True}}), "it is parked")
    found = await events.find_one(mine)
    assert "550" in found["parked"]
    assert "open" not in found
    assert (await running.status("applications")).parked_effects == 1
    assert any("effect parked" in line for line in running.log_lines("applications"))


async def set_going_again(running, office, address):
    """An operator sees why, has it mended, and has the mail sent after all."""
    office.answers[address].clear()
    [listed] = (await operator(running, "applications")).splitlines()
    assert "invitation.issued" in listed
    assert "550" in listed
    assert await operator(running, "applications", "--again", listed.split()[0]) == ""
    await until(lambda: arrived_at(office, address), "the mail that was parked")
    assert (await running.status("applications")).parked_effects == 0


async def operator(running, *arguments):
    """What the operator's command says."""
    command = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "chassis.parked",
        *arguments,
        env=running.stack.environment(),
        stdout=asyncio.subprocess.PIPE,
    )
    said, _ = await command.communicate()
    assert command.returncode == 0
    return said.decode()


async def arrived_at(office, address):
    return office.kept[address]


async def invitation_of(running, address):
    found = await running.database("applications")["invitations"].find_one({"email": address})
    return found["_id"]


async def _tried(office, address):
    return office.tried[address]


def _pauses(tried):
    moments = [moment for moment, _ in tried]
    return [later - earlier for earlier, later in pairwise(moments)]
