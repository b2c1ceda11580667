"""Drafts of which nothing is kept that can be read: they are read anew, once."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import BinaryIO

from chassis import caller
from chassis.files import Files
from chassis.mongo import Mongo, Session
from pr_review.domain.problems import DraftNotAccepted, DraftNotFound
from pr_review.domain.release import Draft, PressRelease
from pr_review.domain.word_file import DraftNotReadable
from pr_review.inspection import Inspection
from pr_review.reading.blocks import Reading
from pr_review.reading.codec import decoded
from pr_review.store.reading import Readings
from pr_review.store.release import PressReleases


class Rereading:
    """Says what stands in drafts, also in those that an earlier release or reader took."""

    def __init__(
        self,
        mongo: Mongo,
        releases: PressReleases,
        drafts: Files,
        readings: Readings,
        inspection: Inspection,
    ) -> None:
        self._mongo = mongo
        self._releases = releases
        self._drafts = drafts
        self._readings = readings
        self._inspection = inspection

    async def read(self, release: PressRelease, draft: Draft) -> tuple[Draft, Reading]:
        """The draft as it is kept by now, and what stands in it.

        Not within a transaction. Fails with `DraftNotReadable`, with `DraftNotFound` for a draft
        that another replaced meanwhile, and with `TooManyDocuments`.
        """
        reading = await self._readings.get(draft)
        if reading is not None:
            return draft, reading
        async with self.content(draft) as file:
            try:
                found = await self._inspection.read(file, caller.current().subject, release.name)
            except DraftNotAccepted as problem:
                raise DraftNotReadable(problem.violations[0].rule) from problem
        kept = await self._readings.put(found)
        again = replace(draft, reading_id=kept[0], html_id=kept[1], words=found.words)
        present = await self._mongo.run_transaction(
            lambda session: self._keep(release, draft, again, session)
        )
        if present != again:
            await self._readings.discard(kept)
        return present, await asyncio.to_thread(decoded, found.reading)

    @asynccontextmanager
    async def content(self, draft: Draft) -> AsyncIterator[BinaryIO]:
        """The bytes of a draft, as a file that is gone afterwards."""
        with tempfile.TemporaryFile() as file:
            async for chunk in self._drafts.read(draft.file_id):
                await asyncio.to_thread(file.write, chunk)
            file.seek(0)
            yield file

    def pieces(self, draft: Draft) -> AsyncIterator[bytes]:
        """The bytes of a draft as they come."""
        return self._drafts.read(draft.file_id)

    async def _keep(
        self, release: PressRelease, before: Draft, again: Draft, session: Session
    ) -> Draft:
        """Notes where the reading is, unless somebody who read it at the same time was first."""
        stored = await self._releases.find(release.id, session)
        drafts = stored.drafts if stored else ()
        present = next((it for it in drafts if it.file_id == before.file_id), None)
        if stored is None or present is None:
            raise DraftNotFound
        if present != before:
            return present
        changed = tuple(again if it == before else it for it in drafts)
        await self._releases.bring_up(replace(stored, drafts=changed), session)
        return again
