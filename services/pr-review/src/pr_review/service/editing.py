"""Copies of drafts with the press team's edits on their way in."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chassis import caller, deadline
from chassis.files import Files, StoredFile
from chassis.mongo import Session
from chassis.uploads import chunks_of, header_of, referred_to_once, spooled
from handmade.pr_review.v1 import press_release_pb2 as pb
from pr_review.domain.release import Action, EditedCopy
from pr_review.inspection import Inspection, too_large
from pr_review.policy import form as forms
from pr_review.policy import review
from pr_review.scanning import Scanner
from pr_review.service.desk import Desk
from pr_review.service.visibility import representing


@dataclass(frozen=True)
class _Upload:
    """A copy that was accepted, stored, and is not yet anybody's. `came` is when it was whole."""

    stored: StoredFile
    came: datetime


class Editing(Desk):
    """The method by which the press team gives the maker its edits."""

    _drafts: Files
    _inspection: Inspection
    _scanner: Scanner

    async def UploadEdits(
        self, requests: AsyncIterator[pb.UploadEditsRequest], context: Any
    ) -> pb.PressRelease:
        """The present draft with our edits, through the gate that drafts come by."""
        header = await header_of(requests)
        forms.ensure_sha256(header.sha256)
        with deadline.step():
            await self._view.handed_in(header.name)
        most = self._numbers.draft_bytes
        async with spooled(chunks_of(requests), most, lambda: too_large(most)) as upload:
            came = self._now()
            await self._scanner.ensure_clean(upload.file)
            # Nothing of what was found is kept: nobody comments on it, compares it or approves it.
            await self._inspection.read(upload.file, caller.current().subject, header.name)
            forms.ensure_file_name(header.file_name, self._numbers)
            stored = await self._drafts.put(header.file_name, upload.chunks(), most)
        await self._team.remember()
        accepted = _Upload(stored, came)
        return await referred_to_once(
            self.requests,
            "PressReleaseService.UploadEdits",
            header,
            stored.sha256,
            refer=lambda session: self._keep(header, accepted, session),
            is_kept=lambda: self._releases.refers_to(stored.id),
            discard=lambda: self._drafts.delete(stored.id),
        )

    async def _keep(
        self, header: pb.UploadEditsRequest.Header, upload: _Upload, session: Session
    ) -> pb.PressRelease:
        release, _ = await self._view.handed_in(header.name, session)
        occasion = self._occasion(representing(caller.current()))
        stored, number = upload.stored, release.drafts_uploaded
        copy = EditedCopy(
            draft_number=number,
            draft_sha256=header.sha256,
            file_id=stored.id,
            file_name=stored.name,
            size=stored.size,
            sha256=stored.sha256,
            uploaded=upload.came,
            uploader=occasion.somebody,
        )
        standing = await self._team.standing(session)
        edited = release.keep_edits(copy, self._numbers.max_rounds, occasion, standing)
        review.ensure_room(release, self._numbers)
        return await self._saved(Action.EDITS_UPLOADED.value, edited, session)
