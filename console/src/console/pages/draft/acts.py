"""What is done with comments on a draft."""

from console.actions import Action, among
from console.form import Form, Unreadable, flag, number, optional, text


def place(form: Form, name: str) -> str:
    """The block that is commented on."""
    block = form.one(name).strip()
    if not block:
        raise Unreadable("Choose a paragraph of the draft first.")
    return block


ACTIONS = among(
    Action(
        "pressCommentAdd",
        {
            "sha256": text,
            "block": place,
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
