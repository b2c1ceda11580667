"""Methods of the contract on what is said of press releases: reading here, changes beside it."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from chassis import caller
from chassis.ids import id_in, ids_in
from chassis.paging import Page, Pages
from chassis.requests import Requests
from handmade.pr_review.v1 import press_review_pb2 as pb
from handmade.pr_review.v1 import press_review_pb2_grpc as stubs
from pr_review.domain.comment import Comment
from pr_review.domain.release import PressRelease
from pr_review.policy.numbers import Policy
from pr_review.service.clock import Clock
from pr_review.service.commenting import Commenting
from pr_review.service.consulting import Consulting
from pr_review.service.news import News
from pr_review.service.team import Team
from pr_review.service.view import View
from pr_review.service.visibility import is_insider
from pr_review.store.comment import Comments, Wanted, key_of
from pr_review.store.reading import Readings
from pr_review.store.release import PressReleases
from pr_review.wire import comment as wire
from pr_review.wire.release import COLLECTION


class PressReviewService(Commenting, Consulting, stubs.PressReviewServiceServicer):
    """Answers for comments and stakeholders."""

    def __init__(
        self,
        releases: PressReleases,
        comments: Comments,
        readings: Readings,
        *,
        view: View,
        team: Team,
        clock: Clock,
        numbers: Policy,
        requests: Requests,
        news: News,
        pages: Pages,
        now: Callable[[], datetime],
    ) -> None:
        super().__init__(releases, view, team, clock, numbers, requests, news, now)
        self._comments = comments
        self._readings = readings
        self._pages = pages

    async def ListPressComments(
        self, request: pb.ListPressCommentsRequest, context: Any
    ) -> pb.ListPressCommentsResponse:
        """A page of those on one press release that the caller sees."""
        page = self._pages.open(request)
        release = await self._view.seen(request.press_release, field="press_release")
        found = await self._comments.page(page, release.id, _wanted(request, release))
        return _page_of(page, found, release)

    async def BatchListPressComments(
        self, request: pb.BatchListPressCommentsRequest, context: Any
    ) -> pb.BatchListPressCommentsResponse:
        """The first of several press releases."""
        ids = ids_in(request.press_releases, COLLECTION, "press_releases")
        pages = {
            id_in(name, COLLECTION): self._pages.open(
                pb.ListPressCommentsRequest(
                    press_release=name,
                    page_size=request.page_size,
                    issues=request.issues,
                    visibility=request.visibility,
                )
            )
            for name, known in zip(request.press_releases, ids, strict=True)
            if known
        }
        seen = await self._view.several(pages) if pages else {}
        wanted = {key: _wanted(request, release) for key, release in seen.items()}
        size = max((page.size for page in pages.values()), default=0)
        found = await self._comments.first_of_each(wanted, size + 1) if wanted else {}
        result = pb.BatchListPressCommentsResponse.Result
        return pb.BatchListPressCommentsResponse(
            results=[
                result(
                    page=_page_of(pages[key], found.get(key, ()), seen[key])
                    if key in seen
                    else None
                )
                for key in (known or "" for known in ids)
            ]
        )


def _wanted(
    request: pb.ListPressCommentsRequest | pb.BatchListPressCommentsRequest, release: PressRelease
) -> Wanted:
    statuses = (wire.from_issue(it) for it in request.issues)
    return Wanted(
        sees_internal=is_insider(caller.current(), release),
        statuses=tuple(it for it in statuses if it is not None),
        visibility=wire.from_visibility(request.visibility),
    )


def _page_of(
    page: Page, found: Sequence[Comment], release: PressRelease
) -> pb.ListPressCommentsResponse:
    shown, more = page.cut(found)
    who = caller.current()
    is_inside = is_insider(who, release)
    cursors = [page.token(key_of(comment)) for comment in shown]
    return pb.ListPressCommentsResponse(
        comments=[wire.to_comment(it, reader=who.subject, sees_internal=is_inside) for it in shown],
        next_page_token=cursors[-1] if more else "",
        cursors=cursors,
    )
