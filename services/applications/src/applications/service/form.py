"""What applicants are asked, and what stands against handing an application in."""

from collections.abc import Callable
from datetime import datetime

from applications.domain.application import Application, State
from applications.domain.form import Form, Forms
from applications.domain.questionnaire import Questionnaire
from applications.policy import application as policy
from applications.policy.answers import Sheet
from applications.policy.numbers import Policy
from applications.policy.submission import findings
from applications.wire.questionnaire import to_form
from chassis.errors import Violation
from handmade.applications.v1 import application_pb2 as pb


class Questionnaires:
    """The versions of the questionnaire, each application with its own."""

    def __init__(self, forms: Forms, numbers: Policy, now: Callable[[], datetime]) -> None:
        self._forms = forms
        self._numbers = numbers
        self._now = now

    def present(self) -> Form:
        """The version that applications are started under now."""
        return self._forms.at(self._now())

    def of(self, application: Application) -> Form:
        """The version that an application was made under."""
        return self._forms.version(application.questionnaire_version)

    def answered(
        self, answers: Questionnaire, form: Form, regions: dict[str, str]
    ) -> Questionnaire:
        """The answers, fit for a draft. Fails with `InvalidRequest` naming each that is not."""
        policy.ensure_well_formed(Sheet(answers, form, self._numbers), regions)
        return policy.confirmed(answers, form, self._now())

    def ensure_submittable(self, application: Application) -> None:
        """Fails with `ApplicationIncomplete` naming each problem of the application."""
        policy.ensure_submittable(self._sheet(application))

    def problems(self, application: Application) -> tuple[Violation, ...]:
        """What submitting would be refused for as the application is; nothing unless a draft."""
        if application.state is not State.DRAFT:
            return ()
        return findings(self._sheet(application))

    def shown(self, request: pb.GetQuestionnaireFormRequest) -> pb.QuestionnaireForm:
        """The version asked for. Fails with `QuestionnaireVersionNotFound`."""
        if not request.version:
            return to_form(self.present())
        return to_form(self._forms.version(request.version))

    def _sheet(self, application: Application) -> Sheet:
        answers, form = application.questionnaire, self.of(application)
        return Sheet(answers, form, self._numbers, application.photos)
