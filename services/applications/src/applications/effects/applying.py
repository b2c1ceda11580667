"""The mails about applications."""

from applications.domain.application import Application, State
from applications.domain.application.questions import InformationRequest
from applications.mails.words import Words
from applications.store.application import Applications
from applications.store.reminder import Reminders, reminder_of
from chassis.dispatch import Effect
from chassis.events import Event
from chassis.mails.post import Addressee, Post, RecordMissing
from chassis.mails.writer import Fact, Typed


class ApplicationMails:
    """What applicants are told of their application, and when they are reminded."""

    def __init__(
        self,
        applications: Applications,
        reminders: Reminders,
        post: Post[Words],
        reminder_days: int,
    ) -> None:
        self._applications = applications
        self._reminders = reminders
        self._post = post
        self._reminder_days = reminder_days

    def effects(self) -> dict[str, Effect]:
        """What follows which event."""
        return {
            "application.submitted": self.submitted,
            "application.asked": self.asked,
            "application.reopened": self.reopened,
            "application.expired": self.expired,
            "application.declined": self.declined,
            "application.withdrawn": self.withdrawn,
            "deadline.neared": self.due_soon,
        }

    async def submitted(self, event: Event) -> None:
        """Confirms that an application has arrived."""
        application = await self._about(event)
        if application.state is State.WITHDRAWN:
            return
        words = self._post.words(to_applicant(application))
        due = application.answer_due
        await self._send(
            event, "submitted", application, {"answer_due": words.day(due) if due else ""}
        )

    async def asked(self, event: Event) -> None:
        """Passes the questions on, and plans the reminder."""
        application = await self._about(event)
        request = self._open(application)
        # What was asked later has a mail of its own.
        if request is None or request.created > event.occurred:
            return
        await self._plan(application, request)
        await self._send_questions(event, "information_asked", application, request)

    async def reopened(self, event: Event) -> None:
        """Plans the reminder anew, for the new deadline."""
        application = await self._about(event)
        request = self._open(application)
        if request is not None:
            await self._plan(application, request)

    async def due_soon(self, event: Event) -> None:
        """Reminds of questions that are still open."""
        application = await self._about(event)
        request = self._open(application)
        if request is not None and reminder_of(application.id, request) == event.facts["reminder"]:
            await self._send_questions(event, "information_due_soon", application, request)

    async def expired(self, event: Event) -> None:
        """Says that an application has expired, and how to reopen it."""
        application = await self._about(event)
        if application.state is not State.EXPIRED:
            return
        words = self._post.words(to_applicant(application))
        until, country = application.reopen_until, application.questionnaire.country
        await self._send(
            event,
            "expired",
            application,
            {"reopen_until": words.moment(until, country) if until else ""},
        )

    async def declined(self, event: Event) -> None:
        """Says why an application was declined, and from when another may follow."""
        application = await self._about(event)
        words = self._post.words(to_applicant(application))
        reason, again = application.decline_reason, application.reapply_from
        await self._send(
            event,
            "declined",
            application,
            {
                "reason": words.decline_reason(reason.value) if reason else "",
                "text": Typed(application.decline_text),
                "reapply": words.moment(again, application.questionnaire.country) if again else "",
            },
        )

    async def withdrawn(self, event: Event) -> None:
        """Confirms that an application was withdrawn; a draft that nobody saw goes quietly."""
        application = await self._about(event)
        if application.submitted is not None:
            await self._send(event, "withdrawn", application, {})

    def _open(self, application: Application) -> InformationRequest | None:
        """What can still be answered."""
        return None if application.is_late(self._post.now()) else application.open_request

    async def _plan(self, application: Application, request: InformationRequest) -> None:
        await self._reminders.plan(application.id, request, self._reminder_days, self._post.now())

    async def _send_questions(
        self, event: Event, mail: str, application: Application, request: InformationRequest
    ) -> None:
        words = self._post.words(to_applicant(application))
        facts: dict[str, Fact] = {
            "questions": tuple(Typed(it.text) for it in request.questions if not it.answered),
            "due": words.moment(request.due, application.questionnaire.country),
        }
        await self._send(event, mail, application, facts)

    async def _send(
        self, event: Event, mail: str, application: Application, facts: dict[str, Fact]
    ) -> None:
        to = to_applicant(application)
        region = self._post.words(to).region(application.region)
        await self._post.send(event.id, mail, to, {"region": region, **facts})

    async def _about(self, event: Event) -> Application:
        found = await self._applications.find(event.resource.partition("/")[2])
        if found is None:
            raise RecordMissing(event.resource)
        return found


def to_applicant(application: Application) -> Addressee:
    """Whoever applied, at the address of the application."""
    answers = application.questionnaire
    return Addressee(
        name=answers.contact_name,
        business=answers.business_name,
        email=application.email,
        country=answers.country,
        language=answers.language,
    )
