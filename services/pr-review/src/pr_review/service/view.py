"""The press releases as the current caller may see and touch them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from chassis import caller
from chassis.actors import Actor
from chassis.caller import Caller, Role
from chassis.errors import InvalidRequest, Violation
from chassis.events import Event
from chassis.ids import id_in, is_name, malformed
from chassis.makers import Maker, Makers
from chassis.mongo import Session
from handmade.pr_review.v1 import press_release_pb2 as pb
from pr_review.domain.problems import MakerNotFound, NotFiledBySupport, PressReleaseNotFound
from pr_review.domain.release import PressRelease, State
from pr_review.domain.scopes import READ_EVENTS, WRITE
from pr_review.policy import review
from pr_review.service.clock import Clock
from pr_review.service.team import Team
from pr_review.service.visibility import (
    STAFF,
    heard_by,
    is_insider,
    may_see,
    told,
    writers,
)
from pr_review.store.comment import Comments
from pr_review.store.release import PressReleases, Selection
from pr_review.wire import release as wire
from pr_review.wire.release import COLLECTION, Beside


class View:
    """What of press releases there is for the caller. All stand as they do now: what lapsed has.

    Its maker, the partners whom the maker granted it and services see one always, staff from its
    submission on, support also what it filed itself, stakeholders what they were asked about. To
    everybody else it does not exist.
    """

    def __init__(
        self,
        releases: PressReleases,
        makers: Makers,
        comments: Comments,
        team: Team,
        clock: Clock,
        now: Callable[[], datetime],
    ) -> None:
        self._releases = releases
        self._makers = makers
        self._comments = comments
        self._team = team
        self._clock = clock
        self._now = now

    async def seen(
        self,
        name: str,
        session: Session | None = None,
        field: str = "name",
        scope: str = WRITE,
    ) -> PressRelease:
        """The press release, for partners within the scope. Fails with `PressReleaseNotFound`."""
        release, maker = await self._find(name, field, session)
        if not may_see(caller.current(), release, is_let=self._is_let(maker, scope)):
            raise PressReleaseNotFound
        return release

    async def own(
        self, name: str, session: Session | None = None, field: str = "name"
    ) -> tuple[PressRelease, Maker]:
        """The press release and the maker the caller acts for. Fails as `seen` does.

        Whoever of support started it acts for the maker until it is submitted. Fails with
        `NotFiledBySupport` for anything else that support sees.
        """
        release, maker = await self._find(name, field, session)
        who = caller.current()
        if maker is None:
            raise PressReleaseNotFound
        if self._makers.may_act(who, maker, WRITE):
            return release, maker
        if not (who.has(Role.SUPPORT) and may_see(who, release, is_let=False)):
            raise PressReleaseNotFound
        if release.submitted is not None or release.filer != who.subject:
            raise NotFiledBySupport
        return release, maker

    async def handed_in(
        self, name: str, session: Session | None = None, field: str = "name"
    ) -> tuple[PressRelease, Maker]:
        """The press release and its maker, for the press team. Fails as `seen` does."""
        release, maker = await self._find(name, field, session)
        if maker is None or release.submitted is None:
            raise PressReleaseNotFound
        return release, maker

    async def several(self, ids: Iterable[str]) -> dict[str, PressRelease]:
        """Those of the ids that the caller may see, in two commands."""
        found = await self._releases.with_ids(ids)
        makers = await self._makers.named(list({release.maker for release in found.values()}))
        standing = {
            key: self._as_it_stands(release, makers.get(release.maker))
            for key, release in found.items()
        }
        who = caller.current()
        return {
            key: release
            for key, release in standing.items()
            if may_see(who, release, is_let=self._is_let(makers.get(release.maker), WRITE))
        }

    async def listed(self, name: str, states: tuple[State, ...]) -> Selection:
        """Which press releases a list has. Fails with `MakerNotFound` for a hidden maker."""
        who = caller.current()
        if name and not is_name(name, "makers"):
            raise InvalidRequest([malformed("maker", "makers")])
        if name:
            selection = (await self.listed_of_each([name], states)).get(name)
            if selection is None:
                raise MakerNotFound
            return selection
        selection = self._open_to(who, states)
        if selection is not None:
            return selection
        own = await self._makers.of(who)
        return Selection(states, self._now(), maker=own.name if own else "", sees_drafts=True)

    async def listed_of_each(
        self, names: Sequence[str], states: tuple[State, ...] = tuple(State)
    ) -> dict[str, Selection]:
        """Which press releases of each of the makers the caller sees; none of a hidden maker."""
        who = caller.current()
        makers = (await self._makers.named(list(names))).values()
        asking = await self._asking(who, names)
        selections: dict[str, Selection] = {}
        for maker in makers:
            if self._is_let(maker, WRITE):
                selections[maker.name] = Selection(
                    states, self._now(), maker=maker.name, sees_drafts=True
                )
            elif asking is None or maker.name in asking:
                seen = self._open_to(who, states)
                if seen is not None:
                    selections[maker.name] = replace(seen, maker=maker.name)
        return selections

    async def heard(self, event: Event) -> pb.PressRelease | None:
        """What of an event may reach the caller, as things stand now.

        Whom the maker lets write is of the maker's side, also among the staff.
        """
        who = caller.current()
        roles = (*STAFF, Role.SERVICE, Role.STAKEHOLDER, Role.PARTNER)
        if not (who.subject in event.parties or who.has(*roles)):
            return None
        full = pb.PressRelease.FromString(event.snapshot)
        shown = heard_by(who, event, full)
        if who.has(Role.SERVICE) or who.subject in event.parties:
            return shown
        if shown is None and not who.has(Role.PARTNER):
            return None
        maker = await self._makers.heard_of(event, full.maker)
        if shown is not None and not (maker and who.subject in writers(maker)):
            return shown
        return told(who, event, full) if self._is_let(maker, READ_EVENTS) else None

    async def shown(self, release: PressRelease, session: Session | None = None) -> pb.PressRelease:
        """What the caller sees of a press release that it may see."""
        [message] = await self.all_shown([release], session)
        return message

    async def all_shown(
        self, releases: Sequence[PressRelease], session: Session | None = None
    ) -> list[pb.PressRelease]:
        """What the caller sees of several; what is told besides is read for all at once."""
        who = caller.current()
        inside = [it for it in releases if is_insider(who, it)]
        besides = await self._besides(inside, session)
        return [
            wire.to_press_release(it, besides[it.id])
            if it.id in besides
            else wire.for_maker(wire.to_press_release(it, self._beside(it)), who.subject)
            for it in releases
        ]

    async def full(
        self, releases: Sequence[PressRelease], session: Session | None = None
    ) -> list[pb.PressRelease]:
        """All of several press releases."""
        besides = await self._besides(releases, session)
        return [wire.to_press_release(it, besides[it.id]) for it in releases]

    async def _besides(
        self, releases: Sequence[PressRelease], session: Session | None
    ) -> dict[str, Beside]:
        """What is told with each to staff, in two commands at most."""
        submitted = [it.id for it in releases if it.submitted is not None]
        held = any(it.representative for it in releases)
        issues = await self._comments.open_issues_of_each(submitted, session) if submitted else {}
        away = await self._team.substitutes(session) if held else {}
        return {
            it.id: replace(
                self._beside(it, issues.get(it.id, 0), away),
                obstacles=self._obstacles(it, issues.get(it.id, 0)),
            )
            for it in releases
        }

    def _beside(
        self,
        release: PressRelease,
        open_issues: int = 0,
        away: Mapping[str, Actor] = MappingProxyType({}),
    ) -> Beside:
        by = release.representative
        return Beside(
            max_rounds=self._clock.max_rounds,
            open_issues=open_issues,
            substitute=away.get(by.subject) if by else None,
            earliest=self._clock.earliest(release),
            undo_expires=self._clock.undo_expires(release),
        )

    def _obstacles(self, release: PressRelease, open_issues: int) -> tuple[Violation, ...]:
        """What would be said to an approval now of the draft there is."""
        if release.state is not State.IN_REVIEW or release.draft is None:
            return ()
        return tuple(
            review.approvable(
                release,
                sha256=release.draft.sha256,
                open_issues=open_issues,
                membership_states=release.memberships,
                now=self._now(),
            )
        )

    def revision(self, release: PressRelease) -> int:
        """The revision that the caller's etag names."""
        if is_insider(caller.current(), release):
            return release.revision
        return wire.seen_revision(wire.to_press_release(release, Beside()))

    async def _find(
        self, name: str, field: str, session: Session | None
    ) -> tuple[PressRelease, Maker | None]:
        release = await self._releases.find(id_in(name, COLLECTION, field), session)
        if release is None:
            raise PressReleaseNotFound
        maker = await self._makers.find(release.maker, session)
        return self._as_it_stands(release, maker), maker

    async def known(self, release: PressRelease, session: Session) -> PressRelease:
        """A press release as it stands now, with what is known of its maker."""
        return self._as_it_stands(release, await self._makers.find(release.maker, session))

    def _as_it_stands(self, release: PressRelease, maker: Maker | None) -> PressRelease:
        if maker is None:
            return self._clock.standing(release)
        states = frozenset(maker.states.values())
        known = replace(release, granted=writers(maker), memberships=states)
        return self._clock.standing(known, maker.subject)

    async def standing(self, releases: Iterable[PressRelease]) -> list[PressRelease]:
        """The press releases of a list as they stand now.

        Whom their makers let write, and whether they are members, matters inside alone.
        """
        found = list(releases)
        is_staff = caller.current().has(*STAFF, Role.STAKEHOLDER, Role.SERVICE)
        makers = await self._makers.named(sorted({it.maker for it in found})) if is_staff else {}
        return [self._as_it_stands(it, makers.get(it.maker)) for it in found]

    def _is_let(self, maker: Maker | None, scope: str) -> bool:
        return self._makers.may_act(caller.current(), maker, scope)

    async def _asking(self, who: Caller, names: Sequence[str]) -> frozenset[str] | None:
        """The makers a mere stakeholder was asked about; None for anybody else."""
        if who.has(*STAFF, Role.SERVICE) or not who.has(Role.STAKEHOLDER):
            return None
        return await self._releases.makers_asking(who.subject, names)

    def _open_to(self, who: Caller, states: tuple[State, ...]) -> Selection | None:
        """Everybody's press releases that somebody sees; None for who sees only their own."""
        now = self._now()
        if who.has(Role.SERVICE):
            return Selection(states, now, sees_drafts=True)
        if who.has(*STAFF):
            filer = who.subject if who.has(Role.SUPPORT) else ""
            return Selection(states, now, filer=filer)
        if who.has(Role.STAKEHOLDER):
            return Selection(states, now, asked=who.subject)
        return None
