import pytest

from chassis.access import AccessUndeclared, RoleMissing, Rule, ScopeMissing, rules_of
from chassis.caller import ANONYMOUS, Caller, Role, SignInRequired
from tests.support.probe import pb, undeclared_pb


def a_rule(**changes):
    return Rule(
        **(
            {
                "anonymous": False,
                "signed_in": False,
                "roles": frozenset(),
                "partner_scope": "",
            }
            | changes
        )
    )


def somebody(*roles, scopes=()):
    return Caller(subject="mia", roles=frozenset(roles), scopes=frozenset(scopes))


PUBLIC = a_rule(anonymous=True)
OWN = a_rule(signed_in=True)
STAFF = a_rule(roles=frozenset({Role.REVIEWER, Role.SUPPORT}))
ORDERS = a_rule(roles=frozenset({Role.PARTNER, Role.ADMIN}), partner_scope="orders:write")
GRANTED = a_rule(roles=frozenset({Role.MAKER, Role.PARTNER}), partner_scope="catalog:write")


@pytest.mark.parametrize(
    ("rule", "who"),
    [
        pytest.param(PUBLIC, ANONYMOUS, id="public to a stranger"),
        pytest.param(PUBLIC, somebody(Role.BUYER), id="public to a buyer"),
        pytest.param(OWN, somebody(), id="own to anybody"),
        pytest.param(STAFF, somebody(Role.SUPPORT), id="one of the roles"),
        pytest.param(STAFF, somebody(Role.BUYER, Role.REVIEWER), id="one role of several"),
        pytest.param(ORDERS, somebody(Role.PARTNER, scopes=["orders:write"]), id="with scope"),
        pytest.param(ORDERS, somebody(Role.PARTNER, Role.ADMIN), id="admin needs no scope"),
        pytest.param(GRANTED, somebody(Role.PARTNER), id="the method checks a maker's grant"),
        pytest.param(GRANTED, somebody(Role.MAKER), id="a maker needs no scope"),
    ],
)
def test_who_may(rule, who):
    rule.ensure(who)


@pytest.mark.parametrize(
    ("rule", "who", "refusal"),
    [
        pytest.param(OWN, ANONYMOUS, SignInRequired, id="own to a stranger"),
        pytest.param(STAFF, ANONYMOUS, SignInRequired, id="staff's to a stranger"),
        pytest.param(STAFF, somebody(), RoleMissing, id="no role"),
        pytest.param(STAFF, somebody(Role.ADMIN), RoleMissing, id="admin is not everything"),
        pytest.param(ORDERS, somebody(Role.PARTNER), ScopeMissing, id="no scope"),
        pytest.param(
            ORDERS,
            somebody(Role.PARTNER, scopes=["accounts:write", "orders"]),
            ScopeMissing,
            id="other scopes",
        ),
        pytest.param(
            ORDERS, somebody(Role.BUYER, scopes=["orders:write"]), RoleMissing, id="scope alone"
        ),
    ],
)
def test_who_may_not(rule, who, refusal):
    with pytest.raises(refusal):
        rule.ensure(who)


def test_the_contract_says_who_may():
    rules = rules_of(pb.DESCRIPTOR.services_by_name["ProbeService"])

    assert rules["/handmade.probe.v1.ProbeService/GetProbe"] == PUBLIC
    assert rules["/handmade.probe.v1.ProbeService/GetOwnProbe"] == OWN
    assert rules["/handmade.probe.v1.ProbeService/OrderProbe"] == ORDERS


def test_a_method_that_says_nothing_is_an_error_at_the_start():
    with pytest.raises(AccessUndeclared, match="GetUndeclared"):
        rules_of(undeclared_pb.DESCRIPTOR.services_by_name["UndeclaredService"])
