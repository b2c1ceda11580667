"""A press release that letters are about, its maker, and what its mails say."""

from datetime import UTC, date, datetime, time

from chassis.actors import Actor
from chassis.caller import Role
from chassis.mails.writer import Typed
from chassis.makers import Maker
from pr_review.domain.release import (
    Decision,
    DecisionKind,
    Draft,
    Form,
    Notice,
    NoticeVerdict,
    PressRelease,
    State,
)
from pr_review.letters.letters import reference

NOON = datetime(2027, 2, 18, 12, tzinfo=UTC)
RITA = Actor("rita", "Rita", Role.PR)
SHA = "0123456789abcdef" * 4
TITLE = "Ada’s mugs take off"
ID = "01890000-0000-7000-8000-0000c0ffee12"


def a_maker(language="en", country="US"):
    return Maker(
        name="makers/1",
        subject="ada",
        display_name="Reed Pottery",
        country=country,
        states={},
        ready_countries=frozenset(),
        grants={},
        email="ada@example.com",
        language=language,
    )


def a_release(title=TITLE, at=None, **changes):
    given = {
        "id": ID,
        "maker": "makers/1",
        "form": Form(
            title=title,
            release_on=date(2027, 3, 2),
            release_at=at,
            time_zone="America/Los_Angeles",
            distribution_plan="A wire service",
            contact="Ada",
        ),
        "created": NOON,
        "updated": NOON,
        "state": State.IN_REVIEW,
        "drafts": (
            Draft(
                number=3,
                file_id="f",
                file_name="mugs.docx",
                size=1,
                sha256=SHA,
                uploaded=NOON,
            ),
        ),
        "received": NOON,
        "notice": Notice(
            verdict=NoticeVerdict.SHORT_NOTICE,
            received=NOON,
            days=12,
            working_days=8,
            last_on_time=date(2027, 2, 16),
            earliest=date(2027, 3, 4),
        ),
        "decision": Decision(
            kind=DecisionKind.APPROVED,
            by=RITA,
            moment=datetime(2027, 2, 20, 3, tzinfo=UTC),
            letter="",
        ),
    }
    return PressRelease(**{**given, **changes})


def some_facts(it, letter=""):
    """All that a mail may speak of, in a language."""
    moment = it.moment_in(NOON, "America/Los_Angeles")
    return {
        "name": Typed(""),
        "business": Typed("Reed Pottery"),
        "email": "ada@example.com",
        "subject": "The subject",
        "letter": Typed(letter or "A letter."),
        "reference": reference(ID),
        "title": Typed(TITLE),
        "when": it.when(date(2027, 3, 2), time(9), "America/Los_Angeles"),
        "received": moment,
        "notice": it.notice(NoticeVerdict.ON_TIME),
        "answer_due": moment,
        "lapses": moment,
        "until": moment,
        "due": moment,
        "days": "3",
        "waiting": "-",
        "representative": Typed("Rita"),
        "asker": Typed("Rita"),
    }
