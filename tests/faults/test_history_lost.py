"""The change stream's history is lost, or a token is garbage: effects and copies go on."""

import asyncio
import json
import re

from chassis.signing import Signer
from dev.graph import name_of
from dev.journey import Journey
from dev.samples import Cast
from tests.faults.running import an_applicant, copies_are_whole, until
from tests.support.stack import started_again

HISTORY_LOST = 286
COPYING = ("catalog", "messaging", "pr_review")


async def test_effects_and_copies_go_on_without_the_history_of_the_change_stream(running):
    application, address = await an_applicant(running, Cast.new())
    partner = f"partner-{address[:12]}"

    async with running.failing("applications", "getMore", errorCode=HISTORY_LOST) as lost:
        await lost.entered(2)
        async with running.graph("rosa", "reviewer") as rosa:
            await rosa.do("application_approve", id=application)
        # The feed is dead meanwhile, so whoever follows it does not hear of this.
        await granted(running, partner)
        await until(lambda: mail_to(running, address), "the mail of the poll")
        assert said(running, "applications", "feed interrupted")

    for service in COPYING:
        await until(lambda service=service: knows(running, service, partner), f"{service} knows")
        await until(lambda service=service: copies_are_whole(running, service), f"{service} whole")
        assert said(running, service, "copy waits", copy="makers", reason="FEED_INTERRUPTED")


async def test_a_copy_whose_token_is_garbage_or_too_old_starts_over(running):
    partner = "partner-after-garbage"
    copies = {service: running.database(service)["copies"] for service in COPYING}
    good = (await copies["catalog"].find_one({"_id": "makers"}))["token"]
    tokens = {
        "catalog": (aged(running, good), "HISTORY_GONE"),
        "messaging": ("garbage", "INVALID_REQUEST"),
        "pr_review": (good[:-4], "INVALID_REQUEST"),
    }

    await running.stack.kill("applications")
    for service, (token, _) in tokens.items():
        await until(lambda s=service, t=token: kept(copies[s], t), f"{service} has the token")
    await started_again(running.stack, "applications")
    await granted(running, partner)

    for service, (_, reason) in tokens.items():
        await until(lambda service=service: knows(running, service, partner), f"{service} knows")
        assert said(running, service, "copy starts over", copy="makers", reason=reason)


async def kept(states, token):
    """Puts a token where the copy of makers stands; whether it stays.

    What was on its way when the feed ended may be noted a moment later, with a token of its own.
    """
    await states.update_one({"_id": "makers"}, {"$set": {"token": token}})
    await asyncio.sleep(0.5)
    return (await states.find_one({"_id": "makers"}))["token"] == token


def aged(running, token):
    """The same place in the feed, but decades before the database's history begins."""
    secret = (running.stack.folder / "keys" / "secret").read_text().strip()
    signer = Signer(secret, "applications:feed")
    return signer.sign(re.sub("82[0-9A-F]{8}", "8200000001", signer.read(token), count=1))


async def granted(running, partner):
    """A change of a maker, of which the copies have to hear."""
    grant = """mutation Grant($input: PartnerGrantInput!) {
      partnerGrant(input: $input) { userErrors { code } }
    }"""
    async with running.graph(running.story.cast.maker, "maker") as maker:
        given = {"partner": partner, "scopes": ["catalog:write"]}
        answer = await maker.answer(grant, {"input": given})
    assert answer["data"]["partnerGrant"]["userErrors"] == []


async def knows(running, service, partner):
    """Whether a service's copy of the maker has the grant."""
    maker = name_of(running.story.maker)
    return await running.database(service)["makers"].find_one(
        {"_id": maker, "grants.partner": partner}
    )


async def mail_to(running, address):
    return await Journey("", {}, running.stack.issuer, running.stack.mail_folder, print).mail_to(
        address
    )


def said(running, process, event, **facts):
    """Whether a line of the process's log has this event and these facts."""
    for line in running.log_lines(process):
        try:
            entry = json.loads(line)
        except ValueError:
            continue
        if entry.get("event") == event and facts.items() <= entry.items():
            return True
    return False
