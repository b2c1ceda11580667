"""The record of a press release, for whoever reviews press releases."""

import asyncio
from collections.abc import Callable
from typing import Any
from zipfile import ZIP_STORED

from chassis import caller
from chassis.errors import Problem
from handmade.pr_review.v1 import press_draft_pb2 as pb
from pr_review.domain.problems import PressReleaseNotFound
from pr_review.domain.release import PressRelease
from pr_review.domain.word_file import DraftNotReadable, Proven
from pr_review.domain.word_out import AnnotationFailed
from pr_review.record.archive import Archive, called, digests, name_of
from pr_review.record.page import to_html
from pr_review.record.timeline import to_json
from pr_review.service.annotating import notes_of
from pr_review.service.rereading import Rereading
from pr_review.service.view import View
from pr_review.service.visibility import is_insider
from pr_review.store.comment import Comments, Wanted
from pr_review.store.word_file import Made
from pr_review.writing.desk import WordOut
from pr_review.writing.notes import Note


class Recording:
    """The method that makes a record."""

    _comments: Comments
    _rereading: Rereading
    _word_out: WordOut
    _view: View
    _records: asyncio.Semaphore
    _ordered: Callable[..., Any]

    async def MakeRecord(self, request: pb.MakeRecordRequest, context: Any) -> pb.WordFile:
        """Everything that was planned, said and decided, with the drafts."""
        release, _ = await self._view.handed_in(request.press_release, field="press_release")
        if not is_insider(caller.current(), release):
            raise PressReleaseNotFound
        comments = await self._comments.of_release(release.id, Wanted(sees_internal=True))
        page = await asyncio.to_thread(to_html, release, comments)
        timeline = to_json(release)
        whose = caller.current().subject
        draft = release.draft

        async def notes() -> list[Note]:
            if draft is None:
                return []
            _, reading = await self._rereading.read(release, draft)
            return notes_of(comments, draft, reading, for_maker=False)[0]

        async def make() -> Made:
            name = called(release.drafts, release.id)
            async with self._records:
                archive = Archive()
                try:
                    await archive.add("record.html", page)
                    await archive.add("timeline.json", timeline)
                    proven = await self._with_drafts(archive, release, notes, whose)
                    return Made(name, archive.closed(), proven)
                except BaseException:
                    archive.file.close()
                    raise

        made: pb.WordFile = await self._ordered(
            ["record", release.id], page + b"\0" + timeline, release, for_maker=False, make=make
        )
        return made

    async def _with_drafts(
        self, archive: Archive, release: PressRelease, notes: Callable[[], Any], whose: str
    ) -> Proven:
        for each in release.drafts:
            await archive.stream(name_of(each), self._rereading.pieces(each))
        await archive.add("drafts/SHA256SUMS", digests(release.drafts))
        draft = release.draft
        if draft is None:
            return Proven()
        name = f"draft-{draft.number}-with-comments"
        try:
            told = await notes()
            async with self._rereading.content(draft) as file:
                annotated = await self._word_out.annotated(file, told, whose=whose)
        except (AnnotationFailed, DraftNotReadable) as problem:
            # The comments stand in the record as well, which must not fail for one draft.
            await archive.add(f"{name}-missing.txt", _why(problem))
            return Proven()
        await archive.add(f"{name}.docx", annotated.content, ZIP_STORED)
        moved = len({*annotated.widened, *annotated.moved})
        return Proven(exact=len(told) - moved, moved=moved)


def _why(problem: Problem) -> bytes:
    return f"{problem}\n".encode()
