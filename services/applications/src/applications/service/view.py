"""The applications as the current caller may see them, and for whom the caller may apply."""

from collections.abc import Iterable

from applications.domain.application import Application, ApplicationNotFound
from applications.domain.maker import Maker, MakerNotFound
from applications.policy.application import ensure_address
from applications.service.form import Questionnaires
from applications.service.listeners import Listeners
from applications.service.visibility import (
    STAFF,
    application_in,
    may_see_application,
    shown_application,
)
from applications.store.application import Applications, Selection
from applications.store.maker import Makers
from applications.wire import application as wire
from applications.wire.maker import COLLECTION as MAKERS
from chassis import caller
from chassis.caller import Role
from chassis.errors import invalid
from chassis.events import Event
from chassis.ids import id_in
from chassis.makers import GrantMissing
from chassis.mongo import Session
from handmade.applications.v1 import application_pb2 as pb

APPLY_SCOPE = "applications:write"


class View:
    """What of applications there is for the caller. Of partners it asks the maker's grants anew."""

    def __init__(
        self, applications: Applications, makers: Makers, questionnaires: Questionnaires
    ) -> None:
        self._applications = applications
        self._makers = makers
        self._questionnaires = questionnaires
        self._listeners = Listeners(makers)

    async def seen(
        self,
        name: str,
        session: Session | None = None,
        field: str = "name",
        scope: str = APPLY_SCOPE,
    ) -> Application:
        """The application, for partners within the scope. Fails with `ApplicationNotFound`."""
        found = await self._applications.find(id_in(name, wire.COLLECTION, field), session)
        if found is None or not may_see_application(
            caller.current(), found, await self._is_let(found.maker_id, scope, session)
        ):
            raise ApplicationNotFound
        return found

    async def own(
        self, name: str, session: Session | None, field: str = "name"
    ) -> tuple[Application, Maker]:
        """The application and the maker the caller acts for. Fails as `seen` does."""
        found = await self._applications.find(id_in(name, wire.COLLECTION, field), session)
        maker = await self._makers.find(found.maker_id, session) if found else None
        if found is None or maker is None or not _acts_for(maker):
            raise ApplicationNotFound
        return found, maker

    async def acting(self, name: str, session: Session) -> Maker | None:
        """The maker the caller applies for, which partners name; None for one not known yet.

        Fails with `GrantMissing` for somebody else's maker that has not granted it.
        """
        who = caller.current()
        if name:
            named = await self._makers.find(id_in(name, MAKERS, "maker"), session)
            if named is None or not _acts_for(named):
                raise GrantMissing(APPLY_SCOPE)
            return named
        own = await self._makers.of_account(who.subject, session)
        if own is None and not who.has(Role.MAKER):
            raise GrantMissing(APPLY_SCOPE, is_named=False)
        return own

    async def several(self, ids: Iterable[str]) -> dict[str, pb.Application]:
        """Those of the ids that the caller may see, by id."""
        found = await self._applications.with_ids(ids)
        who = caller.current()
        makers: dict[str, Maker] = {}
        if who.has(Role.PARTNER):
            makers = await self._makers.with_ids({it.maker_id for it in found.values()})
        return {
            it.id: self.shown(it)
            for it in found.values()
            if may_see_application(
                who, it, it.maker_id in makers and _is_granted(makers[it.maker_id], APPLY_SCOPE)
            )
        }

    async def listed(self, request: pb.ListApplicationsRequest) -> Selection:
        """Which applications a list may have. Fails with `MakerNotFound` for a hidden maker."""
        who = caller.current()
        is_staff = who.has(*STAFF, Role.SERVICE)
        if request.email and not is_staff:
            raise invalid("email", "STAFF_ONLY", "Only the staff looks for an address.")
        email = request.email.strip()
        if request.email:
            ensure_address(email, "email")
        subject, maker_id = who.subject, ""
        if request.maker:
            maker_id = id_in(request.maker, MAKERS, "maker")
            maker = await self._makers.find(maker_id)
            if maker is None or not (is_staff or _acts_for(maker)):
                raise MakerNotFound
            subject = who.subject if is_staff or request.mine else maker.subject
        return Selection(
            subject=subject,
            submitted_too=is_staff and not request.mine,
            states=tuple(wire.from_state(state) for state in request.states),
            region=request.region,
            maker_id=maker_id,
            email=email,
        )

    async def heard(self, event: Event) -> pb.Application | None:
        """What of an event the caller may hear, as things stand now."""
        who = caller.current()
        is_party = who.subject in event.parties
        is_listener = is_party or who.has(*STAFF, Role.SERVICE, Role.PARTNER)
        if not is_listener or not event.type.startswith("application."):
            return None
        full = pb.Application.FromString(event.snapshot)
        shown = application_in(who, event, full)
        if shown is not None or is_party or not who.has(Role.PARTNER):
            return shown
        listens = await self._listeners.may_hear(who, event, full.maker)
        return application_in(who, event, full, listens=listens)

    def shown(self, application: Application) -> pb.Application:
        """What the caller sees of an application that it may see."""
        who = caller.current()
        is_own = application.has_part(who.subject)
        full = wire.to_application(application, self._questionnaires.problems(application))
        return shown_application(who, full, is_own=is_own)

    async def _is_let(self, maker_id: str, scope: str, session: Session | None = None) -> bool:
        if not caller.current().has(Role.PARTNER):
            return False
        maker = await self._makers.find(maker_id, session)
        return maker is not None and _is_granted(maker, scope)


def _acts_for(maker: Maker) -> bool:
    return maker.subject == caller.current().subject or _is_granted(maker, APPLY_SCOPE)


def _is_granted(maker: Maker, scope: str) -> bool:
    who = caller.current()
    return who.has(Role.PARTNER) and maker.is_granted(who.subject, scope)
