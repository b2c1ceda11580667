"""Why something can't be done with an application."""

from datetime import datetime

from applications.domain.application.states import State, spoken
from chassis.actors import Actor
from chassis.errors import NotFound, Refused


class ApplicationNotFound(NotFound):
    """There is no such application, or the caller may not see it: the two are never told apart.

    Check the name, and with whose token you ask.
    """

    def __init__(self) -> None:
        super().__init__("There is no such application.")


class OpenApplicationExists(Refused):
    """One e-mail address has at most one open application per region.

    Go on with the one in the fact `application`, which `viewer.applications` shows as well, or
    withdraw it first. If it is empty, it is another account's with the same address: sign in with
    that, or write to Handmade Support.
    """

    def __init__(self, region: str, application_id: str = "", *, is_own: bool = True) -> None:
        super().__init__(
            f"You already have an open application for the region {region}. Go on with that one."
            if is_own
            else "Another account with this e-mail address has an open application for the region "
            f"{region}. Sign in with that account, or write to Handmade Support.",
            region=region,
            application=f"applications/{application_id}" if application_id else "",
        )


class ReapplicationTooEarly(Refused):
    """After a decline some time must pass before the next application for the region, by the same
    account or e-mail address. The fact `opens_at` says when it has.

    Apply again from that moment on. Other regions are open meanwhile.
    """

    def __init__(self, region: str, opens_at: datetime) -> None:
        super().__init__(
            f"An application for the region {region} was declined. The next one is accepted from "
            f"{opens_at:%Y-%m-%d %H:%M} UTC.",
            region=region,
            opens_at=opens_at,
        )


class ApplicationNotDraft(Refused):
    """Only a draft can be changed and submitted; the fact `state` says what the application is.

    Wait for the decision, or withdraw it. Once it is over, another application can be started:
    after a decline when the fact `reapply_time` of the declined one has come.
    """

    def __init__(self, state: State) -> None:
        super().__init__(
            "The application was submitted already and can't be changed any more."
            if state is not State.WITHDRAWN
            else "The application was withdrawn. Start another one.",
            state=state.value,
        )


class ApplicationNotSubmitted(Refused):
    """Only what waits for a reviewer can be taken; the fact `state` says what the application is.

    Read it again and go by its state.
    """

    def __init__(self, state: State) -> None:
        super().__init__(f"The application is {spoken(state)}, not submitted.", state=state.value)


class ApplicationTaken(Refused):
    """Another reviewer has taken the application, and only that one goes on with it.

    Take another one, or speak to the colleague in the fact `reviewer`, who can hand it over.
    """

    def __init__(self, reviewer: Actor) -> None:
        super().__init__(
            f"{reviewer.display_name} has taken this application.",
            reviewer=reviewer.display_name,
        )


class ApplicationNotInReview(Refused):
    """Only what a reviewer has taken can be decided on, asked about, released and handed over; the
    fact `state` says what the application is.

    Take it first, if it still waits. While it waits for the applicant, wait for the answers; it
    can be handed over meanwhile.
    """

    def __init__(self, state: State) -> None:
        super().__init__(f"The application is {spoken(state)}, not in review.", state=state.value)


class ApplicationOver(Refused):
    """The application was decided on, was withdrawn or has expired; the fact `state` says which.

    There is nothing left to withdraw.
    """

    def __init__(self, state: State) -> None:
        super().__init__(
            f"The application is {spoken(state)}; only an open one can be withdrawn.",
            state=state.value,
        )


class OwnApplication(Refused):
    """Nobody reviews an application of their own, or one they had a part in for somebody.

    Leave it to another reviewer.
    """

    def __init__(self) -> None:
        super().__init__("This is your own application. Another reviewer must see to it.")


class OwnReview(Refused):
    """Nobody acts for the maker in an application that they have taken for review, or signed.

    Leave it to the maker. What was not signed can be released or handed over before.
    """

    def __init__(self) -> None:
        super().__init__("You review this application, so you can't act for its maker.")


class SecondSignatureMissing(Refused):
    """An artisan type that is not listed needs the signatures of two reviewers, and the caller has
    signed already.

    Ask another reviewer to sign.
    """

    def __init__(self) -> None:
        super().__init__("You have signed already. The second signature is another reviewer's.")


class ReviewerUnknown(Refused):
    """An application is handed only to somebody who is known here as a reviewer.

    Choose one of `ListReviewers`. A new colleague is known from the first look at the queue on.
    """

    def __init__(self, subject: str) -> None:
        super().__init__(
            "Nobody of this account is known as a reviewer. Choose one of the list of reviewers.",
            reviewer=subject,
        )


class ReviewerUnchanged(Refused):
    """The application is that reviewer's already.

    Nothing; or choose another reviewer.
    """

    def __init__(self, reviewer: Actor) -> None:
        super().__init__(
            f"{reviewer.display_name} has this application already. Choose another reviewer.",
            reviewer=reviewer.display_name,
        )


class ReviewerHasPart(Refused):
    """The reviewer it was to be handed to applied, or handed it in for somebody.

    Choose another reviewer.
    """

    def __init__(self, reviewer: Actor) -> None:
        super().__init__(
            f"{reviewer.display_name} has a part in this application and can't review it. "
            "Choose another reviewer.",
            reviewer=reviewer.display_name,
        )


class InformationNotAsked(Refused):
    """Nothing is asked of the applicant at present; the fact `state` says what the application is.

    Read it again and go by its state: answers and evidence are accepted while it is `NEEDS_INFO`.
    """

    def __init__(self, state: State) -> None:
        super().__init__(
            f"The application is {spoken(state)}; answers are accepted while information is asked "
            "for.",
            state=state.value,
        )


class InformationTooLate(Refused):
    """The questions had to be answered until the moment in the fact `closes_at`.

    If the fact `can_reopen` is `true`, reopen the application with `ReopenApplication`, until the
    moment in the fact `reopen_until` unless that is empty, and answer then. Otherwise start another
    one.
    """

    def __init__(
        self, closes_at: datetime, *, can_reopen: bool, reopen_until: datetime | None = None
    ) -> None:
        ended = f"The time for answers ended at {closes_at:%Y-%m-%d %H:%M} UTC."
        until = f" until {reopen_until:%Y-%m-%d %H:%M} UTC" if reopen_until else ""
        cure = (
            f"Reopen the application{until}, then answer." if can_reopen else "Start another one."
        )
        super().__init__(
            f"{ended} {cure}",
            closes_at=closes_at,
            can_reopen=str(can_reopen).lower(),
            reopen_until=reopen_until if can_reopen and reopen_until else "",
        )


class ApplicationNotExpired(Refused):
    """Only an application that was not answered in time can be reopened; the fact `state` says what
    it is.

    Go on with it while it is open, else start another one.
    """

    def __init__(self, state: State) -> None:
        super().__init__(
            f"The application is {spoken(state)}; only an expired one can be reopened.",
            state=state.value,
        )


class ApplicationReopenedBefore(Refused):
    """An application is reopened once, and this one was, at the moment in the fact `reopened_at`.

    Start another application for the region.
    """

    def __init__(self, reopened: datetime) -> None:
        super().__init__(
            "The application was reopened before. Start another one.", reopened_at=reopened
        )


class ReopeningTooLate(Refused):
    """An expired application can be reopened until the moment in the fact `closes_at`.

    Start another application for the region.
    """

    def __init__(self, closes_at: datetime) -> None:
        super().__init__(
            f"It could be reopened until {closes_at:%Y-%m-%d %H:%M} UTC. Start another one.",
            closes_at=closes_at,
        )
