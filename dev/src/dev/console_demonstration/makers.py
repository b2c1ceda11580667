"""How those who announce something became makers: as everybody does."""

import asyncio
import re
from email import message_from_bytes, policy
from pathlib import Path

from dev.console_demonstration.announcements import Announcement
from dev.console_demonstration.applicants import Applicant, pots
from dev.console_demonstration.applications import started
from dev.console_demonstration.people import People
from dev.graph import soon
from dev.journey import text_of
from dev.marketplace import Marketplace
from dev.samples import Cast, a_questionnaire

_LINK = re.compile(r"https?://\S+/register#(\S+)")


class Programme:
    """Admits makers."""

    def __init__(self, people: People, market: Marketplace, mail: Path) -> None:
        self._people = people
        self._market = market
        self._mail = mail

    async def admit(self, what: Announcement, seed: int) -> None:
        """Leads somebody from where they are to being a maker. Their photos look as seeded."""
        maker = self._people.maker(what.subject, what.name)
        viewer = (await maker.read("mine"))["viewer"]
        if viewer["maker"]:
            return
        answers = a_questionnaire(Cast(what.subject, "", what.business))
        answers |= {"contactName": what.name, "country": what.country}
        application = await started(
            self._people, Applicant(what.subject, what.name, answers, pots(seed, 1))
        )
        name, state = application["id"], application["state"]
        if state == "DRAFT":
            await maker.do("application_submit", id=name)
        reviewer = self._people.second_reviewer
        if state in ("DRAFT", "SUBMITTED"):
            await reviewer.do("application_take", id=name)
        if state in ("DRAFT", "SUBMITTED", "IN_REVIEW"):
            await reviewer.do("application_approve", id=name)
        address = f"{what.subject}@example.com"
        region = "NA" if what.country in ("US", "CA", "MX") else "EU"
        await self._market.report_account(what.subject, address, region)
        secret = await soon(lambda: self._secret(address), "the invitation mail", patience=30)
        await maker.do("invitation_redeem", secret=secret)

    async def _secret(self, address: str) -> str | None:
        return await asyncio.to_thread(self._find, address)

    def _find(self, address: str) -> str | None:
        # The newest first: a link that was issued again kills the one before.
        for path in sorted(self._mail.glob("*.eml"), reverse=True):
            mail = message_from_bytes(path.read_bytes(), policy=policy.default)
            link = _LINK.search(text_of(mail)) if address in str(mail["to"]) else None
            if link:
                return link.group(1)
        return None
