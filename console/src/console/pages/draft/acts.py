"""What is done with comments on a draft."""

from console.actions import Action, among
from console.form import flag, needed, number, optional, text

ACTIONS = among(
    Action(
        "pressCommentAdd",
        {
            "sha256": text,
            "block": needed("Choose a paragraph of the draft first."),
            "start": number,
            "end": number,
            "text": text,
            "visibility": optional,
            "isIssue": flag,
        },
        done="Your comment stands in the draft.",
    ),
    Action(
        "pressCommentUpdate",
        {"text": text, "visibility": optional, "etag": optional},
        done="The comment is changed.",
    ),
    Action("pressCommentDelete", done="The comment is deleted."),
    Action(
        "pressCommentReply",
        {"text": text, "visibility": optional},
        done="Your reply stands below the comment.",
    ),
    Action(
        "pressCommentResolve",
        {"issue": text, "note": optional},
        done="It is noted what became of the comment.",
    ),
    noun="pressComment",
)
