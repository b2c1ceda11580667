"""What the state of a membership means to the services that keep a copy of makers."""

from datetime import UTC, datetime, timedelta

import pytest

from chassis.makers import Maker, from_document, to_document, to_document_with_address
from chassis.memberships import ACTIVE, ENDED, why_not_active
from handmade.applications.v1 import maker_pb2 as pb

NOW = datetime(2030, 6, 1, 12, tzinfo=UTC)
BEFORE, AFTER = NOW - timedelta(milliseconds=1), NOW + timedelta(milliseconds=1)


def a_maker(state="ACTIVE", **admitted):
    return Maker("makers/1", "mia", "Mia's Pots", "US", {"NA": state}, frozenset(), {}, admitted)


@pytest.mark.parametrize(
    ("maker", "made", "over"),
    [
        pytest.param(a_maker(), NOW, False, id="a member"),
        pytest.param(a_maker("SUSPENDED"), NOW, False, id="suspended, so it may be reinstated"),
        pytest.param(a_maker("GRANTED"), NOW, False, id="not yet registered"),
        pytest.param(a_maker("LEFT"), NOW, True, id="gone"),
        pytest.param(a_maker("REMOVED"), NOW, True, id="put out"),
        pytest.param(a_maker(NA=NOW), BEFORE, True, id="made before it was admitted again"),
        pytest.param(a_maker(NA=NOW), NOW, False, id="made when it was admitted"),
        pytest.param(a_maker(NA=NOW), AFTER, False, id="made since it was admitted again"),
        pytest.param(a_maker("SUSPENDED", NA=NOW), BEFORE, True, id="made before, suspended now"),
        pytest.param(a_maker(EU=NOW), BEFORE, False, id="admitted again elsewhere"),
        pytest.param(a_maker("STATE_9"), NOW, False, id="a state that is not known here"),
    ],
)
def test_what_belongs_to_a_membership_that_is_over(maker, made, over):
    assert maker.is_over("NA", made) is over


def test_every_state_says_what_would_let_the_maker_sell():
    states = set(pb.Membership.State.DESCRIPTOR.values_by_name) - {"STATE_UNSPECIFIED", ACTIVE}

    for state in states:
        message = why_not_active("NA", state)
        assert message.startswith(f"The membership in the region NA is {state}. ")
        assert message.endswith(".")
    assert states > ENDED
    assert why_not_active("EU", "").startswith("There is no membership in the region EU. ")
    assert why_not_active("NA", "STATE_9") == "The membership in the region NA is STATE_9."


def test_the_copy_keeps_when_a_membership_was_granted():
    maker = pb.Maker(name="makers/1", subject="mia", revision=3)
    granted = maker.memberships.add(region="NA", state=pb.Membership.ACTIVE)
    granted.grant_time.FromDatetime(NOW)
    maker.memberships.add(region="EU", state=pb.Membership.GRANTED)

    document = to_document(maker)
    older = {field: value for field, value in document.items() if field != "admitted"}

    assert from_document(document).admitted == {"NA": NOW}
    assert from_document(older).admitted == {}


def test_only_the_copy_of_who_writes_to_makers_has_their_addresses():
    maker = pb.Maker(name="makers/1", subject="mia", email="mia@pots.test", language="fr")

    written_to = from_document(to_document_with_address(maker))

    assert (written_to.email, written_to.language) == ("mia@pots.test", "fr")
    assert "mia@pots.test" not in str(to_document(maker))
    assert (
        from_document(to_document(maker)).email,
        from_document(to_document(maker)).language,
    ) == ("", "")
