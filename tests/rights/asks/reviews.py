"""How the graph is told to review, invite and answer."""

from functools import partial

from tests.rights import reviews
from tests.rights.asks.way import Ask, anything, do, id_of
from tests.rights.calls.way import Fields
from tests.rights.things import Thing
from tests.rights.world import A_PHOTO


def _answers(thing: Thing) -> Fields:
    answers = [{"question": thing.facts["question"], "text": "I do."}]
    return id_of(thing) | {"answers": answers}


def _to_colleague(thing: Thing) -> Fields:
    return id_of(thing) | {"reviewer": thing.facts.get("colleague", "somebody")}


def _asking(thing: Thing) -> Fields:
    return id_of(thing) | {"questions": ["Who throws the mugs?"]}


def _noting(thing: Thing) -> Fields:
    return id_of(thing) | {"text": "Called them."}


def _with_photo(thing: Thing) -> Fields:
    return id_of(thing) | {"kind": "PRODUCT", "file": ("mug.jpg", A_PHOTO)}


REVIEWS = [
    do(
        "applicationAddPhoto",
        "AddApplicationPhoto",
        "draft_application",
        _with_photo,
        fresh=lambda world: world.newcomer,
    ),
    do(
        "applicationRemovePhoto",
        "RemoveApplicationPhoto",
        "draft_application",
        lambda it: id_of(it) | {"photo": it.facts["photo"]},
        fresh=lambda world: world.draft_with_photo,
    ),
    Ask(
        "Query.invitationLink",
        "CheckInvitationLink",
        "open_invitation",
        lambda it: {"secret": it.facts["secret"]},
        anything,
        quiet=True,
    ),
    do(
        "applicationWithdraw",
        "WithdrawApplication",
        "submitted_application",
        id_of,
        fresh=lambda world: world.submitted_application,
    ),
    do(
        "applicationReopen",
        "ReopenApplication",
        "expired_application",
        id_of,
        fresh=lambda world: partial(reviews.expired_application, world),
    ),
    do(
        "applicationAnswer",
        "AnswerInformationRequest",
        "asked_application",
        _answers,
        fresh=lambda world: partial(reviews.asked_application, world),
    ),
    do(
        "applicationRelease",
        "ReleaseApplication",
        "taken_application",
        id_of,
        fresh=lambda world: partial(reviews.application_in_hand, world),
    ),
    do(
        "applicationHandOver",
        "HandOverApplication",
        "taken_application",
        _to_colleague,
        fresh=lambda world: partial(reviews.application_in_hand, world),
    ),
    do(
        "applicationAskForInformation",
        "AskForInformation",
        "taken_application",
        _asking,
        fresh=lambda world: partial(reviews.application_in_hand, world),
    ),
    do("applicationAddNote", "AddApplicationNote", "submitted_application", _noting),
    do("applicationAddNote", "AddApplicationNote: a draft", "draft_application", _noting),
    do(
        "invitationReissue",
        "ReissueInvitation",
        "unused_invitation",
        lambda it: id_of(it) | {"identityCheck": "By telephone."},
        fresh=lambda world: partial(reviews.invited, world),
    ),
    do(
        "invitationRevoke",
        "RevokeInvitation",
        "unused_invitation",
        lambda it: id_of(it) | {"reason": "The shop sells what others make."},
        fresh=lambda world: partial(reviews.invited, world),
    ),
]
