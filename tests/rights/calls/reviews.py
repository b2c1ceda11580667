"""How reviews and invitations are called."""

from functools import partial

from tests.rights import reviews
from tests.rights.calls.way import LONG, Call, Fields, anything, name, names, nothing, page
from tests.rights.things import Thing
from tests.rights.world import A_PHOTO


def _photo(thing: Thing) -> Fields:
    return {
        "name": thing.name,
        "kind": "PRODUCT",
        "file_name": "mug.jpg",
        "content": A_PHOTO,
    }


def _of_photo(thing: Thing) -> Fields:
    return {"name": thing.name, "photo": thing.facts["photo"]}


def _answers(thing: Thing) -> Fields:
    return {"name": thing.name, "answers": [{"question": thing.facts["question"], "text": "I."}]}


def _to_colleague(thing: Thing) -> Fields:
    return {"name": thing.name, "reviewer": thing.facts.get("colleague", "somebody")}


def _asking(thing: Thing) -> Fields:
    return {"name": thing.name, "questions": ["Who throws the mugs?"]}


def _noting(thing: Thing) -> Fields:
    return {"name": thing.name, "text": "Called them."}


REVIEWS = [
    Call(
        "GetQuestionnaireForm",
        "application",
        lambda it: {"version": "v1"},
        shown=lambda it: "v1",
        about_nothing=True,
    ),
    Call(
        "AddApplicationPhoto",
        "draft_application",
        _photo,
        fresh=lambda world: world.newcomer,
        broken=[lambda it: {"content": b"no picture"}, lambda it: {"file_name": ""}],
    ),
    Call(
        "RemoveApplicationPhoto",
        "draft_application",
        _of_photo,
        fresh=lambda world: world.draft_with_photo,
    ),
    Call("DownloadApplicationPhoto", "application", _of_photo, shown=anything),
    Call("DownloadApplicationPhoto: of a draft", "draft_application", _of_photo, shown=anything),
    Call(
        "WithdrawApplication",
        "submitted_application",
        name,
        fresh=lambda world: world.submitted_application,
        broken=[lambda it: {"reason": LONG}],
    ),
    Call(
        "ReopenApplication",
        "expired_application",
        name,
        fresh=lambda world: partial(reviews.expired_application, world),
    ),
    Call(
        "AnswerInformationRequest",
        "asked_application",
        _answers,
        fresh=lambda world: partial(reviews.asked_application, world),
        broken=[
            lambda it: {"answers": []},
            lambda it: {"answers": [{"question": "no such", "text": "I."}]},
        ],
    ),
    Call(
        "ReleaseApplication",
        "taken_application",
        name,
        fresh=lambda world: partial(reviews.application_in_hand, world),
    ),
    Call("ReleaseApplication: a draft", "draft_application", name),
    Call(
        "HandOverApplication",
        "taken_application",
        _to_colleague,
        fresh=lambda world: partial(reviews.application_in_hand, world),
    ),
    Call(
        "HandOverApplication: a draft",
        "draft_application",
        _to_colleague,
        broken=[lambda it: {"reviewer": ""}],
    ),
    Call(
        "AskForInformation",
        "taken_application",
        _asking,
        fresh=lambda world: partial(reviews.application_in_hand, world),
    ),
    Call(
        "AskForInformation: a draft",
        "draft_application",
        _asking,
        broken=[lambda it: {"questions": []}, lambda it: {"questions": [LONG]}],
    ),
    Call("AddApplicationNote", "submitted_application", _noting),
    Call(
        "AddApplicationNote: a draft",
        "draft_application",
        _noting,
        broken=[lambda it: {"text": ""}, lambda it: {"text": LONG}],
    ),
    Call(
        "LookupApplicationDuplicates",
        "submitted_application",
        names,
        shown=lambda it: it.facts["alike"],
    ),
    Call(
        "CheckInvitationLink",
        "open_invitation",
        lambda it: {"secret": it.facts["secret"]},
        shown=anything,
    ),
    Call(
        "ReissueInvitation",
        "unused_invitation",
        lambda it: {"name": it.name, "identity_check": "By telephone."},
        shown=anything,
        fresh=lambda world: partial(reviews.invited, world),
    ),
    Call(
        "RevokeInvitation",
        "unused_invitation",
        lambda it: {"name": it.name, "reason": "The shop sells what others make."},
        fresh=lambda world: partial(reviews.invited, world),
    ),
    Call(
        "ListApplicationWork",
        "submitted_application",
        page,
        about_nothing=True,
    ),
    Call("CountApplicationWork", "application", nothing, shown=anything, about_nothing=True),
    Call("ListActivity", "application", lambda it: {"resource": it.name, "page_size": 100}),
    Call("ListWeeklyFigures", "application", nothing, shown=anything, about_nothing=True),
    Call("ListReviewers", "application", nothing, shown=anything, about_nothing=True),
]
