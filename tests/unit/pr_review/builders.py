"""Press releases for the unit tests: complete, unless the test says what is not."""

from datetime import UTC, date, datetime

from chassis.actors import Actor
from chassis.caller import Role
from pr_review.domain.press_release import Draft, Form, PressRelease
from pr_review.policy.numbers import Policy

NOW = datetime(2027, 2, 16, 20, tzinfo=UTC)
ADA = Actor("ada", "Ada", Role.MAKER)
RITA = Actor("rita", "Rita", Role.PR)
SHA = "a" * 64
NUMBERS = Policy()


def a_form(**changes):
    given = {
        "title": "Dog mugs",
        "release_on": date(2027, 3, 2),
        "time_zone": "America/Los_Angeles",
        "distribution_plan": "A wire service",
        "contact": "Ada",
    }
    return Form(**(given | changes))


def a_draft(**changes):
    given = {
        "number": 1,
        "file_id": "file-1",
        "file_name": "release.docx",
        "size": 1000,
        "sha256": SHA,
        "uploaded": NOW,
    }
    return Draft(**(given | changes))


def a_release(draft=None, **form):
    started = PressRelease.start("id-1", "makers/1", a_form(**form), ADA, NOW)
    return started.attach(draft or a_draft(), ADA, NOW)


def without_draft(**form):
    return PressRelease.start("id-1", "makers/1", a_form(**form), ADA, NOW)


def in_review(**form):
    return a_release(**form).submit(ADA, NOW).take(RITA, NOW)
