"""Press release methods of the contract."""

from collections.abc import AsyncIterator, Callable, Sequence
from datetime import datetime
from typing import Any

from chassis import caller, countries, deadline
from chassis.events import Event, Events
from chassis.feeds import Feed
from chassis.fields import ensure_current, merge
from chassis.files import Files, StoredFile
from chassis.ids import ids_in, new_id
from chassis.makers import Maker, Makers
from chassis.mongo import Session
from chassis.paging import Page, Pages
from chassis.requests import Requests, changing
from chassis.uploads import chunks_of, header_of, referred_to_once, spooled
from handmade.pr_review.v1 import press_release_pb2 as pb
from handmade.pr_review.v1 import press_release_pb2_grpc as stubs
from pr_review.domain.press_release import Draft, Form, PressRelease
from pr_review.domain.problems import DraftNotFound
from pr_review.drafts.inspection import Inspection, too_large
from pr_review.policy import dates, review
from pr_review.policy import form as forms
from pr_review.policy.numbers import Policy
from pr_review.service import view as viewing
from pr_review.service.view import View
from pr_review.store.release import PressReleases, key_of
from pr_review.wire import release as wire

WATCH = "pressReleases"


class PressReleaseService(stubs.PressReleaseServiceServicer):
    """Answers for press releases."""

    def __init__(
        self,
        releases: PressReleases,
        makers: Makers,
        drafts: Files,
        inspection: Inspection,
        *,
        requests: Requests,
        events: Events,
        feed: Feed,
        pages: Pages,
        now: Callable[[], datetime],
        numbers: Policy,
    ) -> None:
        self.requests = requests
        self._releases = releases
        self._makers = makers
        self._view = View(releases, makers)
        self._drafts = drafts
        self._inspection = inspection
        self._events = events
        self._feed = feed
        self._pages = pages
        self._now = now
        self._numbers = numbers

    async def GetPressRelease(
        self, request: pb.GetPressReleaseRequest, context: Any
    ) -> pb.PressRelease:
        return self._shown(await self._view.seen(request.name))

    async def ListPressReleases(
        self, request: pb.ListPressReleasesRequest, context: Any
    ) -> pb.ListPressReleasesResponse:
        page, states = self._pages.open(request), wire.states_of(request)
        maker, visible = await self._view.listed(request.maker)
        found = await self._releases.page(page, maker, visible.intersection(states))
        return self._page_of(page, found)

    async def BatchListPressReleases(
        self, request: pb.BatchListPressReleasesRequest, context: Any
    ) -> pb.BatchListPressReleasesResponse:
        known = ids_in(request.makers, "makers", "makers")
        pages = {
            name: self._pages.open(
                pb.ListPressReleasesRequest(maker=name, page_size=request.page_size)
            )
            for name, maker_id in zip(request.makers, known, strict=True)
            if maker_id
        }
        visible = await self._view.listed_of_each(list(pages))
        size = max((page.size for page in pages.values()), default=0)
        found = await self._releases.first_of_each(visible, size + 1) if visible else {}
        result = pb.BatchListPressReleasesResponse.Result
        return pb.BatchListPressReleasesResponse(
            results=[
                result(page=self._page_of(pages[name], found[name]) if name in found else None)
                for name in request.makers
            ]
        )

    async def LookupPressReleasesByName(
        self, request: pb.LookupPressReleasesByNameRequest, context: Any
    ) -> pb.LookupPressReleasesByNameResponse:
        ids = ids_in(request.names, viewing.COLLECTION)
        found = await self._view.several({known for known in ids if known})
        seen = {key: self._shown(release) for key, release in found.items()}
        result = pb.LookupPressReleasesByNameResponse.Result
        return pb.LookupPressReleasesByNameResponse(
            results=[result(press_release=seen.get(known or "")) for known in ids]
        )

    @changing
    async def StartPressRelease(
        self, request: pb.StartPressReleaseRequest, session: Session
    ) -> pb.PressRelease:
        maker = await self._makers.acting(caller.current(), request.maker, viewing.WRITE, session)
        review.ensure_member(maker.states.values())
        form = self._form(request.press_release, maker)
        actor = viewing.acting_for(caller.current(), maker)
        started = PressRelease.start(new_id(), maker.name, form, actor, self._now())
        return await self._publish(
            await self._releases.add(started, session), maker, "started", session
        )

    @changing
    async def UpdatePressRelease(
        self, request: pb.UpdatePressReleaseRequest, session: Session
    ) -> pb.PressRelease:
        release, maker = await self._view.own(
            request.press_release.name, session, field="press_release.name"
        )
        ensure_current(request.press_release.etag, release.revision)
        merged = merge(wire.to_press_release(release), request.press_release, request.update_mask)
        actor = viewing.acting_for(caller.current(), maker)
        edited = release.edit(self._form(merged, maker), actor, self._now())
        return await self._save(edited, maker, "updated", session)

    async def UploadDraft(
        self, requests: AsyncIterator[pb.UploadDraftRequest], context: Any
    ) -> pb.PressRelease:
        header = await header_of(requests)
        with deadline.step():
            await self._view.own(header.name)
        most = self._numbers.draft_bytes
        async with spooled(chunks_of(requests), most, lambda: too_large(most)) as upload:
            whose = caller.current().subject
            await self._inspection.ensure_word_document(upload.file, whose)
            forms.ensure_file_name(header.file_name, self._numbers)
            stored = await self._drafts.put(header.file_name, upload.chunks(), most)
        return await self._referred_to(header, stored)

    async def DownloadDraft(
        self, request: pb.DownloadDraftRequest, context: Any
    ) -> AsyncIterator[pb.DownloadDraftResponse]:
        if request.sha256:
            forms.ensure_sha256(request.sha256)
        release = await self._view.seen(request.name)
        file_id = release.file_with(request.sha256)
        if file_id is None:
            raise DraftNotFound
        async for chunk in self._drafts.read(file_id):
            yield pb.DownloadDraftResponse(chunk=chunk)

    @changing
    async def SubmitPressRelease(
        self, request: pb.SubmitPressReleaseRequest, session: Session
    ) -> pb.PressRelease:
        release, maker = await self._view.own(request.name, session)
        review.ensure_member(maker.states.values())
        now = self._now()
        submitted = release.submit(viewing.acting_for(caller.current(), maker), now)
        review.ensure_submittable(release, now, self._numbers)
        return await self._save(submitted, maker, "submitted", session)

    @changing
    async def TakePressRelease(
        self, request: pb.TakePressReleaseRequest, session: Session
    ) -> pb.PressRelease:
        release, maker = await self._view.handed_in(request.name, session)
        representative = viewing.representing(caller.current())
        taken = release.take(representative, self._now())
        review.ensure_impartial(representative, release, maker.subject)
        return await self._save(taken, maker, "taken", session)

    @changing
    async def ApprovePressRelease(
        self, request: pb.ApprovePressReleaseRequest, session: Session
    ) -> pb.PressRelease:
        forms.ensure_sha256(request.sha256)
        release, maker = await self._view.handed_in(request.name, session)
        review.ensure_member(maker.states.values())
        now, representative = self._now(), viewing.representing(caller.current())
        approval = review.approval_of(release, request.sha256, representative, now, self._numbers)
        return await self._save(release.approve(approval, now), maker, "approved", session)

    async def WatchPressReleases(
        self, request: pb.WatchPressReleasesRequest, context: Any
    ) -> AsyncIterator[pb.WatchPressReleasesResponse]:
        only = request.press_release
        if only:
            await self._view.ensure_watchable(only)

        async def heard(event: Event) -> pb.PressRelease | None:
            release = await self._view.heard(event) if only in ("", event.resource) else None
            return self._dated(release) if release is not None else None

        async for entry in self._feed.follow(WATCH, request.resume_token, heard, only):
            yield entry.fill(pb.WatchPressReleasesResponse(), "press_release")

    def _form(self, message: pb.PressRelease, maker: Maker) -> Form:
        home = countries.country(maker.country, self._now().date())
        form, broken = wire.form_of(message, default_zone=home.time_zone if home else "")
        forms.ensure_form(form, self._numbers, broken)
        return form

    async def _referred_to(
        self, header: pb.UploadDraftRequest.Header, stored: StoredFile
    ) -> pb.PressRelease:
        """Makes a stored file the press release's draft, once per request id."""
        return await referred_to_once(
            self.requests,
            "PressReleaseService.UploadDraft",
            header,
            stored.sha256,
            refer=lambda session: self._attach(header.name, stored, session),
            is_kept=lambda: self._releases.refers_to(stored.id),
            discard=lambda: self._drafts.delete(stored.id),
        )

    async def _attach(self, name: str, stored: StoredFile, session: Session) -> pb.PressRelease:
        release, maker = await self._view.own(name, session)
        now = self._now()
        draft = Draft(
            number=release.drafts_uploaded + 1,
            file_id=stored.id,
            file_name=stored.name,
            size=stored.size,
            sha256=stored.sha256,
            uploaded=now,
        )
        attached = release.attach(draft, viewing.acting_for(caller.current(), maker), now)
        return await self._save(attached, maker, "draft_uploaded", session)

    async def _save(
        self, release: PressRelease, maker: Maker, what: str, session: Session
    ) -> pb.PressRelease:
        return await self._publish(
            await self._releases.save(release, session), maker, what, session
        )

    async def _publish(
        self, release: PressRelease, maker: Maker, what: str, session: Session
    ) -> pb.PressRelease:
        event = Event(
            type=f"press_release.{what}",
            resource=release.name,
            revision=release.revision,
            occurred=release.updated,
            actor=caller.current().subject,
            snapshot=wire.to_press_release(release).SerializeToString(),
            parties=(maker.subject,),
        )
        await self._events.append(event, session)
        return self._shown(release)

    def _page_of(self, page: Page, found: Sequence[PressRelease]) -> pb.ListPressReleasesResponse:
        shown, more = page.cut(found)
        cursors = [page.token(key_of(release)) for release in shown]
        return pb.ListPressReleasesResponse(
            press_releases=map(self._shown, shown),
            next_page_token=cursors[-1] if more else "",
            cursors=cursors,
        )

    def _shown(self, release: PressRelease) -> pb.PressRelease:
        return self._dated(viewing.shown_to(caller.current(), wire.to_press_release(release)))

    def _dated(self, message: pb.PressRelease) -> pb.PressRelease:
        """The message with the earliest date, which depends on when it is read."""
        if message.state == pb.PressRelease.DRAFT and message.time_zone:
            today = dates.local_date(self._now(), message.time_zone)
            earliest = dates.earliest_release(today, self._numbers)
            message.earliest_release_date.CopyFrom(wire.to_date(earliest))
        return message
