"""What waits for the press team and for those who are asked, and who did what."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, cast

from chassis import caller
from chassis.activity import Activity
from chassis.caller import Role
from chassis.paging import Pages
from chassis.requests import Requests
from handmade.pr_review.v1 import press_release_work_pb2 as pb
from handmade.pr_review.v1 import press_release_work_pb2_grpc as stubs
from pr_review.domain.release import OwnPressRelease
from pr_review.domain.work import WorkFilter
from pr_review.letters import APPROVALS, Letters
from pr_review.policy import review, texts
from pr_review.policy import work as policy
from pr_review.policy.numbers import Policy
from pr_review.service.absences import Attendance
from pr_review.service.figures import Figures
from pr_review.service.planning import Planning
from pr_review.service.team import Team
from pr_review.service.view import View
from pr_review.service.visibility import STAFF
from pr_review.store.absence import Absences
from pr_review.store.calendar import Calendar
from pr_review.store.work import Place, Work
from pr_review.wire import release as releases
from pr_review.wire import work as wire


class PressReleaseWorkService(Attendance, Planning, stubs.PressReleaseWorkServiceServicer):
    """Answers for the work of the press team."""

    def __init__(
        self,
        work: Work,
        calendar: Calendar,
        figures: Figures,
        absences: Absences,
        activity: Activity,
        letters: Letters,
        *,
        view: View,
        team: Team,
        numbers: Policy,
        requests: Requests,
        pages: Pages,
        now: Callable[[], datetime],
    ) -> None:
        self.requests = requests
        self._work = work
        self._calendar = calendar
        self._figures = figures
        self._absences = absences
        self._activity = activity
        self._letters = letters
        self._view = view
        self._team = team
        self._numbers = numbers
        self._pages = pages
        self._now = now

    async def ListPressReleaseWork(
        self, request: pb.ListPressReleaseWorkRequest, context: Any
    ) -> pb.ListPressReleaseWorkResponse:
        """A page of what waits; whoever looks can be given some of it, or be asked, from now on."""
        page = self._pages.open(request)
        wanted = await self._wanted(request.filter)
        await self._team.remember_colleague()
        after = cast("Place | None", page.after)
        stored, has_more = page.cut(await self._work.page(wanted, after, page.size + 1))
        # What waits is due at some time.
        cursors = [page.token((cast("datetime", it.next_due), it.id)) for it in stored]
        shown = await self._view.all_shown(await self._view.standing(stored))
        return pb.ListPressReleaseWorkResponse(
            items=[
                wire.to_item(it, message, wanted.asker, wanted.now)
                for it, message in zip(stored, shown, strict=True)
            ],
            next_page_token=cursors[-1] if has_more else "",
            cursors=cursors,
        )

    async def CountPressReleaseWork(
        self, request: pb.CountPressReleaseWorkRequest, context: Any
    ) -> pb.PressReleaseWorkCounts:
        """How much waits."""
        return wire.to_counts(await self._work.count(await self._wanted(request.filter)))

    async def ListPressActivity(
        self, request: pb.ListPressActivityRequest, context: Any
    ) -> pb.ListPressActivityResponse:
        """A page of what was done, but for what the caller has a part in."""
        listed = await self._activity.listed(request, self._pages)
        return pb.ListPressActivityResponse(
            entries=map(wire.to_entry, listed.entries),
            next_page_token=listed.next_page_token,
            cursors=listed.cursors,
        )

    async def PreviewPressLetter(
        self, request: pb.PreviewPressLetterRequest, context: Any
    ) -> pb.PressLetterPreview:
        """What the maker would read, if it were decided now. Nothing is stored or sent."""
        conditions = texts.ensure_letter(request.words, request.conditions, self._numbers)
        release, maker = await self._view.handed_in(request.press_release, field="press_release")
        if release.has_part(caller.current().subject):
            raise OwnPressRelease
        reason = releases.from_decline_reason(request.reason) if request.reason else None
        kind = releases.from_letter_kind(request.kind)
        if kind in APPROVALS:
            conditions = review.with_conditions_of_stakeholders(release, conditions)
        letter = self._letters.write(kind, release, maker, request.words, reason, conditions)
        return pb.PressLetterPreview(
            subject=letter.subject, text=letter.text, language_code=letter.language
        )

    async def _wanted(self, message: pb.PressReleaseWorkFilter) -> WorkFilter:
        policy.ensure_countries("filter.countries", message.countries, self._numbers)
        who, now = caller.current(), self._now()
        return wire.from_filter(
            message,
            who.subject,
            now,
            self._numbers.lapsing,
            acts_for=await self._absences.stands_in_for(who.subject, now),
            only_asked=who.has(Role.STAKEHOLDER) and not who.has(*STAFF),
        )
