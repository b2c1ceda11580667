"""Everything that the console asks the graph for, against the graph as it is promised."""

from collections.abc import Mapping
from importlib import import_module
from pkgutil import walk_packages

import pytest
from graphql import build_schema, get_named_type, is_required_input_field, parse
from graphql import validate as violations

from console import documents, pages
from console.actions import Action
from dev.repository import ROOT

SCHEMA = build_schema((ROOT / "gateway" / "schema.graphql").read_text())
MUTATIONS = SCHEMA.mutation_type.fields
# Given by the address of what is changed.
FIXED = {"id"}


def every_action():
    """Each action, by the page that has it and its mutation."""
    found = {}
    for module in walk_packages(pages.__path__, "console.pages."):
        for value in vars(import_module(module.name)).values():
            for action in value.values() if isinstance(value, Mapping) else ():
                if isinstance(action, Action):
                    found[f"{module.name}: {action.mutation}"] = action
    return found


def wrongs_with(document):
    return [error.message for error in violations(SCHEMA, parse(document))]


@pytest.mark.parametrize("name", documents.names())
def test_what_a_page_asks_for_is_there(name):
    assert wrongs_with(documents.document(name)) == []


def test_the_mutation_of_every_button_is_there():
    wrong = {name: wrongs_with(action.document) for name, action in every_action().items()}

    assert {name: said for name, said in wrong.items() if said} == {}


def test_every_form_has_the_fields_that_its_mutation_needs_and_no_others():
    wrong = {}
    for name, action in every_action().items():
        inputs = get_named_type(MUTATIONS[action.mutation].args["input"].type).fields
        needed = {one for one, field in inputs.items() if is_required_input_field(field)}
        given = {*action.fields, "requestId"}
        wrong[name] = {*(given - set(inputs)), *(needed - given - FIXED)}

    assert {name: fields for name, fields in wrong.items() if fields} == {}
