"""The buttons of a press release's page: what each sends, and what it says when it is done."""

from console.actions import Action, Actions, among
from console.form import attached, flag, needed, optional, said, several, text
from console.moments import moment
from console.pages.holding import holding
from console.pages.press_release import options, readers

WORD_FILE = (
    "wordFile { id state expiresAt failure warnings { code message subject } "
    "proof { verified acceptEqualsNew rejectEqualsOld exactComments movedComments difference } "
    "file { name url size sha256 } }"
)


somebody = needed("Choose somebody.")

ACTIONS: Actions = among(
    *holding("pressRelease", "representative"),
    Action("pressReleaseAssign", {"representative": optional}, done="It is assigned."),
    Action(
        "pressReleaseAuthorise",
        {
            "agency": said("Write which agency acts."),
            "reference": said("Say where it is written down, such as a ticket's number."),
        },
        done="The maker's authority is recorded.",
    ),
    Action(
        "pressReleaseRecordFirstContact",
        {
            "firstContactAt": readers.when("Choose when the maker first wrote."),
            "reference": said("Say where it is written down, such as a ticket's number."),
        },
        done="The first contact is recorded. It counts once the press lead accepts it.",
    ),
    Action(
        "pressReleaseAcceptFirstContact",
        {"reason": said("Say why the first contact counts.")},
        done="The first contact counts as the receipt.",
    ),
    Action(
        "pressReleaseAddStakeholder",
        {
            "who": somebody,
            "area": needed("Choose what they are asked for.", *options.AREAS),
            "need": needed("Choose how much their word counts.", *options.NEEDS),
            "question": optional,
            "dueAt": moment,
        },
        done="They are asked, and told so by mail.",
    ),
    Action(
        "pressReleaseWaiveStakeholder",
        {"stakeholder": text, "reason": said("Say why it goes on without their word.")},
        done="Their word is not waited for any more.",
    ),
    Action(
        "pressReleaseAnswerAsStakeholder",
        {
            "stakeholder": text,
            "sha256": text,
            "verdict": needed("Choose your verdict.", *options.VERDICTS),
            "text": readers.why,
            "conditions": readers.conditions,
            "keepsForSmallChanges": flag,
        },
        done="Your verdict is recorded.",
    ),
    Action(
        "pressReleaseDelegateStakeholder",
        {"stakeholder": text, "who": somebody, "note": optional},
        done="The question is passed on.",
    ),
    Action(
        "pressReleaseRefuseAsStakeholder",
        {"stakeholder": text, "reason": said("Say why you say nothing to it.")},
        done="It is recorded that you say nothing to this.",
    ),
    Action(
        "pressReleaseDecideException",
        {"exception": text, "granted": readers.either, "words": optional},
        done="The shorter notice is decided on. The maker has the letter.",
    ),
    Action(
        "pressReleaseUploadEdits",
        {"sha256": text, "file": attached("Choose the Word document with your edits.")},
        done="Your edits are here. The maker gets them when changes are asked for.",
    ),
    Action(
        "pressReleaseRequestChanges",
        {
            "sha256": text,
            "words": said("Your words in the letter: say what must change."),
        },
        done="The changes are asked for. The maker has the letter.",
    ),
    Action(
        "pressReleaseApprove",
        {
            "sha256": text,
            "releaseOn": readers.plan(readers.day),
            "releaseAt": readers.time_of_day,
            "timeZone": readers.plan(optional),
            "conditions": several,
            "words": optional,
            "overrideReason": optional,
        },
        done="It is approved. The maker has the letter.",
    ),
    Action(
        "pressReleaseDecline",
        {
            "sha256": text,
            "reason": needed("Choose a reason.", *options.REASONS),
            "words": said("Your words in the letter: say why it is declined."),
        },
        done="It is declined. The maker has the letter.",
    ),
    Action(
        "pressReleaseMarkNotNeeded",
        {"sha256": text, "words": optional},
        done="It needs no review. The maker has the letter.",
    ),
    Action(
        "pressReleaseReopen",
        {"reason": said("Say why the decision is taken back.")},
        done="The decision is taken back. The maker has the letter.",
    ),
    Action(
        "pressReleaseReportPublished",
        {"publishedAt": moment, "url": optional, "note": optional, "withoutApproval": flag},
        done="It is recorded that it went out.",
    ),
    Action(
        "pressReleaseMakeAnnotatedDraft",
        {"draftNumber": readers.draft, "forMaker": flag},
        selects=WORD_FILE,
    ),
    Action(
        "pressReleaseMakeRedline",
        {"fromNumber": readers.draft, "toNumber": readers.draft},
        selects=WORD_FILE,
    ),
    Action("pressReleaseMakeRecord", {}, selects=WORD_FILE),
    noun="pressRelease",
)
