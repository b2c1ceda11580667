"""Press releases in each of their states, and what the press team does with them."""

from pr_review.domain.release.parts import Authority
from pr_review.domain.release.states import (
    NOBODY_ELSE,
    AuthoritySource,
    State,
)
from tests.unit.pr_review.builders import (
    ADA,
    LEADS,
    LENA,
    RITA,
    RUTH,
    SAM,
    Story,
)

START = "2027-02-10T20:00Z"


def draft():
    return Story(START).upload()


def submitted():
    return draft().submit()


def reviewed():
    return submitted().take()


STATES = {
    State.DRAFT: draft,
    State.SUBMITTED: submitted,
    State.IN_REVIEW: reviewed,
    State.CHANGES_REQUESTED: lambda: reviewed().request_changes(),
    State.APPROVED: lambda: reviewed().approve(),
    State.DECLINED: lambda: reviewed().decline(),
    State.NOT_NEEDED: lambda: not_needed(reviewed()),
    State.PUBLISHED: lambda: reviewed().approve().at("2027-03-02T20:00Z").report(),
    State.PUBLISHED_WITHOUT_APPROVAL: lambda: reviewed().report(SAM, by_staff=True),
    State.WITHDRAWN: lambda: reviewed().withdraw(),
    State.LAPSED: lambda: reviewed().at("2027-03-03T08:00Z"),
}


def not_needed(story):
    story.release = story.release.not_needed("No need.", story.on(RITA))
    return story


def assign(story, colleague=RUTH, actor=LENA, standing=LEADS):
    story.release = story.release.assign(colleague, "Yours.", story.on(actor), standing)
    return story


def release(story, actor=RITA, standing=NOBODY_ELSE):
    story.release = story.release.release("Away.", story.on(actor), standing)
    return story


def authorise(story):
    given = Authority(AuthoritySource.MAKER, story.now, ADA)
    story.release = story.release.authorise(given, story.on(ADA))
    return story
