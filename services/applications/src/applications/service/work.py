"""What waits for reviewers, who did what, and how it goes."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, cast

from applications.domain.work import WorkFilter
from applications.policy import application as policy
from applications.service.figures import Figures
from applications.service.view import View
from applications.store.work import Place, Work
from applications.wire import work as wire
from chassis import caller, weeks
from chassis.activity import Activity
from chassis.caller import Role
from chassis.countries import region_of_each
from chassis.paging import Pages
from chassis.staff import Staff
from handmade.applications.v1 import application_work_pb2 as pb
from handmade.applications.v1 import application_work_pb2_grpc


class ApplicationWorkService(application_work_pb2_grpc.ApplicationWorkServiceServicer):
    """Answers for the work of reviewers."""

    def __init__(
        self,
        work: Work,
        view: View,
        activity: Activity,
        figures: Figures,
        staff: Staff,
        pages: Pages,
        now: Callable[[], datetime],
    ) -> None:
        self._work = work
        self._view = view
        self._activity = activity
        self._figures = figures
        self._staff = staff
        self._pages = pages
        self._now = now

    async def ListApplicationWork(
        self, request: pb.ListApplicationWorkRequest, context: Any
    ) -> pb.ListApplicationWorkResponse:
        """A page of what waits; whoever looks can be handed some of it from now on."""
        page = self._pages.open(request)
        wanted = self._wanted(request.filter)
        await self._staff.remember(caller.current(), Role.REVIEWER)
        after = cast("Place | None", page.after)
        found, has_more = page.cut(await self._work.page(wanted, after, page.size + 1))
        # What waits is due at some time.
        cursors = [page.token((cast("datetime", it.next_due), it.id)) for it in found]
        return pb.ListApplicationWorkResponse(
            items=[wire.to_item(it, self._view.shown(it), wanted.now) for it in found],
            next_page_token=cursors[-1] if has_more else "",
            cursors=cursors,
        )

    async def CountApplicationWork(
        self, request: pb.CountApplicationWorkRequest, context: Any
    ) -> pb.ApplicationWorkCounts:
        """How much waits."""
        return wire.to_counts(await self._work.count(self._wanted(request.filter)))

    async def ListActivity(
        self, request: pb.ListActivityRequest, context: Any
    ) -> pb.ListActivityResponse:
        """A page of what was done, but for what the caller has a part in."""
        listed = await self._activity.listed(request, self._pages)
        return pb.ListActivityResponse(
            entries=map(wire.to_entry, listed.entries),
            next_page_token=listed.next_page_token,
            cursors=listed.cursors,
        )

    async def ListWeeklyFigures(
        self, request: pb.ListWeeklyFiguresRequest, context: Any
    ) -> pb.ListWeeklyFiguresResponse:
        """The weeks up to the present one."""
        asked_for = weeks.asked_for(request)
        if request.region:
            policy.ensure_region(request.region, region_of_each(self._now().date()), "region")
        told = await self._figures.weeks(asked_for, request.region)
        return pb.ListWeeklyFiguresResponse(weeks=[wire.to_week(week) for week in told])

    async def ListReviewers(
        self, request: pb.ListReviewersRequest, context: Any
    ) -> pb.ListReviewersResponse:
        """Everybody who is known to review."""
        known = await self._staff.having(Role.REVIEWER)
        taken = await self._work.taken(colleague.subject for colleague in known)
        return pb.ListReviewersResponse(
            reviewers=[wire.to_reviewer(it, taken.get(it.subject, 0)) for it in known]
        )

    def _wanted(self, message: pb.ApplicationWorkFilter) -> WorkFilter:
        regions = region_of_each(self._now().date())
        policy.ensure_regions(message.regions, regions, "filter.regions")
        return wire.from_filter(message, caller.current(), self._now())
