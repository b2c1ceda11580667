"""Who of the staff was seen, how they can be written to, and how they are forgotten."""

from datetime import UTC, datetime, timedelta

import pytest

from chassis.caller import Caller, Role
from chassis.staff import Staff

KNOWN_FOR = timedelta(days=90)
NOON = datetime(2030, 5, 1, 12, tzinfo=UTC)


class Clock:
    def __init__(self):
        self.moment = NOON

    def __call__(self):
        return self.moment


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
async def staff(db, clock):
    staff = Staff(db, KNOWN_FOR, clock)
    await staff.prepare()
    return staff


def rita(**changes):
    given = {
        "subject": "rita",
        "name": "Rita",
        "email": "rita@handmade.test",
        "email_verified": True,
        "locale": "de-AT",
        "roles": frozenset({Role.PR}),
    }
    return Caller(**(given | changes))


async def test_a_colleague_can_be_written_to_as_their_token_said(staff):
    await staff.remember(rita(), Role.PR)

    found = await staff.find("rita", Role.PR)

    assert (found.email, found.language) == ("rita@handmade.test", "de")


async def test_an_address_that_nobody_verified_is_not_kept(staff, db):
    await staff.remember(rita(email_verified=False), Role.PR)

    assert (await staff.find("rita", Role.PR)).email == ""
    assert "rita@handmade.test" not in str(await db["staff"].find_one())


async def test_another_address_takes_the_place_of_the_one_before(staff):
    await staff.remember(rita(), Role.PR)
    await staff.remember(rita(email="rita@elsewhere.test"), Role.PR)

    assert (await staff.find("rita", Role.PR)).email == "rita@elsewhere.test"


async def test_who_was_not_seen_for_too_long_is_deleted_with_the_address(staff, db, clock):
    await staff.remember(rita(), Role.PR)
    clock.moment += timedelta(days=1)
    await staff.remember(rita(), Role.PR)

    row, indexes = await db["staff"].find_one(), await db["staff"].index_information()

    assert row["forgotten"] == NOON + timedelta(days=1) + KNOWN_FOR
    assert indexes["forgotten"]["expireAfterSeconds"] == 0


async def test_what_an_earlier_release_noted_has_no_address_yet(staff, db):
    await db["staff"].insert_one(
        {"_id": "rita", "display_name": "Rita", "roles": ["pr"], "last_seen": NOON}
    )

    [found] = await staff.having(Role.PR)

    assert (found.email, found.language) == ("", "")
