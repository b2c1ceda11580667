"""Drafts on their way in and out."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chassis import caller, deadline
from chassis.files import Files, StoredFile
from chassis.mongo import Mongo, Session
from chassis.uploads import chunks_of, header_of, referred_to_once, spooled
from handmade.pr_review.v1 import press_release_pb2 as pb
from pr_review.domain.problems import DraftNotFound
from pr_review.domain.release import Action, Draft, PressRelease
from pr_review.domain.word_file import DraftNotReadable
from pr_review.inspection import Inspected, Inspection, too_large
from pr_review.policy import form as forms
from pr_review.policy import review
from pr_review.reading.blocks import Reading
from pr_review.reading.carry import Anchor, Carrier
from pr_review.reading.codec import decoded
from pr_review.reading.compare import compare
from pr_review.scanning import Scanner
from pr_review.service.desk import Desk
from pr_review.service.downloads import Downloads
from pr_review.service.news import DRAFT_DOWNLOADED
from pr_review.service.rereading import Rereading
from pr_review.service.visibility import acting_for, is_insider
from pr_review.store.comment import Comments
from pr_review.store.reading import Readings


@dataclass(frozen=True)
class _Upload:
    """A draft that was accepted, stored, and is not yet anybody's. `came` is when it was whole."""

    stored: StoredFile
    found: Inspected
    kept: tuple[str, str]
    compared: "dict[int, _Compared]"
    came: datetime


@dataclass(frozen=True)
class _Compared:
    """How much of a former draft the new one has, and where comments on it stand by now."""

    similarity: float
    carrier: Carrier


class Drafting(Desk):
    """The methods that carry files."""

    _mongo: Mongo
    _drafts: Files
    _readings: Readings
    _comments: Comments
    _inspection: Inspection
    _scanner: Scanner
    _rereading: Rereading
    _downloads: Downloads

    async def UploadDraft(
        self, requests: AsyncIterator[pb.UploadDraftRequest], context: Any
    ) -> pb.PressRelease:
        """The next draft."""
        header = await header_of(requests)
        with deadline.step():
            release, _ = await self._view.own(header.name)
        most = self._numbers.draft_bytes
        async with spooled(chunks_of(requests), most, lambda: too_large(most)) as upload:
            came = self._now()
            await self._scanner.ensure_clean(upload.file)
            found = await self._inspection.read(upload.file, caller.current().subject, release.name)
            forms.ensure_file_name(header.file_name, self._numbers)
            stored = await self._drafts.put(header.file_name, upload.chunks(), most)
        if release.submitted is not None and release.draft is not None:
            await self._read_again(release, release.draft)
        kept = await self._readings.put(found)
        accepted = _Upload(stored, found, kept, {}, came)
        await self._compare(release, accepted)
        return await self._referred_to(header, accepted)

    async def DownloadDraft(
        self, request: pb.DownloadDraftRequest, context: Any
    ) -> AsyncIterator[pb.DownloadDraftResponse]:
        """The bytes of a draft. That one of the staff has taken it home is written down."""
        if request.sha256:
            forms.ensure_sha256(request.sha256)
        release = await self._view.seen(request.name)
        is_inside = is_insider(caller.current(), release)
        file_id = _file_with(release, request.sha256, is_inside=is_inside)
        await self._downloads.note(DRAFT_DOWNLOADED, release, request.reader)
        async for chunk in self._drafts.read(file_id):
            yield pb.DownloadDraftResponse(chunk=chunk)

    async def _referred_to(
        self, header: pb.UploadDraftRequest.Header, upload: _Upload
    ) -> pb.PressRelease:
        """Makes a stored file the press release's draft, once per request id."""
        stored = upload.stored

        async def discard() -> None:
            await self._drafts.delete(stored.id)
            await self._readings.discard(upload.kept)

        return await referred_to_once(
            self.requests,
            "PressReleaseService.UploadDraft",
            header,
            stored.sha256,
            refer=lambda session: self._attach(header.name, upload, session),
            is_kept=lambda: self._releases.refers_to(stored.id),
            discard=discard,
        )

    async def _attach(self, name: str, upload: _Upload, session: Session) -> pb.PressRelease:
        release, maker = await self._view.own(name, session)
        occasion = self._occasion(acting_for(caller.current(), maker))
        release.ensure_takes_drafts(upload.stored.sha256, occasion.moment)
        review.ensure_room_for_draft(release, self._numbers)
        # Another draft may have come since it was compared.
        await self._compare(release, upload)
        before, stored, found = release.draft, upload.stored, upload.found
        compared = upload.compared.get(before.number) if before else None
        draft = Draft(
            number=release.drafts_uploaded + 1,
            file_id=stored.id,
            file_name=stored.name,
            size=stored.size,
            sha256=stored.sha256,
            uploaded=upload.came,
            uploader=occasion.actor,
            reading_id=upload.kept[0],
            html_id=upload.kept[1],
            words=found.words,
            blocks=found.blocks,
            text_sha256=found.text_sha256,
            has_tracked_changes=found.has_tracked_changes,
            warnings=found.warnings,
            mention_count=found.mention_count,
        )
        draft = review.compared(draft, compared.similarity if compared else None, self._numbers)
        # Of a draft nothing is due, and it may have no date yet.
        is_due = release.submitted is not None
        due = self._clock.answer_due(release) if is_due else occasion.moment
        alike = {number: it.similarity for number, it in upload.compared.items()}
        attached = release.attach(
            draft,
            occasion,
            due,
            review.little_changed(alike, self._numbers),
            stakeholder_due=self._clock.stakeholder_due(release) if is_due else None,
        )
        if before is not None and compared is not None:
            await self._comments.carry(
                release.id,
                before.number,
                draft.number,
                compared.carrier,
                session,
            )
        return await self._saved(Action.DRAFT_UPLOADED.value, attached, session)

    async def _read_again(self, release: PressRelease, before: Draft) -> None:
        """Sees to it that the present draft can be compared, if it can be read at all."""
        with contextlib.suppress(DraftNotReadable, DraftNotFound):
            await self._rereading.read(release, before)

    async def _compare(self, release: PressRelease, upload: _Upload) -> None:
        """Compares it with the present draft, and with those of which words are kept while little
        changes, unless that was done; before the submission never.
        """
        if release.submitted is None or release.draft is None:
            return
        wanted = {release.draft.number} | release.kept_words
        for before in release.drafts:
            if before.number not in wanted or before.number in upload.compared:
                continue
            reading = await self._readings.get(before)
            if reading is not None:
                anchors = await self._comments.standing(release.id, before.number)
                upload.compared[before.number] = await asyncio.to_thread(
                    _compared, reading, upload.found.reading, anchors
                )


def _compared(old: Reading, kept: bytes, anchors: Iterable[Anchor]) -> _Compared:
    """Two drafts compared, and the comments on the older one looked for in the newer."""
    new = decoded(kept)
    carrier = Carrier(old, new)
    for anchor in anchors:
        carrier.carried(anchor)
    return _Compared(compare(old, new).similarity, carrier)


def _file_with(release: PressRelease, sha256: str, *, is_inside: bool) -> str:
    """The file with a digest, of the present draft for none. Fails with `DraftNotFound`.

    What was not sent to the maker yet is found from inside only.
    """
    held = {it.sha256: it.file_id for it in release.edited_copies if is_inside or it.sent}
    held.update((it.sha256, it.file_id) for it in release.past_approvals)
    held.update((it.sha256, it.file_id) for it in release.drafts)
    if release.approval is not None:
        held.setdefault(release.approval.sha256, release.approval.file_id)
    wanted = sha256 or (release.draft.sha256 if release.draft else "")
    if wanted not in held:
        raise DraftNotFound
    return held[wanted]
