"""What is offered to whom, and why not the rest; who does what next."""

import pytest

from console.pages.press_release.next_step import step
from console.pages.press_release.offers import Offers, Person
from tests.support.press_pages import (
    LENA,
    NOW,
    actor,
    draft,
    exception,
    letter,
    obstacle,
    release,
    stakeholder,
)

EVERY = (
    "take", "assign", "hand-over", "release", "request-changes", "approve", "decline",
    "mark-not-needed", "reopen", "add-stakeholder", "decide-exception", "record-first-contact",
    "accept-first-contact", "authorise", "report-published",
)  # fmt: skip
VETO = {"state": "ANSWERED", "verdict": "VETO"}
VERY_SHORT = exception("VERY_SHORT_NOTICE")
RECORDED = {
    "channel": "FROM_SUPPORT", "firstContactAt": "2026-11-10T09:00:00Z", "acceptedAt": None,
}  # fmt: skip


def person(subject, *roles):
    return Person(subject, frozenset(roles))


PAUL, PIA = person("paul", "pr"), person("pia", "pr")
LEAD, SUE = person("lena", "pr_lead"), person("sue", "support")
LEO, ANN = person("leo", "stakeholder"), person("ann", "admin")
HOLDER = {
    "hand-over", "release", "request-changes", "approve", "decline", "mark-not-needed",
    "add-stakeholder", "record-first-contact", "report-published",
}  # fmt: skip
TEAM = {"record-first-contact", "report-published"}


@pytest.mark.parametrize(
    ("who", "it", "offered"),
    [
        (PIA, release("SUBMITTED"), {"take", "assign"} | TEAM),
        (SUE, release("SUBMITTED"), TEAM),
        (ANN, release("SUBMITTED"), set()),
        (LEO, release("SUBMITTED"), set()),
        (PAUL, release(), HOLDER),
        (PIA, release(), TEAM),
        (PIA, release(substitute=actor("Pia")), HOLDER),
        (LEAD, release(), {"hand-over", "release", "add-stakeholder"} | TEAM),
        (SUE, release(), TEAM),
        (ANN, release(), set()),
        # Somebody else has to be heard first; a lead goes on without, who does not represent it.
        (PAUL, release(approvalObstacles=[obstacle("OPEN_ISSUES")]), HOLDER - {"approve"}),
        (
            LEAD,
            release(approvalObstacles=[obstacle("STAKEHOLDER_VETO", "stakeholders.1")]),
            {"hand-over", "release", "add-stakeholder", "approve"} | TEAM,
        ),
        (
            LEAD,
            release(approvalObstacles=[obstacle("OPEN_ISSUES"), obstacle("AUTHORITY_MISSING")]),
            {"hand-over", "release", "add-stakeholder"} | TEAM,
        ),
        (
            LEAD,
            release(representative=LENA, approvalObstacles=[obstacle("OPEN_ISSUES")]),
            HOLDER - {"approve"},
        ),
        (PAUL, release(letters=[letter(), letter(number=2)]), HOLDER - {"request-changes"}),
        (PAUL, release("CHANGES_REQUESTED"), {"hand-over", "add-stakeholder"} | TEAM),
        (PAUL, release("APPROVED"), {"reopen", "report-published"}),
        (PAUL, release("APPROVED", releaseOn="2026-11-20"), {"report-published"}),
        (PIA, release("APPROVED"), {"report-published"}),
        (LEAD, release("DECLINED"), {"reopen", "report-published"}),
        (PAUL, release("PUBLISHED"), set()),
        (PAUL, release("WITHDRAWN"), {"report-published"}),
        (PAUL, release(exceptions=[exception()]), HOLDER | {"decide-exception"}),
        (PIA, release(exceptions=[exception()]), TEAM),
        (PAUL, release(exceptions=[VERY_SHORT]), HOLDER),
        (
            LEAD,
            release("SUBMITTED", exceptions=[VERY_SHORT]),
            {"take", "assign", "decide-exception"} | TEAM,
        ),
        (LEAD, release(representative=LENA, exceptions=[VERY_SHORT]), HOLDER),
        (
            LEAD,
            release("SUBMITTED", intake=RECORDED),
            {"take", "assign", "accept-first-contact"} | TEAM,
        ),
        (PAUL, release(intake=RECORDED), HOLDER),
        (
            SUE,
            release(intake=RECORDED | {"acceptedAt": "2026-11-21T09:00:00Z"}),
            {"report-published"},
        ),
        (SUE, release(agency="Loud & Clear"), TEAM | {"authorise"}),
        (SUE, release(agency="L", authority={"givenAt": "2026-11-21T09:00:00Z"}), TEAM),
    ],
)
def test_what_role_and_state_allow_is_offered(who, it, offered):
    offers = Offers(it, who, NOW)

    assert {name for name in EVERY if name in offers} == offered


@pytest.mark.parametrize(
    ("asked", "offered"),
    [
        (stakeholder(), {"answer", "delegate", "refuse"}),
        (stakeholder(state="OUTDATED", verdict="OK"), {"answer", "delegate", "refuse"}),
        (stakeholder(state="ANSWERED", verdict="OK"), {"answer", "delegate", "refuse"}),
        (stakeholder(**VETO), {"answer"}),
        (stakeholder(need="FOR_INFORMATION", state="INFORMED"), {"delegate", "refuse"}),
        (stakeholder(state="REFUSED"), set()),
        (stakeholder(state="WAIVED"), set()),
        (stakeholder(who="Mia"), set()),
    ],
)
def test_who_is_asked_answers_passes_on_or_declines(asked, offered):
    offers = Offers(release(stakeholders=[asked]), LEO, NOW)

    names = ("answer", "delegate", "refuse")
    found = {
        name
        for name in names
        if f"{name}-{'as-' if name != 'delegate' else ''}stakeholder-1" in offers
    }
    assert found == offered


@pytest.mark.parametrize(
    ("who", "asked", "may"),
    [
        (PAUL, stakeholder(need="OPTIONAL"), True),
        (PAUL, stakeholder(), False),
        (PAUL, stakeholder(need="OPTIONAL", **VETO), False),
        (LEAD, stakeholder(), True),
        (LEAD, stakeholder(state="WAIVED"), False),
        (PIA, stakeholder(need="OPTIONAL"), False),
    ],
)
def test_only_the_lead_goes_on_without_a_word_that_is_required(who, asked, may):
    offers = Offers(release(stakeholders=[asked]), who, NOW)

    assert ("waive-stakeholder-1" in offers) is may


def test_what_is_not_offered_says_why():
    reasons = {offer.name: offer.why for offer in Offers(release(), PIA, NOW).explained}

    assert reasons["approve"] == "Paul has it, and decides."
    assert reasons["hand-over"] == "Paul has it, or the press lead does this."
    assert "take" not in reasons


@pytest.mark.parametrize(
    ("who", "it", "whose", "said"),
    [
        (PIA, release("SUBMITTED"), "you", "take it"),
        (SUE, release("SUBMITTED"), "somebody of the press team", "take it"),
        (PAUL, release(), "you", "decide on draft 1. Nothing stands"),
        (PIA, release(), "Paul", "decide on draft 1. Nothing stands"),
        (PAUL, release(substitute=actor("Pia")), "you", "decide on draft 1"),
        (SUE, release(substitute=actor("Pia")), "Pia", "decide on draft 1"),
        (PAUL, release(openIssues=2), "you", "settle 2 open issues"),
        (PAUL, release(openIssues=1), "you", "settle 1 open issue in the draft"),
        (PAUL, release(stakeholders=[stakeholder()]), "Leo (Legal)", "say whether draft 1 may"),
        (
            PAUL,
            release(stakeholders=[stakeholder(), stakeholder(2, "Mia", area="BRAND")]),
            "Leo (Legal) and Mia (Brand)",
            "say whether",
        ),
        (PAUL, release(stakeholders=[stakeholder(need="OPTIONAL")]), "you", "decide on draft 1"),
        (
            LEO,
            release(stakeholders=[stakeholder()]),
            "you",
            "say what you think of draft 1 (Legal)",
        ),
        (LEO, release(stakeholders=[stakeholder(**VETO)]), "Paul", "decide on draft 1"),
        (
            LEAD,
            release("SUBMITTED", exceptions=[VERY_SHORT]),
            "you",
            "decide whether it is reviewed",
        ),
        (PIA, release("SUBMITTED", exceptions=[VERY_SHORT]), "the press lead", "decide whether"),
        (LEAD, release(representative=LENA, exceptions=[VERY_SHORT]), "the press lead", "decide"),
        (PAUL, release(exceptions=[exception()]), "you", "decide whether it is reviewed"),
        (PIA, release("SUBMITTED", exceptions=[exception()]), "you", "take it"),
        (
            PAUL,
            release(exceptions=[exception(state="REFUSED")]),
            "the maker",
            "move its release to 4 December 2026",
        ),
        (PAUL, release(agency="Loud"), "support", "record that the maker lets the agency act"),
        (
            PAUL,
            release("CHANGES_REQUESTED", letters=[letter()]),
            "the maker",
            "another draft (round 1)",
        ),
        (
            PAUL,
            release("CHANGES_REQUESTED", letters=[letter()], drafts=[draft(1), draft(2)]),
            "the maker",
            "say that draft 2 answers",
        ),
        (PAUL, release("APPROVED"), "the maker", "let it go out on 27 December 2026"),
        (
            PAUL,
            release("APPROVED", approval={"conditions": ["One.", "Two."]}),
            "the maker",
            "let it go out on 27 December 2026, if 2 conditions of ours hold",
        ),
        (
            PAUL,
            release("APPROVED", approval={"conditions": ["One."]}),
            "the maker",
            "taken back until the end of 27 December 2026 (America/New_York).",
        ),
        (
            PAUL,
            release("DECLINED"),
            "nobody",
            "it is decided. The decision can be taken back until",
        ),
        (
            PAUL,
            release("WITHDRAWN", undoExpiresAt="2026-11-23T09:00:00Z"),
            "nobody",
            "can take that back",
        ),
        (
            PAUL,
            release("LAPSED", undoExpiresAt="2026-12-23T09:00:00Z"),
            "the maker",
            "another date",
        ),
        (PAUL, release("LAPSED"), "nobody", "it lapsed undecided"),
        (PAUL, release("PUBLISHED"), "nobody", "as it was approved"),
        (PAUL, release("PUBLISHED_WITHOUT_APPROVAL"), "nobody", "without an approval"),
    ],
)
def test_one_sentence_says_what_is_next_and_for_whom(who, it, whose, said):
    found = step(it, who, Offers(it, who, NOW))

    assert found.who == whose
    assert said in found.what
    assert found.is_mine is (whose == "you")
