"""What a press release is made of."""

from pr_review.domain.release.parts.ending import (
    Approval,
    Decision,
    Publication,
    SentLetter,
    Withdrawal,
)
from pr_review.domain.release.parts.filing import (
    FROM_MAKER,
    Authority,
    DateChange,
    ExceptionRequest,
    Form,
    Intake,
    Market,
    Notice,
    Plan,
    Terms,
)
from pr_review.domain.release.parts.reviewing import (
    Answer,
    ChangeRequest,
    Draft,
    EditedCopy,
    Stakeholder,
)

__all__ = [
    "FROM_MAKER",
    "Answer",
    "Approval",
    "Authority",
    "ChangeRequest",
    "DateChange",
    "Decision",
    "Draft",
    "EditedCopy",
    "ExceptionRequest",
    "Form",
    "Intake",
    "Market",
    "Notice",
    "Plan",
    "Publication",
    "SentLetter",
    "Stakeholder",
    "Terms",
    "Withdrawal",
]
