"""Who may see which press release, and what of the people in it."""

from collections.abc import Iterable

from chassis import caller
from chassis.actors import Actor, acting, hide_accounts
from chassis.caller import Caller, Role
from chassis.errors import InvalidRequest
from chassis.events import Event
from chassis.ids import id_in, is_name, malformed
from chassis.makers import Maker, Makers
from chassis.mongo import Session
from handmade.pr_review.v1 import press_release_pb2 as pb
from pr_review.domain.press_release import PressRelease, State
from pr_review.domain.problems import MakerNotFound, PressReleaseNotFound
from pr_review.store.release import PressReleases
from pr_review.wire import release as wire

COLLECTION = "pressReleases"
WRITE = "press:write"
READ_EVENTS = "events:read"

_SUBMITTED = frozenset(State) - {State.DRAFT}
_READS_SUBMITTED = (Role.PR, Role.PR_LEAD, Role.SUPPORT, Role.ADMIN)


class View:
    """The press releases as the current caller may see and touch them.

    Its maker, the partners whom the maker granted it and services see one always, staff from its
    submission on. To everybody else it does not exist.
    """

    def __init__(self, releases: PressReleases, makers: Makers) -> None:
        self._releases = releases
        self._makers = makers

    async def seen(self, name: str) -> PressRelease:
        """The press release. Fails with `PressReleaseNotFound`."""
        release, maker = await self._find(name, "name", None)
        if not self._may_see(release, maker, WRITE):
            raise PressReleaseNotFound
        return release

    async def ensure_watchable(self, name: str) -> None:
        """Fails with `PressReleaseNotFound` unless the caller may hear of its changes."""
        release, maker = await self._find(name, "press_release", None)
        if not self._may_see(release, maker, READ_EVENTS):
            raise PressReleaseNotFound

    async def own(
        self, name: str, session: Session | None = None, field: str = "name"
    ) -> tuple[PressRelease, Maker]:
        """The press release and the maker the caller acts for. Fails as `seen` does."""
        release, maker = await self._find(name, field, session)
        if maker is None or not self._makers.may_act(caller.current(), maker, WRITE):
            raise PressReleaseNotFound
        return release, maker

    async def handed_in(self, name: str, session: Session) -> tuple[PressRelease, Maker]:
        """The press release and its maker, for the press team. Fails as `seen` does."""
        release, maker = await self._find(name, "name", session)
        if maker is None or release.state not in _SUBMITTED:
            raise PressReleaseNotFound
        return release, maker

    async def several(self, ids: Iterable[str]) -> dict[str, PressRelease]:
        """Those of the ids that the caller may see, in two commands."""
        found = await self._releases.with_ids(ids)
        makers = await self._makers.named(list({release.maker for release in found.values()}))
        return {
            key: release
            for key, release in found.items()
            if self._may_see(release, makers.get(release.maker), WRITE)
        }

    async def listed(self, name: str) -> tuple[str | None, frozenset[State]]:
        """Whose press releases a list may have, None for everybody's, and in which states."""
        who = caller.current()
        if name and not is_name(name, "makers"):
            raise InvalidRequest([malformed("maker", "makers")])
        if name:
            states = (await self.listed_of_each([name])).get(name)
            if states is None:
                raise MakerNotFound
            return name, states
        if states := states_open_to(who):
            return None, states
        own = await self._makers.of(who)
        return (own.name if own else ""), frozenset(State)

    async def listed_of_each(self, names: list[str]) -> dict[str, frozenset[State]]:
        """The makers of these names whose press releases the caller may see, in which states."""
        who = caller.current()
        found = (await self._makers.named(names)).values()
        open_states = {
            maker.name: frozenset(State)
            if self._makers.may_act(who, maker, WRITE)
            else states_open_to(who)
            for maker in found
        }
        return {name: states for name, states in open_states.items() if states}

    async def heard(self, event: Event) -> pb.PressRelease | None:
        """What of an event may reach the caller, as things stand now.

        Only of partners the maker's grants are asked for: whoever else it is, roles say enough.
        """
        who = caller.current()
        is_own, staff_states = who.subject in event.parties, states_open_to(who)
        if not (is_own or staff_states or who.has(Role.PARTNER)):
            return None
        message = pb.PressRelease.FromString(event.snapshot)
        if is_own or wire.from_state(message.state) in staff_states:
            return shown_to(who, message)
        if who.has(Role.PARTNER) and await self._makers.may_hear(
            who, event, message.maker, READ_EVENTS
        ):
            return shown_to(who, message)
        return None

    async def _find(
        self, name: str, field: str, session: Session | None
    ) -> tuple[PressRelease, Maker | None]:
        release = await self._releases.find(id_in(name, COLLECTION, field), session)
        if release is None:
            raise PressReleaseNotFound
        return release, await self._makers.find(release.maker, session)

    def _may_see(self, release: PressRelease, maker: Maker | None, scope: str) -> bool:
        if self._makers.may_act(caller.current(), maker, scope):
            return True
        return release.state in states_open_to(caller.current())


def states_open_to(who: Caller) -> frozenset[State]:
    """The states in which the caller sees everybody's press releases."""
    if who.has(Role.SERVICE):
        return frozenset(State)
    return _SUBMITTED if who.has(*_READS_SUBMITTED) else frozenset()


def shown_to(who: Caller, message: pb.PressRelease) -> pb.PressRelease:
    """The message; to whoever is not of the staff, without the accounts of all others."""
    if states_open_to(who):
        return message
    hide_accounts((entry.actor for entry in message.timeline), who.subject)
    if message.HasField("representative"):
        hide_accounts([message.representative], who.subject)
    if message.HasField("approval"):
        hide_accounts([message.approval.representative], who.subject)
    return message


def acting_for(who: Caller, maker: Maker) -> Actor:
    """The caller as the maker, or as somebody acting for it."""
    role = Role.MAKER if maker.subject == who.subject else Role.PARTNER
    return acting(who, role)


def representing(who: Caller) -> Actor:
    """The caller as a member of the press team."""
    return acting(who, Role.PR_LEAD if who.has(Role.PR_LEAD) else Role.PR)
