"""What is done with comments on a draft."""

from console.actions import Action, among
from console.form import Form, flag, needed, number, optional, said, text

_reader = needed("Choose who reads it.", "INTERNAL", "MAKER")


def _visibility(form: Form, name: str) -> str | None:
    """Who reads it, where there is a choice."""
    return str(_reader(form, name)) if form.one(name) else None


ACTIONS = among(
    Action(
        "pressCommentAdd",
        {
            "sha256": text,
            "block": needed("Choose a paragraph of the draft first."),
            "start": number,
            "end": number,
            "text": said("Comment: write what you have to say."),
            "visibility": _visibility,
            "isIssue": flag,
        },
        done="Your comment stands in the draft.",
    ),
    Action(
        "pressCommentUpdate",
        {
            "text": said("Your comment: write what you have to say."),
            "visibility": _visibility,
            "etag": optional,
        },
        done="The comment is changed.",
    ),
    Action("pressCommentDelete", done="The comment is deleted."),
    Action(
        "pressCommentReply",
        {"text": said("Reply: write what you have to say."), "visibility": _visibility},
        done="Your reply stands below the comment.",
    ),
    Action(
        "pressCommentResolve",
        {
            "issue": needed("Choose what became of it.", "FIXED", "DROPPED", "OPEN"),
            "note": optional,
        },
        done="It is noted what became of the comment.",
    ),
    noun="pressComment",
)
