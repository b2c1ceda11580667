"""Applications: somebody's wish to sell in the programme, in one region."""

from dataclasses import dataclass

from applications.domain.application.applying import Applying
from applications.domain.application.bounds import TooManyNotes, TooManyQuestions, TooManySteps
from applications.domain.application.questions import InformationRequest, Note, Question
from applications.domain.application.refusals import (
    ApplicationNotDraft,
    ApplicationNotExpired,
    ApplicationNotFound,
    ApplicationNotInReview,
    ApplicationNotSubmitted,
    ApplicationOver,
    ApplicationReopenedBefore,
    ApplicationTaken,
    InformationNotAsked,
    InformationTooLate,
    OpenApplicationExists,
    OwnApplication,
    OwnReview,
    ReapplicationTooEarly,
    ReopeningTooLate,
    ReviewerHasPart,
    ReviewerUnchanged,
    ReviewerUnknown,
    SecondSignatureMissing,
)
from applications.domain.application.reviewing import Reviewing
from applications.domain.application.states import (
    FOR_STAFF,
    OPEN,
    UNSEEN,
    Action,
    DeclineReason,
    Flag,
    Occasion,
    State,
    TimelineEntry,
    WaitingFor,
)

__all__ = [
    "FOR_STAFF",
    "OPEN",
    "UNSEEN",
    "Action",
    "Application",
    "ApplicationNotDraft",
    "ApplicationNotExpired",
    "ApplicationNotFound",
    "ApplicationNotInReview",
    "ApplicationNotSubmitted",
    "ApplicationOver",
    "ApplicationReopenedBefore",
    "ApplicationTaken",
    "DeclineReason",
    "Flag",
    "InformationNotAsked",
    "InformationRequest",
    "InformationTooLate",
    "Note",
    "Occasion",
    "OpenApplicationExists",
    "OwnApplication",
    "OwnReview",
    "Question",
    "ReapplicationTooEarly",
    "ReopeningTooLate",
    "ReviewerHasPart",
    "ReviewerUnchanged",
    "ReviewerUnknown",
    "SecondSignatureMissing",
    "State",
    "TimelineEntry",
    "TooManyNotes",
    "TooManyQuestions",
    "TooManySteps",
    "WaitingFor",
]


@dataclass(frozen=True)
class Application(Applying, Reviewing):
    """One application. Its state moves only by the verbs of those who may."""
