"""What every method on applications works with."""

from collections.abc import Callable
from datetime import datetime

from applications.domain.application import Application, Occasion
from applications.domain.maker import Maker
from applications.policy.numbers import Policy
from applications.policy.version import RULE_VERSION
from applications.service.admissions import Admissions
from applications.service.news import News
from applications.service.view import View
from applications.store.application import Applications
from chassis import caller
from chassis.actors import acting
from chassis.caller import Role
from chassis.mongo import Session
from chassis.requests import Requests
from handmade.applications.v1 import application_pb2 as pb


class Desk:
    """The stores and rules at hand, and what is done with every change."""

    def __init__(
        self,
        applications: Applications,
        view: View,
        admissions: Admissions,
        numbers: Policy,
        requests: Requests,
        news: News,
        now: Callable[[], datetime],
    ) -> None:
        self.requests = requests
        self._applications = applications
        self._view = view
        self._admissions = admissions
        self._numbers = numbers
        self._news = news
        self._now = now

    async def _saved(self, what: str, application: Application, session: Session) -> pb.Application:
        return self._view.shown(await self._kept(what, application, session))

    async def _kept(self, what: str, application: Application, session: Session) -> Application:
        saved = await self._applications.save(application, session)
        await self._news.of_application(what, saved, session)
        return saved

    def _occasion(self, role: Role) -> Occasion:
        return Occasion(acting(caller.current(), role), self._now(), RULE_VERSION)


def role_for(maker: Maker) -> Role:
    """In which role the caller acts for a maker: as the maker, or as one of its partners."""
    return Role.MAKER if maker.subject == caller.current().subject else Role.PARTNER
