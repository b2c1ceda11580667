"""What the console asks the graph for and knows of its answers, against what is promised."""

import ast
import re
from collections.abc import Mapping
from importlib import import_module
from pkgutil import walk_packages

import pytest
from graphql import (
    GraphQLEnumType,
    build_schema,
    get_named_type,
    is_required_input_field,
    parse,
)
from graphql import validate as violations

from console import documents, pages
from console.actions import Action
from dev.errors.found import OTHER_WORDS, everything
from dev.errors.texts import codes
from dev.repository import ROOT

SCHEMA = build_schema((ROOT / "gateway" / "schema.graphql").read_text())
MUTATIONS = SCHEMA.mutation_type.fields
# Given by the address of what is changed.
FIXED = {"id"}
CONSOLE = ROOT / "console" / "src" / "console"
WORD = re.compile(r"[A-Z][A-Z0-9]+(?:_[A-Z0-9]+)*")
# Words in capitals that are neither codes nor values of the graph: of HTTP and OIDC, of browsers,
# as letters on a page, regions, and what the console calls its own.
OTHERS = (
    {"GET", "HEAD", "POST", "S256", "DENY", "SAMEORIGIN"}
    | {"MB", "GB", "ID", "PR", "URL", "UTC", "EU", "NA"}
    | {"ALL", "HELD", "SHORT", "UNDECIDED"}
)


def every_action():
    """Each action, by the page that has it and its mutation."""
    found = {}
    for module in walk_packages(pages.__path__, "console.pages."):
        for value in vars(import_module(module.name)).values():
            for action in value.values() if isinstance(value, Mapping) else ():
                if isinstance(action, Action):
                    found[f"{module.name}: {action.mutation}"] = action
    assert {"applicationApprove", "pressReleaseApprove"} <= {one.mutation for one in found.values()}
    return found


def words_in_capitals():
    """Each with the file that it is in."""
    found = {}
    for path in sorted(CONSOLE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            text = getattr(node, "value", None) if isinstance(node, ast.Constant) else None
            if isinstance(text, str) and WORD.fullmatch(text):
                found[text] = path.name
    for path in sorted((CONSOLE / "templates").iterdir()):
        found |= dict.fromkeys(re.findall(rf'"({WORD.pattern})"', path.read_text()), path.name)
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


def test_every_code_that_a_page_knows_is_one_that_is_sent():
    values = {
        value
        for kind in SCHEMA.type_map.values()
        if isinstance(kind, GraphQLEnumType)
        for value in kind.values
    }
    sent = {each.code for each in codes().all} | {each.reason for each in everything().reasons}
    used = words_in_capitals()

    assert {"UNAVAILABLE", "DRAFT_CHANGED", "OPEN_ISSUES"} <= set(used)
    known = values | sent | OTHER_WORDS | OTHERS
    assert {word: file for word, file in used.items() if word not in known} == {}
