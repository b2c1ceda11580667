"""Applying and reviewing."""

from collections.abc import AsyncIterator, Callable
from datetime import datetime
from typing import Any

from applications.domain.application import (
    Action,
    Application,
    Occasion,
    State,
)
from applications.domain.form import Form
from applications.domain.maker import Maker
from applications.domain.questionnaire import Questionnaire
from applications.policy import application as policy
from applications.policy.numbers import Policy
from applications.service.admissions import Admissions
from applications.service.form import Questionnaires
from applications.service.news import News
from applications.service.view import View
from applications.service.visibility import EVENTS_SCOPE
from applications.store.application import Applications
from applications.wire import application as wire
from applications.wire import questionnaire as questions
from chassis import caller, fields
from chassis.actors import acting
from chassis.caller import Role
from chassis.countries import countries
from chassis.events import Event
from chassis.feeds import Feed
from chassis.ids import ids_in, new_id
from chassis.mongo import Session
from chassis.paging import Pages
from chassis.requests import Requests, changing
from handmade.applications.v1 import application_pb2 as pb
from handmade.applications.v1 import application_pb2_grpc

WATCH = "applications"


class ApplicationService(application_pb2_grpc.ApplicationServiceServicer):
    """Answers for applications."""

    def __init__(
        self,
        applications: Applications,
        view: View,
        admissions: Admissions,
        questionnaires: Questionnaires,
        numbers: Policy,
        requests: Requests,
        news: News,
        feed: Feed,
        pages: Pages,
        now: Callable[[], datetime],
    ) -> None:
        self.requests = requests
        self._applications = applications
        self._view = view
        self._admissions = admissions
        self._questionnaires = questionnaires
        self._numbers = numbers
        self._news = news
        self._feed = feed
        self._pages = pages
        self._now = now

    async def GetApplication(
        self, request: pb.GetApplicationRequest, context: Any
    ) -> pb.Application:
        """One that the caller may see."""
        return self._view.shown(await self._view.seen(request.name))

    async def ListApplications(
        self, request: pb.ListApplicationsRequest, context: Any
    ) -> pb.ListApplicationsResponse:
        """A page of the caller's own, of a maker's, and for staff of all that were submitted."""
        page = self._pages.open(request)
        if request.region:
            policy.ensure_region(request.region, self._regions(), "region")
        selection = await self._view.listed(request)
        before = str(page.after[0]) if page.after else ""
        found, has_more = page.cut(await self._applications.page(selection, before, page.size + 1))
        cursors = [page.token((application.id,)) for application in found]
        return pb.ListApplicationsResponse(
            applications=[self._view.shown(application) for application in found],
            next_page_token=cursors[-1] if has_more else "",
            cursors=cursors,
        )

    async def LookupApplicationsByName(
        self, request: pb.LookupApplicationsByNameRequest, context: Any
    ) -> pb.LookupApplicationsByNameResponse:
        """Several at once."""
        ids = ids_in(request.names, wire.COLLECTION)
        seen = await self._view.several(each for each in ids if each)
        result = pb.LookupApplicationsByNameResponse.Result
        return pb.LookupApplicationsByNameResponse(
            results=[result(application=seen.get(each or "")) for each in ids]
        )

    @changing
    async def StartApplication(
        self, request: pb.StartApplicationRequest, session: Session
    ) -> pb.Application:
        """A draft, and with the first one the maker."""
        who, now = caller.current(), self._now()
        known = await self._view.acting(request.maker, session)
        email = self._address_of(known)
        form = self._questionnaires.present()
        given = questions.from_questionnaire(request.questionnaire, None, now)
        answers, region = self._answered(given, form)
        maker = await self._admissions.introduce(known, who, email, answers, session)
        await self._admissions.ensure_none_yet(maker.id, region, session)
        draft = Application(
            id=new_id(),
            maker_id=maker.id,
            subject=maker.subject,
            email=email,
            region=region,
            questionnaire=answers,
            questionnaire_version=form.version,
            created=now,
            updated=now,
        ).start(self._occasion(_role_for(maker)))
        added = await self._applications.add(draft, session)
        await self._news.of_application(Action.STARTED.value, added, session)
        return self._view.shown(added)

    @changing
    async def UpdateApplication(
        self, request: pb.UpdateApplicationRequest, session: Session
    ) -> pb.Application:
        """Other answers for a draft."""
        given = request.application
        application, _ = await self._view.own(given.name, session, "application.name")
        fields.ensure_current(given.etag, application.revision)
        application.ensure_draft()
        current = questions.to_questionnaire(application.questionnaire)
        merged = fields.merge(current, given.questionnaire, request.update_mask)
        attested = application.questionnaire.attested
        given_now = questions.from_questionnaire(merged, attested, self._now())
        form = self._questionnaires.of(application)
        answers, region = self._answered(given_now, form)
        await self._admissions.ensure_none_yet(application.maker_id, region, session)
        answered = application.answer(answers, region, self._now())
        return await self._saved("changed", answered, session)

    @changing
    async def SubmitApplication(
        self, request: pb.SubmitApplicationRequest, session: Session
    ) -> pb.Application:
        """Hands a draft in, for the e-mail address that the account has now."""
        application, maker = await self._view.own(request.name, session)
        application.ensure_draft()
        answers = application.questionnaire
        self._questionnaires.ensure_submittable(application)
        email = self._address_of(maker)
        await self._admissions.introduce(maker, caller.current(), email, answers, session)
        occasion = self._occasion(_role_for(maker))
        submitted = application.submit(email, policy.flags(answers), occasion)
        return await self._saved(Action.SUBMITTED.value, submitted, session)

    @changing
    async def TakeApplication(
        self, request: pb.TakeApplicationRequest, session: Session
    ) -> pb.Application:
        """Makes the caller its reviewer."""
        application = await self._view.seen(request.name, session)
        taken = application.take(self._occasion(Role.REVIEWER))
        return await self._saved(Action.TAKEN.value, taken, session)

    @changing
    async def ApproveApplication(
        self, request: pb.ApproveApplicationRequest, session: Session
    ) -> pb.Application:
        """Signs; with the last signature comes the invitation."""
        application = await self._view.seen(request.name, session)
        signed = application.approve(new_id(), self._occasion(Role.REVIEWER))
        if signed.state is State.APPROVED:
            await self._admissions.invite(signed, session)
        return await self._saved(signed.timeline[-1].action.value, signed, session)

    @changing
    async def DeclineApplication(
        self, request: pb.DeclineApplicationRequest, session: Session
    ) -> pb.Application:
        """Turns it down."""
        policy.ensure_explained(request.text, self._numbers)
        application = await self._view.seen(request.name, session)
        reason = wire.from_decline_reason(request.reason)
        declined = application.decline(reason, request.text, self._occasion(Role.REVIEWER))
        return await self._saved(Action.DECLINED.value, declined, session)

    async def GetQuestionnaireForm(
        self, request: pb.GetQuestionnaireFormRequest, context: Any
    ) -> pb.QuestionnaireForm:
        """What is asked now, or was asked in a version."""
        return self._questionnaires.shown(request)

    async def WatchApplications(
        self, request: pb.WatchApplicationsRequest, context: Any
    ) -> AsyncIterator[pb.WatchApplicationsResponse]:
        """Every change that the caller may hear of."""
        only = request.application
        if only:
            await self._view.seen(only, field="application", scope=EVENTS_SCOPE)

        async def heard(event: Event) -> pb.Application | None:
            return await self._view.heard(event) if only in ("", event.resource) else None

        async for entry in self._feed.follow(WATCH, request.resume_token, heard, only):
            yield entry.fill(pb.WatchApplicationsResponse(), "application")

    async def _saved(self, what: str, application: Application, session: Session) -> pb.Application:
        saved = await self._applications.save(application, session)
        await self._news.of_application(what, saved, session)
        return self._view.shown(saved)

    def _address_of(self, maker: Maker | None) -> str:
        """The verified address to write to: the caller's present one, or that a partner knows."""
        who = caller.current()
        if maker is not None and maker.subject != who.subject:
            return maker.email
        policy.ensure_reachable(who.email, who.email_verified)
        return who.email

    def _occasion(self, role: Role) -> Occasion:
        return Occasion(acting(caller.current(), role), self._now(), policy.RULE_VERSION)

    def _answered(self, given: Questionnaire, form: Form) -> tuple[Questionnaire, str]:
        """The answers as a draft may have them, and the region that they are for."""
        regions = self._regions()
        answers = self._questionnaires.answered(given, form, regions)
        return answers, regions[answers.country]

    def _regions(self) -> dict[str, str]:
        return {code: it.region for code, it in countries(self._now().date()).items()}


def _role_for(maker: Maker) -> Role:
    return Role.MAKER if maker.subject == caller.current().subject else Role.PARTNER
