"""The buttons of a press release's page: what each sends, and what it says when it is done."""

from console.actions import Action, Actions, among
from console.form import Form, flag, needed, number, optional, several, text
from console.moments import moment
from console.pages.holding import holding

WORD_FILE = (
    "wordFile { id state expiresAt failure warnings { code message subject } "
    "proof { verified acceptEqualsNew rejectEqualsOld exactComments movedComments difference } "
    "file { name url size sha256 } }"
)


chosen = needed("Choose one.")
_yes_or_no = needed("Choose one of the two.", "yes", "no")


def either(form: Form, name: str) -> bool:
    """A yes or a no, one of which was chosen."""
    return bool(_yes_or_no(form, name) == "yes")


ACTIONS: Actions = among(
    *holding("pressRelease", "representative"),
    Action("pressReleaseAssign", {"representative": optional}, done="It is assigned."),
    Action(
        "pressReleaseAuthorise",
        {"agency": text, "reference": optional},
        done="The maker's authority is recorded.",
    ),
    Action(
        "pressReleaseRecordFirstContact",
        {"firstContactAt": moment, "reference": text},
        done="The first contact is recorded. It counts once the press lead accepts it.",
    ),
    Action(
        "pressReleaseAcceptFirstContact",
        {"reason": text},
        done="The first contact counts as the receipt.",
    ),
    Action(
        "pressReleaseAddStakeholder",
        {"who": chosen, "area": chosen, "need": chosen, "question": optional, "dueAt": moment},
        done="They are asked, and told so by mail.",
    ),
    Action(
        "pressReleaseWaiveStakeholder",
        {"stakeholder": text, "reason": text},
        done="Their word is not waited for any more.",
    ),
    Action(
        "pressReleaseAnswerAsStakeholder",
        {
            "stakeholder": text,
            "sha256": text,
            "verdict": chosen,
            "text": optional,
            "conditions": several,
            "keepsForSmallChanges": flag,
        },
        done="Your verdict is recorded.",
    ),
    Action(
        "pressReleaseDelegateStakeholder",
        {"stakeholder": text, "who": chosen, "note": optional},
        done="The question is passed on.",
    ),
    Action(
        "pressReleaseRefuseAsStakeholder",
        {"stakeholder": text, "reason": text},
        done="It is recorded that you say nothing to this.",
    ),
    Action(
        "pressReleaseDecideException",
        {"exception": text, "granted": either, "words": optional},
        done="The shorter notice is decided on. The maker has the letter.",
    ),
    Action(
        "pressReleaseRequestChanges",
        {"sha256": text, "words": text},
        done="The changes are asked for. The maker has the letter.",
    ),
    Action(
        "pressReleaseApprove",
        {
            "sha256": text,
            "releaseOn": text,
            "releaseAt": optional,
            "timeZone": text,
            "conditions": several,
            "words": optional,
            "overrideReason": optional,
        },
        done="It is approved. The maker has the letter.",
    ),
    Action(
        "pressReleaseDecline",
        {"sha256": text, "reason": chosen, "words": text},
        done="It is declined. The maker has the letter.",
    ),
    Action(
        "pressReleaseMarkNotNeeded",
        {"sha256": text, "words": optional},
        done="It needs no review. The maker has the letter.",
    ),
    Action(
        "pressReleaseReopen",
        {"reason": text},
        done="The decision is taken back. The maker has the letter.",
    ),
    Action(
        "pressReleaseReportPublished",
        {"publishedAt": moment, "url": optional, "note": optional, "withoutApproval": flag},
        done="It is recorded that it went out.",
    ),
    Action(
        "pressReleaseMakeAnnotatedDraft",
        {"draftNumber": number, "forMaker": flag},
        selects=WORD_FILE,
    ),
    Action(
        "pressReleaseMakeRedline",
        {"fromNumber": number, "toNumber": number},
        selects=WORD_FILE,
    ),
    noun="pressRelease",
)
