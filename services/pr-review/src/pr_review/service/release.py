"""Press release methods of the contract: reading here, each kind of change in a file of its own."""

from collections.abc import AsyncIterator, Callable, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from chassis.events import Event
from chassis.feeds import Feed
from chassis.files import Files
from chassis.ids import ids_in
from chassis.makers import Makers
from chassis.mongo import Mongo
from chassis.paging import Page, Pages
from chassis.requests import Requests
from handmade.pr_review.v1 import press_release_pb2 as pb
from handmade.pr_review.v1 import press_release_pb2_grpc as stubs
from pr_review.domain.release import PressRelease
from pr_review.domain.scopes import READ_EVENTS
from pr_review.inspection import Inspection
from pr_review.letters import Letters
from pr_review.policy.numbers import Policy
from pr_review.scanning import Scanner
from pr_review.service.clock import Clock
from pr_review.service.closing import Closing
from pr_review.service.deciding import Deciding
from pr_review.service.downloads import Downloads
from pr_review.service.drafting import Drafting
from pr_review.service.editing import Editing
from pr_review.service.filing import Filing
from pr_review.service.lapsing import Lapsing
from pr_review.service.news import News
from pr_review.service.rereading import Rereading
from pr_review.service.taking import Taking
from pr_review.service.team import Team
from pr_review.service.view import View
from pr_review.store.comment import Comments
from pr_review.store.reading import Readings
from pr_review.store.release import PressReleases, key_of
from pr_review.wire import release as wire

WATCH = "pressReleases"


class PressReleaseService(
    Filing, Drafting, Editing, Closing, Taking, Deciding, stubs.PressReleaseServiceServicer
):
    """Answers for press releases."""

    def __init__(
        self,
        mongo: Mongo,
        releases: PressReleases,
        makers: Makers,
        comments: Comments,
        drafts: Files,
        readings: Readings,
        inspection: Inspection,
        letters: Letters,
        lapsing: Lapsing,
        *,
        scanner: Scanner,
        rereading: Rereading,
        downloads: Downloads,
        view: View,
        team: Team,
        clock: Clock,
        numbers: Policy,
        requests: Requests,
        news: News,
        feed: Feed,
        pages: Pages,
        now: Callable[[], datetime],
    ) -> None:
        super().__init__(releases, view, team, clock, numbers, requests, news, now)
        self._mongo = mongo
        self._makers = makers
        self._comments = comments
        self._drafts = drafts
        self._readings = readings
        self._inspection = inspection
        self._letters = letters
        self._lapsing = lapsing
        self._scanner = scanner
        self._rereading = rereading
        self._downloads = downloads
        self._feed = feed
        self._pages = pages

    async def GetPressRelease(
        self, request: pb.GetPressReleaseRequest, context: Any
    ) -> pb.PressRelease:
        """One that the caller may see."""
        return await self._view.shown(await self._view.seen(request.name))

    async def ListPressReleases(
        self, request: pb.ListPressReleasesRequest, context: Any
    ) -> pb.ListPressReleasesResponse:
        """A page of the caller's own, of a maker's, and for staff of all that were submitted."""
        page = self._pages.open(request)
        selection = await self._view.listed(request.maker, wire.states_of(request))
        found = await self._view.standing(await self._releases.page(page, selection))
        return self._page_of(page, found, await self._view.all_shown(found))

    async def BatchListPressReleases(
        self, request: pb.BatchListPressReleasesRequest, context: Any
    ) -> pb.BatchListPressReleasesResponse:
        """The first of several makers."""
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
        stored = await self._releases.first_of_each(visible, size + 1) if visible else {}
        every = await self._view.standing(it for each in stored.values() for it in each)
        standing = iter(every)
        found = {name: list(islice(standing, len(each))) for name, each in stored.items()}
        shown = await self._view.all_shown(every)
        messages = {release.id: message for release, message in zip(every, shown, strict=True)}
        result = pb.BatchListPressReleasesResponse.Result
        return pb.BatchListPressReleasesResponse(
            results=[
                result(
                    page=self._page_of(
                        pages[name], found[name], [messages[it.id] for it in found[name]]
                    )
                    if name in found
                    else None
                )
                for name in request.makers
            ]
        )

    async def LookupPressReleasesByName(
        self, request: pb.LookupPressReleasesByNameRequest, context: Any
    ) -> pb.LookupPressReleasesByNameResponse:
        """Several at once."""
        ids = ids_in(request.names, wire.COLLECTION)
        found = await self._view.several({known for known in ids if known})
        shown = await self._view.all_shown(list(found.values()))
        seen = dict(zip(found, shown, strict=True))
        result = pb.LookupPressReleasesByNameResponse.Result
        return pb.LookupPressReleasesByNameResponse(
            results=[result(press_release=seen.get(known or "")) for known in ids]
        )

    async def WatchPressReleases(
        self, request: pb.WatchPressReleasesRequest, context: Any
    ) -> AsyncIterator[pb.WatchPressReleasesResponse]:
        """Every change that the caller may hear of."""
        only = request.press_release
        if only:
            await self._view.seen(only, field="press_release", scope=READ_EVENTS)

        async def heard(event: Event) -> pb.PressRelease | None:
            return await self._view.heard(event) if only in ("", event.resource) else None

        async for entry in self._feed.follow(WATCH, request.resume_token, heard, only):
            yield entry.fill(pb.WatchPressReleasesResponse(), "press_release")

    def _page_of(
        self, page: Page, found: Sequence[PressRelease], messages: Sequence[pb.PressRelease]
    ) -> pb.ListPressReleasesResponse:
        shown, more = page.cut(list(zip(found, messages, strict=True)))
        cursors = [page.token(key_of(release)) for release, _ in shown]
        return pb.ListPressReleasesResponse(
            press_releases=[message for _, message in shown],
            next_page_token=cursors[-1] if more else "",
            cursors=cursors,
        )
