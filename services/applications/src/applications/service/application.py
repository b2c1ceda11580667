"""Applying and reviewing."""

from collections.abc import AsyncIterator, Callable
from datetime import datetime
from typing import Any

from applications.domain.application import Action, Application, Flag
from applications.domain.form import Form
from applications.domain.maker import Maker
from applications.domain.membership import MembershipReason
from applications.domain.questionnaire import Questionnaire
from applications.policy import application as policy
from applications.policy import review
from applications.policy.numbers import Policy
from applications.service.admissions import Admissions
from applications.service.desk import role_for
from applications.service.expiry import Expiry
from applications.service.form import Questionnaires
from applications.service.news import News
from applications.service.photos import Photographs, PhotoStudio
from applications.service.review import Reviews
from applications.service.view import View
from applications.service.visibility import EVENTS_SCOPE
from applications.store.application import Applications
from applications.wire import application as wire
from applications.wire import questionnaire as questions
from chassis import caller, fields
from chassis.countries import region_of_each
from chassis.events import Event
from chassis.feeds import Feed
from chassis.ids import ids_in, new_id
from chassis.mongo import Session
from chassis.paging import Pages
from chassis.requests import Requests, changing
from chassis.staff import Staff
from handmade.applications.v1 import application_pb2 as pb
from handmade.applications.v1 import application_pb2_grpc

WATCH = "applications"


class ApplicationService(Reviews, Photographs, application_pb2_grpc.ApplicationServiceServicer):
    """Answers for applications: to applicants here, to the staff in `Reviews`."""

    def __init__(
        self,
        applications: Applications,
        view: View,
        admissions: Admissions,
        questionnaires: Questionnaires,
        expiry: Expiry,
        staff: Staff,
        studio: PhotoStudio,
        numbers: Policy,
        requests: Requests,
        news: News,
        feed: Feed,
        pages: Pages,
        now: Callable[[], datetime],
    ) -> None:
        super().__init__(applications, view, admissions, numbers, requests, news, now)
        self._questionnaires = questionnaires
        self._expiry = expiry
        self._staff = staff
        self._studio = studio
        self._feed = feed
        self._pages = pages

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
            policy.ensure_region(request.region, region_of_each(self._now().date()), "region")
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
        await self._ensure_may_apply(maker, email, region, session)
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
        ).start(self._occasion(role_for(maker)))
        added = await self._applications.add(draft, session)
        await self._news.of_application(Action.STARTED.value, added, session)
        return self._view.shown(added)

    @changing
    async def UpdateApplication(
        self, request: pb.UpdateApplicationRequest, session: Session
    ) -> pb.Application:
        """Other answers for a draft."""
        given = request.application
        application, maker = await self._view.own(given.name, session, "application.name")
        fields.ensure_current(given.etag, application.revision)
        application.ensure_draft()
        current = questions.to_questionnaire(application.questionnaire)
        merged = fields.merge(current, given.questionnaire, request.update_mask)
        attested = application.questionnaire.attested
        given_now = questions.from_questionnaire(merged, attested, self._now())
        form = self._questionnaires.of(application)
        answers, region = self._answered(given_now, form)
        await self._ensure_may_apply(maker, application.email, region, session)
        answered = application.answer(answers, region, self._occasion(role_for(maker)))
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
        await self._ensure_may_apply(maker, email, application.region, session)
        await self._admissions.introduce(maker, caller.current(), email, answers, session)
        occasion = self._occasion(role_for(maker))
        due = review.answer_due(occasion.moment, self._numbers)
        flags = (*policy.flags(answers), *_history(maker, application.region))
        if await self._studio.duplicates.has_any(application, email, session):
            flags = (*flags, Flag.POSSIBLE_DUPLICATE)
        submitted = application.submit(email, flags, occasion, due)
        return await self._saved(Action.SUBMITTED.value, submitted, session)

    @changing
    async def WithdrawApplication(
        self, request: pb.WithdrawApplicationRequest, session: Session
    ) -> pb.Application:
        """Takes it back."""
        most = self._numbers.withdraw_reason_max
        review.ensure_plain("reason", request.reason, most, required=False)
        application, maker = await self._view.own(request.name, session)
        withdrawn = application.withdraw(request.reason.strip(), self._occasion(role_for(maker)))
        return await self._saved(Action.WITHDRAWN.value, withdrawn, session)

    @changing
    async def ReopenApplication(
        self, request: pb.ReopenApplicationRequest, session: Session
    ) -> pb.Application:
        """Opens it once more, also where nothing has ended it yet but time."""
        application, maker = await self._view.own(request.name, session)
        if application.is_late(self._now()):
            application = await self._expiry.expire(application, session)
        occasion = self._occasion(role_for(maker))
        due = review.information_due(occasion.moment, self._numbers)
        reopened = application.reopen(due, occasion)
        await self._ensure_may_apply(maker, application.email, application.region, session)
        return await self._saved(Action.REOPENED.value, reopened, session)

    @changing
    async def AnswerInformationRequest(
        self, request: pb.AnswerInformationRequestRequest, session: Session
    ) -> pb.Application:
        """Keeps answers; with the last one the review goes on."""
        application, maker = await self._view.own(request.name, session)
        occasion = self._occasion(role_for(maker))
        asked = [it.id for it in application.ensure_asked(occasion.moment).questions]
        given = [(answer.question, answer.text) for answer in request.answers]
        answers = review.ensure_answers(given, asked, self._numbers)
        answered = application.respond(answers, occasion)
        if answered.state is application.state:
            return await self._saved("changed", answered, session)
        return await self._saved(Action.ANSWERED.value, answered, session)

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

    def _address_of(self, maker: Maker | None) -> str:
        """The verified address to write to: the caller's present one, or that a partner knows."""
        who = caller.current()
        if maker is not None and maker.subject != who.subject:
            return maker.email
        policy.ensure_reachable(who.email, who.email_verified)
        return who.email

    async def _ensure_may_apply(
        self, maker: Maker, email: str, region: str, session: Session
    ) -> None:
        """Fails for who is in the programme of the region, or was declined for it lately."""
        await self._admissions.ensure_none_yet(maker.id, region, session)
        opens_at = await self._applications.reapply_from(maker.subject, email, region, session)
        review.ensure_waited(opens_at, region, self._now())

    def _answered(self, given: Questionnaire, form: Form) -> tuple[Questionnaire, str]:
        """The answers as a draft may have them, and the region that they are for."""
        regions = region_of_each(self._now().date())
        answers = self._questionnaires.answered(given, form, regions)
        return answers, regions[answers.country]


def _history(maker: Maker, region: str) -> tuple[Flag, ...]:
    held = maker.membership(region)
    if held is None or not held.has_ended or held.reason is MembershipReason.INVITATION_REVOKED:
        return ()
    return (Flag.FORMER_MAKER,)
