"""What the gate answers, as a value."""

from pr_review.drafts.gate import ensure_word_document
from pr_review.drafts.refusals import NotAccepted


def refusal_of(data):
    try:
        ensure_word_document(data)
    except NotAccepted as refused:
        return refused.refusal, refused.what
    return None, ""
