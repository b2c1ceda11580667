"""What waits for the people of the console: made by the graph, as makers make it."""

import secrets
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from dev.applying import a_complete_draft
from dev.graph import Graph, soon
from dev.samples import Cast, a_draft, a_photo, a_questionnaire
from dev.stack import Stack
from tests.support import hostile_text
from tests.support.console import PATIENCE, Person
from tests.support.mutations import done, told

OPENING = "Ada’s Kiln, the best pottery of all, now draws your dogs on its mugs."
MENDED = "Ada’s Kiln, a small pottery, now draws your dogs on its mugs."
REST = (
    "They are on sale in the Amazon Handmade store.",
    "“Each one takes me two weeks,” says Ada Potter.",
)

_ID = "{ id }"
_APPLICATION = f"application {_ID}"
_RELEASE = f"pressRelease {_ID}"


@dataclass(frozen=True)
class Application:
    """One that was handed in."""

    id: str
    applicant: Person
    business: str


@dataclass(frozen=True)
class Release:
    """A press release, and the newest draft of it."""

    id: str
    maker: Person
    title: str
    sha256: str


class Work:
    """Makes it. Nothing of it is any other test's."""

    def __init__(self, stack: Stack) -> None:
        self._stack = stack

    def person(self, name: str, *roles: str) -> Person:
        """Somebody new: `person("Rosa", "reviewer")`."""
        mark = secrets.token_hex(3)
        return Person(f"{name.lower()}-{mark}", roles, f"{name} {mark}")

    @asynccontextmanager
    async def graph(self, person: Person):
        """The graph as this person has it."""
        token = self._stack.issuer.token(person.subject, *person.roles, name=person.name)
        async with Graph(self._stack.gateway_url, token) as graph:
            yield graph

    async def do(self, person: Person, mutation: str, selection: str, **given: object) -> Any:
        """One mutation by the name that the graph has for it."""
        async with self.graph(person) as graph:
            return await done(graph, mutation, selection, **given)

    async def known(self, *colleagues: Person) -> None:
        """Lets them look at their queues: whoever never did cannot be handed anything."""
        for person in colleagues:
            async with self.graph(person) as graph:
                for queue in ("applicationWork", "pressReleaseWork"):
                    await graph.answer(f"{{ {queue}(first: 1) {{ nodes {{ dueAt }} }} }}")

    async def application(self, applicant: Person | None = None, **answers: object) -> Application:
        """One that waits for a reviewer, with two photos."""
        applicant = applicant or self.person("Ada", "maker")
        cast = Cast(applicant.subject, "", f"Kiln of {applicant.name}")
        given = a_questionnaire(cast) | answers
        async with self.graph(applicant) as graph:
            started = await a_complete_draft(graph, given)
            await graph.do("application_submit", id=started["id"])
        return Application(started["id"], applicant, str(given["businessName"]))

    async def asked(self, application: Application, reviewer: Person, *questions: str) -> None:
        """The reviewer takes it and asks the applicant something."""
        await self.do(reviewer, "applicationTake", _APPLICATION, id=application.id)
        await self.do(
            reviewer, "applicationAskForInformation", _APPLICATION,
            id=application.id, questions=list(questions),
        )  # fmt: skip

    async def answered(self, application: Application, text: str) -> None:
        """The applicant answers everything that was asked with this."""
        query = (
            "query($id: ID!) { application(id: $id) { informationRequests { questions { id } } } }"
        )
        async with self.graph(application.applicant) as graph:
            found = (await graph.answer(query, {"id": application.id}))["data"]["application"]
            answers = [
                {"question": question["id"], "text": text}
                for request in found["informationRequests"]
                for question in request["questions"]
            ]
            await done(graph, "applicationAnswer", _APPLICATION, id=application.id, answers=answers)

    async def maker(self) -> Person:
        """Somebody whom the press team knows as a maker."""
        maker = self.person("Ada", "maker")
        await self.application(maker)
        return maker

    async def release(
        self,
        *paragraphs: str,
        maker: Person | None = None,
        weeks: int = 5,
        content: bytes = b"",
        file_name: str = "release.docx",
        **fields: object,
    ) -> Release:
        """One that waits for a representative, with a Word draft of these paragraphs."""
        maker = maker or await self.maker()
        given = {
            "title": f"Dog mugs of {maker.name}",
            "releaseOn": (datetime.now(UTC).date() + timedelta(weeks=weeks)).isoformat(),
            "timeZone": "America/New_York",
            "distributionPlan": "Local papers and our newsletter.",
            "contact": "Ada, press@example.com",
        } | fields
        title = str(given["title"])
        async with self.graph(maker) as graph:

            async def started():
                found, errors = await told(graph, "pressReleaseStart", _RELEASE, **given)
                codes = {error["code"] for error in errors}
                assert codes <= {"MAKER_UNKNOWN"}, errors
                return found

            # The service hears of the maker a moment later.
            id = (await soon(started, "a press release", PATIENCE))["id"]
            draft = content or a_draft("Dog mugs", *(paragraphs or (OPENING, *REST)))
            sha256 = await self._uploaded(graph, id, file_name, draft)
            await graph.do("press_release_submit", id=id)
        return Release(id, maker, title, sha256)

    async def redrafted(
        self, release: Release, *paragraphs: str, text: str = "We mended it."
    ) -> Release:
        """The maker sends a second draft after changes were asked for."""
        draft = a_draft("Dog mugs", *(paragraphs or (MENDED, *REST)))
        async with self.graph(release.maker) as graph:
            sha256 = await self._uploaded(graph, release.id, "release-2.docx", draft)
            await done(
                graph, "pressReleaseAnswer", _RELEASE,
                id=release.id, sha256=sha256, kind="ACCEPT_EDITS", text=text,
            )  # fmt: skip
        return replace(release, sha256=sha256)

    async def another_draft(self, release: Release, *paragraphs: str) -> Release:
        """The maker sends another draft, unasked."""
        draft = a_draft("Dog mugs", *(paragraphs or (MENDED, *REST)))
        async with self.graph(release.maker) as graph:
            sha256 = await self._uploaded(graph, release.id, "release-2.docx", draft)
        return replace(release, sha256=sha256)

    async def taken(self, release: Release, representative: Person) -> None:
        await self.do(representative, "pressReleaseTake", _RELEASE, id=release.id)

    async def sent_back(self, release: Release, representative: Person, words: str) -> None:
        """Changes are asked for, by a letter with these words."""
        await self.do(
            representative, "pressReleaseRequestChanges", _RELEASE,
            id=release.id, sha256=release.sha256, words=words,
        )  # fmt: skip

    async def comment(
        self, release: Release, author: Person, text: str, on: str = OPENING, **more: object
    ) -> str:
        """A comment on the paragraph that has these words, or on the words; answers with its id."""
        reading = "draft { reading { blocks { id text } } }"
        query = f"query($id: ID!) {{ pressRelease(id: $id) {{ {reading} }} }}"
        async with self.graph(author) as graph:
            found = (await graph.answer(query, {"id": release.id}))["data"]["pressRelease"]
            block = next(
                block for block in found["draft"]["reading"]["blocks"] if on in block["text"]
            )
            start = block["text"].index(on)
            place = {} if on == block["text"] else {"start": start, "end": start + len(on)}
            added = await done(
                graph, "pressCommentAdd", "comment { id }",
                id=release.id, sha256=release.sha256, block=block["id"], text=text, **place, **more,
            )  # fmt: skip
        return added["id"]

    async def stakeholder(
        self, release: Release, representative: Person, who: Person, question: str, **more: str
    ) -> str:
        """Somebody of another team is asked for a verdict; answers with the question's id."""
        await self.known(who)
        given = {"area": "LEGAL", "need": "REQUIRED"} | more
        found = await self.do(
            representative, "pressReleaseAddStakeholder", "pressRelease { stakeholders { id } }",
            id=release.id, who=who.subject, question=question, **given,
        )  # fmt: skip
        return found["stakeholders"][-1]["id"]

    async def hostile_application(self, reviewer: Person) -> Application:
        """One with hostile text wherever an applicant may write, taken, asked and answered."""
        text = hostile_text
        applicant = replace(self.person("Eve", "maker"), name=text.SHORT)
        application = await self.application(
            applicant,
            contactName=text.SHORT,
            businessName=text.SHORT,
            artisanType="OTHER",
            groupDescription=text.SHORT,
            headCount="TWO_TO_FIVE",
            organisationUrl=text.LINK,
            processDescription=text.ALL,
            tools=text.ALL[:900],
            productionPartners=text.ALL[:900],
            shopUrls=[text.LINK],
        )
        await self.asked(application, reviewer, text.SHORT)
        async with self.graph(applicant) as graph:
            await graph.upload(
                "application_add_photo",
                (f"{text.FILE_NAME}.jpg", a_photo()),
                id=application.id,
                kind="EVIDENCE",
            )
        await self.answered(application, text.ALL)
        return application

    async def hostile_release(self, representative: Person) -> Release:
        """One with hostile text wherever a maker may write, commented, answered and redrafted."""
        text = hostile_text
        release = await self.release(
            OPENING,
            *text.LINES,
            text.OVERRIDE,
            file_name=f"{text.FILE_NAME}.docx",
            title=text.SHORT,
            distributionPlan=text.ALL,
            contact=text.SHORT,
            agency=text.SHORT,
        )
        await self.taken(release, representative)
        comment = await self.comment(release, representative, text.ALL, visibility="MAKER")
        await self.sent_back(release, representative, text.ALL)
        await self.do(
            release.maker, "pressCommentReply", "comment { id }", id=comment, text=text.ALL
        )
        return await self.redrafted(release, MENDED, *text.LINES, text=text.ALL)

    async def _uploaded(self, graph: Graph, id: str, name: str, content: bytes) -> str:
        found = await graph.upload("press_release_upload_draft", (name, content), id=id)
        return found["draft"]["file"]["sha256"]
