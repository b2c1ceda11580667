"""Who may do what about an application, and what is said of it."""

from datetime import UTC, datetime, timedelta

import pytest

from console.pages.application.standing import newest, standing
from console.session import Session

NOW = datetime(2026, 3, 24, 12, tzinfo=UTC)
ADA = {"id": "ada", "displayName": "Ada", "role": "MAKER"}
ROSA = {"id": "rosa", "displayName": "Rosa", "role": "REVIEWER"}
SAM = {"id": "sam", "displayName": "Sam", "role": "REVIEWER"}


def somebody(subject, *roles):
    return Session(subject, subject.title(), "", frozenset(roles), "token", NOW)


def entry(action, actor, minutes=10, colleague=None):
    moment = (NOW - timedelta(minutes=minutes)).isoformat()
    return {"action": action, "actor": actor, "createdAt": moment, "colleague": colleague}


def application(state, **changes):
    return {
        "state": state,
        "reviewer": ROSA if state in ("IN_REVIEW", "NEEDS_INFO") else None,
        "firstSignature": None,
        "flags": [],
        "submittedAt": "2026-03-20T12:00:00Z",
        "reopenUntil": None,
        "invitation": None,
        "informationRequests": [{"questions": [{}, {}]}],
        "timeline": [entry("SUBMITTED", ADA, 60)],
    } | changes


SECOND = {"add-note", "approve", "decline"}
SIGNED = {"firstSignature": ROSA, "flags": ["CASE_BY_CASE"]}
HOLDER = {"add-note", "hand-over", "release", "ask-for-information", "approve", "decline"}


@pytest.mark.parametrize(
    ("who", "it", "offered"),
    [
        (("rosa", "reviewer"), application("SUBMITTED"), {"add-note", "take"}),
        (("lee", "support"), application("SUBMITTED"), {"add-note"}),
        (("ann", "admin"), application("SUBMITTED"), {"add-note"}),
        (("ada", "reviewer"), application("SUBMITTED"), set()),
        (("rosa", "reviewer"), application("IN_REVIEW"), HOLDER),
        (("sam", "reviewer"), application("IN_REVIEW"), {"add-note"}),
        (("ann", "admin"), application("IN_REVIEW"), {"add-note", "hand-over", "release"}),
        (("rosa", "reviewer"), application("IN_REVIEW", **SIGNED), HOLDER - {"approve"}),
        (("sam", "reviewer"), application("IN_REVIEW", **SIGNED), SECOND),
        (("lee", "support"), application("IN_REVIEW", **SIGNED), {"add-note"}),
        (("rosa", "reviewer"), application("NEEDS_INFO"), {"add-note", "hand-over"}),
        (("sam", "reviewer"), application("NEEDS_INFO"), {"add-note"}),
        (("rosa", "reviewer"), application("DECLINED"), {"add-note"}),
    ],
)  # fmt: skip
def test_offered_is_what_the_person_and_the_state_allow(who, it, offered):
    assert standing(it, somebody(*who)).offered == offered


@pytest.mark.parametrize(
    ("role", "state", "offered"),
    [
        ("reviewer", "ISSUED", {"revoke-invitation"}),
        ("support", "ISSUED", {"reissue-invitation"}),
        ("admin", "ISSUED", {"reissue-invitation", "revoke-invitation"}),
        ("support", "EXPIRED", {"reissue-invitation"}),
        ("support", "REDEEMED", set()),
        ("reviewer", "REDEEMED", {"revoke-invitation"}),
        ("admin", "CONFIRMED", set()),
        ("admin", "REVOKED", set()),
    ],
)
def test_an_invitation_is_issued_again_by_support_and_taken_back_by_reviewers(role, state, offered):
    it = application("APPROVED", invitation={"state": state})

    assert standing(it, somebody("kim", role)).offered - {"add-note"} == offered


@pytest.mark.parametrize(
    ("who", "it", "said", "is_mine"),
    [
        (("rosa", "reviewer"), application("SUBMITTED"), "Take it to go on", True),
        (("lee", "support"), application("SUBMITTED"), "waits for a reviewer", False),
        (("rosa", "reviewer"), application("IN_REVIEW"), "You review it: approve it", True),
        (
            ("rosa", "reviewer"),
            application("IN_REVIEW", flags=["CASE_BY_CASE"]),
            "Two must sign",
            True,
        ),
        (("sam", "reviewer"), application("IN_REVIEW"), "Rosa reviews it", False),
        (("rosa", "reviewer"), application("IN_REVIEW", **SIGNED), "of another reviewer", False),
        (("sam", "reviewer"), application("IN_REVIEW", **SIGNED), "which may be yours", True),
        (("rosa", "reviewer"), application("NEEDS_INFO"), "who is to answer 2 questions", False),
        (("rosa", "reviewer"), application("WITHDRAWN"), "withdrew it", False),
        (("rosa", "reviewer"), application("EXPIRED"), "Nothing is left", False),
        (
            ("rosa", "reviewer"),
            application("EXPIRED", reopenUntil="2026-04-01T12:00:00Z"),
            "until 1 Apr 2026, 12:00 UTC",
            False,
        ),
        (
            ("rosa", "reviewer"),
            application("APPROVED", invitation={"state": "ISSUED"}),
            "has not used the invitation yet",
            False,
        ),
    ],
)
def test_one_sentence_says_what_is_next_and_whose_it_is(who, it, said, is_mine):
    stands = standing(it, somebody(*who))

    assert said in stands.next
    assert stands.is_mine is is_mine


@pytest.mark.parametrize(
    ("who", "it", "said"),
    [
        (("sam", "reviewer"), application("IN_REVIEW"), "only Rosa asks the applicant and decides"),
        (("sam", "reviewer"), application("IN_REVIEW"), "or hand it over to you"),
        (("rosa", "reviewer"), application("IN_REVIEW", **SIGNED), "You have signed already"),
        (("lee", "support"), application("IN_REVIEW"), "are for reviewers"),
        (("ada", "reviewer"), application("SUBMITTED"), "You had a part in this application"),
        (("rosa", "reviewer"), application("DECLINED"), "It is over"),
        (("rosa", "reviewer"), application("NEEDS_INFO"), "nothing is decided"),
    ],
)
def test_what_is_not_offered_is_explained(who, it, said):
    assert said in " ".join(standing(it, somebody(*who)).refused)


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        ([entry("APPROVED", SAM, 2)], "Sam approved it 2 minutes ago."),
        ([entry("DECLINED", ROSA, 0)], "You declined it just now."),
        ([entry("HANDED_OVER", SAM, 5, ROSA)], "Sam handed it over to you 5 minutes ago."),
        ([entry("HANDED_OVER", ROSA, 5, SAM)], "You handed it over to Sam 5 minutes ago."),
        ([entry("EXPIRED", None, 60)], "It expired 60 minutes ago: what was asked for was not"),
        ([entry("TAKEN", SAM, 9), entry("NOTED", ROSA, 1)], "Sam took it 9 minutes ago."),
        ([entry(None, SAM, 3)], "Sam changed it 3 minutes ago."),
    ],
)
def test_who_comes_too_late_hears_who_did_what(entries, said):
    it = application("APPROVED", timeline=entries)

    assert newest(it, somebody("rosa", "reviewer"), NOW).startswith(said)
