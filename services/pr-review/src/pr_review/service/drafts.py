"""Methods of the contract on what stands in drafts, and what is made of them."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable, Iterable
from datetime import UTC, datetime
from typing import Any

from chassis import caller
from chassis.errors import invalid
from handmade.pr_review.v1 import press_draft_pb2 as pb
from handmade.pr_review.v1 import press_draft_pb2_grpc as stubs
from pr_review.domain.problems import DraftNotFound
from pr_review.domain.release import Draft, PressRelease
from pr_review.domain.word_file import (
    OneDraftOnly,
    WordFile,
    WordFileNotFound,
    WordFileState,
)
from pr_review.policy import dates
from pr_review.policy.numbers import Policy
from pr_review.reading.blocks import Reading
from pr_review.reading.checks import Check, Facts, Numbers, checks_of
from pr_review.reading.compare import Comparison, compare
from pr_review.reading.compare_html import to_html
from pr_review.reading.marks import default_marks
from pr_review.reading.mentions import Mention
from pr_review.service.annotating import annotated, notes_of, redlined
from pr_review.service.downloads import Downloads
from pr_review.service.news import WORD_FILE_DOWNLOADED
from pr_review.service.recording import Recording
from pr_review.service.rereading import Rereading
from pr_review.service.view import View
from pr_review.service.visibility import is_insider
from pr_review.service.workshop import Workshop
from pr_review.store.comment import Comments, Wanted
from pr_review.store.reading import Readings
from pr_review.store.word_file import Made, WordFiles
from pr_review.wire import draft as wire
from pr_review.wire.warnings import CHANGES_ACCEPTED, COARSE, ONLY_BESIDE
from pr_review.writing.codec import written_notes
from pr_review.writing.desk import WordOut

AUTHOR = "Handmade press team"
"""Whose the tracked changes of a redline are, in Word."""


class PressDraftService(Recording, stubs.PressDraftServiceServicer):
    """Answers for what stands in drafts."""

    def __init__(
        self,
        comments: Comments,
        readings: Readings,
        made: WordFiles,
        *,
        rereading: Rereading,
        downloads: Downloads,
        word_out: WordOut,
        workshop: Workshop,
        view: View,
        numbers: Policy,
        now: Callable[[], datetime],
    ) -> None:
        self._comments = comments
        self._readings = readings
        self._made = made
        self._rereading = rereading
        self._downloads = downloads
        self._word_out = word_out
        self._workshop = workshop
        self._view = view
        self._numbers = Numbers(
            headline_max=numbers.headline_max,
            words_min=numbers.usual_words_min,
            words_max=numbers.usual_words_max,
        )
        self._now = now
        # One record may take as much of the disk as all the drafts there may be.
        self._records = asyncio.Semaphore(1)

    async def GetDraftReading(
        self, request: pb.GetDraftReadingRequest, context: Any
    ) -> pb.DraftReading:
        """One draft, as everybody who may see it reads it; what to look at only for staff."""
        release = await self._view.seen(request.press_release, field="press_release")
        wanted = _numbered(release, request.draft_number)
        draft, reading = await self._rereading.read(release, wanted)
        mentions = await self._readings.mentions(draft)
        checks: tuple[Check, ...] = ()
        if is_insider(caller.current(), release):
            checks = await asyncio.to_thread(
                _checked, reading, mentions, self._facts(release), self._numbers
            )
        html = await self._readings.html(draft)
        return await asyncio.to_thread(
            wire.to_reading, release, draft, reading, html, mentions, checks
        )

    async def CompareDrafts(
        self, request: pb.CompareDraftsRequest, context: Any
    ) -> pb.DraftComparison:
        """Two drafts side by side."""
        release = await self._view.seen(request.press_release, field="press_release")
        old, new = _pair(release, request.from_number, request.to_number)
        old, before = await self._rereading.read(release, old)
        new, after = await self._rereading.read(release, new)
        found, html = await asyncio.to_thread(_compared, before, after)
        return wire.to_comparison(old, new, found, html, _cautions(before, after, found))

    async def MakeAnnotatedDraft(
        self, request: pb.MakeAnnotatedDraftRequest, context: Any
    ) -> pb.WordFile:
        """A draft with our comments in Word."""
        release = await self._view.seen(request.press_release, field="press_release")
        for_maker = request.for_maker or not is_insider(caller.current(), release)
        draft = _numbered(release, request.draft_number)
        draft, reading = await self._rereading.read(release, draft)
        wanted = Wanted(sees_internal=not for_maker)
        comments = await self._comments.of_release(release.id, wanted)
        notes, outdated = notes_of(comments, draft, reading, for_maker=for_maker)
        told = written_notes(notes)
        number = str(draft.number)
        made_of = ["annotated", release.id, draft.sha256, number, str(for_maker), str(outdated)]
        whose = caller.current().subject

        async def make() -> Made:
            async with self._rereading.content(draft) as file:
                made = await self._word_out.annotated(file, notes, whose=whose)
            return annotated(draft, made, len(notes), outdated)

        return await self._ordered(made_of, told, release, for_maker=for_maker, make=make)

    async def MakeRedline(self, request: pb.MakeRedlineRequest, context: Any) -> pb.WordFile:
        """The way from one draft to another as tracked changes in Word."""
        release = await self._view.seen(request.press_release, field="press_release")
        old, new = _pair(release, request.from_number, request.to_number)
        whose = caller.current().subject

        async def make() -> Made:
            content = self._rereading.content
            async with content(old) as before, content(new) as after:
                made = await self._word_out.redline(
                    before, after, author=AUTHOR, at=new.uploaded, whose=whose
                )
            return redlined(old, new, made)

        made_of = ["redline", release.id, old.sha256, new.sha256, str(old.number), str(new.number)]
        return await self._ordered(made_of, b"", release, for_maker=True, make=make)

    async def DownloadWordFile(
        self, request: pb.DownloadWordFileRequest, context: Any
    ) -> AsyncIterator[pb.DownloadWordFileResponse]:
        """The bytes of a document that was made."""
        release = await self._view.seen(request.press_release, field="press_release")
        found = await self._made.find(request.id, release.id)
        if (
            found is None
            or found.state is not WordFileState.READY
            or found.expires <= self._now()
            or not (found.for_maker or is_insider(caller.current(), release))
        ):
            raise WordFileNotFound
        await self._downloads.note(WORD_FILE_DOWNLOADED, release, request.reader)
        async for chunk in self._made.read(found):
            yield pb.DownloadWordFileResponse(chunk=chunk)

    async def _ordered(
        self,
        made_of: Iterable[str],
        told: bytes,
        release: PressRelease,
        *,
        for_maker: bool,
        make: Callable[[], Any],
    ) -> pb.WordFile:
        digest = hashlib.sha256("\0".join(made_of).encode() + b"\0" + told).hexdigest()
        file: WordFile = await self._workshop.ordered(
            digest[:32], release.id, for_maker=for_maker, make=make
        )
        return wire.to_word_file(file)

    def _facts(self, release: PressRelease) -> Facts:
        form, now = release.form, self._now()
        zone = form.time_zone
        today = dates.local_date(now, zone) if zone else now.astimezone(UTC).date()
        return Facts(form.release_on, zone, today, default_marks())


def _checked(
    reading: Reading, mentions: tuple[Mention, ...], facts: Facts, numbers: Numbers
) -> tuple[Check, ...]:
    return checks_of(reading, mentions, facts, numbers)


def _compared(old: Reading, new: Reading) -> tuple[Comparison, str]:
    found = compare(old, new)
    return found, to_html(found)


def _cautions(old: Reading, new: Reading, found: Comparison) -> Iterable[str]:
    if old.has_tracked_changes or new.has_tracked_changes:
        yield CHANGES_ACCEPTED
    if found.is_coarse:
        yield COARSE
    if found.is_same_text and not found.is_same_beside:
        yield ONLY_BESIDE


def _numbered(release: PressRelease, number: int) -> Draft:
    """A draft by its number, the present one for 0. Fails with `DraftNotFound`."""
    if number == 0 and release.draft is not None:
        return release.draft
    found = next((it for it in release.drafts if it.number == number), None)
    if found is None:
        raise DraftNotFound
    return found


def _pair(release: PressRelease, from_number: int, to_number: int) -> tuple[Draft, Draft]:
    """Two drafts to compare; where none is named, the last two."""
    new = _numbered(release, to_number)
    if from_number == 0:
        earlier = [it for it in release.drafts if it.number < new.number]
        if not earlier:
            raise OneDraftOnly
        return earlier[-1], new
    old = _numbered(release, from_number)
    if old.number == new.number:
        raise invalid("from_number", "SAME_DRAFT", "Must be another draft than the other one.")
    return old, new
