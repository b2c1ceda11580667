"""Every method of every contract says who may call it, and says it sensibly."""

from importlib import import_module
from pathlib import Path

import pytest

from chassis.access import MARKETPLACE_SCOPES, rules_of
from chassis.caller import Role
from handmade.access.v1 import access_pb2
from tests.rights.people import KINDS
from tests.rights.table import DENIED, ROWS, SIGN_IN

PROTOS = Path(__file__).parents[2] / "protos"
SCOPES = MARKETPLACE_SCOPES | {
    "applications:write",
    "catalog:write",
    "messages:write",
    "press:write",
    "events:read",
}


def contracts():
    for path in sorted(PROTOS.glob("handmade/**/*.proto")):
        name = ".".join(path.relative_to(PROTOS).with_suffix("").parts)
        yield import_module(f"{name}_pb2").DESCRIPTOR


SERVICES = [service for file in contracts() for service in file.services_by_name.values()]
METHODS = [method for service in SERVICES for method in service.methods]
RULES = {path: rule for service in SERVICES for path, rule in rules_of(service).items()}

every_method = pytest.mark.parametrize(
    "method", METHODS, ids=lambda method: f"{method.containing_service.name}.{method.name}"
)


def rule_of(method):
    return RULES[f"/{method.containing_service.full_name}/{method.name}"]


def test_there_are_contracts():
    assert len(METHODS) > 20


def test_every_method_declares_its_access():
    assert len(RULES) == len(METHODS)


@every_method
def test_the_condition_is_one_of_three(method):
    rule = rule_of(method)

    assert [rule.anonymous, rule.signed_in, bool(rule.roles)].count(True) == 1


@every_method
def test_a_scope_is_known_and_asked_of_those_who_can_have_it(method):
    rule = rule_of(method)

    assert rule.partner_scope in {"", *SCOPES}
    assert not rule.partner_scope or rule.signed_in or Role.PARTNER in rule.roles


# Who has granted it something, of whatever scope, is for every partner to ask.
OF_ANY_SCOPE = {"ListMakers"}


@every_method
def test_a_partner_is_let_in_with_a_scope_only(method):
    rule = rule_of(method)

    assert Role.PARTNER not in rule.roles or (
        bool(rule.partner_scope) is (method.name not in OF_ANY_SCOPE)
    )


@every_method
def test_nobody_changes_anything_without_signing_in(method):
    changes = "request_id" in method.input_type.fields_by_name

    assert not (changes and rule_of(method).anonymous)


@every_method
def test_nothing_streams_both_ways(method):
    # The frame surrounds the three other kinds.
    assert not (method.client_streaming and method.server_streaming)


@every_method
def test_the_contract_lets_in_whom_the_table_of_rights_does(method):
    # The table is written by hand, so an option that was edited by mistake is seen.
    rule = rule_of(method)
    rows = [row for name, row in ROWS.items() if name.partition(":")[0] == method.name]
    let_in = {kind for kind in KINDS for row in rows if row.outcomes[kind] not in (DENIED, SIGN_IN)}
    roles = {role for kind in let_in if len(KINDS[kind].roles) == 1 for role in KINDS[kind].roles}

    assert ("nobody" in let_in) == rule.anonymous
    assert roles == (set(Role) if rule.signed_in or rule.anonymous else rule.roles)
    if rule.partner_scope in MARKETPLACE_SCOPES:
        partners = {kind for kind in let_in if KINDS[kind].roles == ("partner",)}
        assert partners == {
            kind for kind in KINDS if rule.partner_scope in KINDS[kind].token_scopes
        }


def test_roles_are_the_same_in_the_contract_and_in_code():
    declared = {name.lower() for name, number in access_pb2.Role.items() if number}

    assert declared == set(Role)
