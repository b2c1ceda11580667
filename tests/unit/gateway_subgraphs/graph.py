"""The real graph in front of services that answer what a test tells them."""

import io
from datetime import UTC, datetime

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLList,
    get_nullable_type,
    is_non_null_type,
)
from starlette.datastructures import UploadFile

from chassis import caller
from chassis.caller import Caller, Role
from gateway import app
from gateway.context import Context
from gateway.links import Links
from gateway.subgraphs import SUBGRAPHS

ADA = Caller("ada", roles=frozenset({Role.MAKER}))
GRAPH = app.schema(SUBGRAPHS)
SCHEMA = GRAPH._schema
EXAMPLES = {
    "Boolean": True,
    "Date": "2030-06-01",
    "DateTime": "2030-06-01T12:00:00Z",
    "Decimal": "12.50",
    "Int": 1,
    "String": "text",
}
LINKS = Links("s" * 32, "http://gateway", lambda: datetime(2030, 1, 1, tzinfo=UTC))


class Services:
    """Every method gives the same answer, or fails the same way; a dict says it by method."""

    def __init__(self, outcome):
        self._outcome = outcome

    @property
    def applications(self):
        return self

    catalog = messaging = pr_review = applications

    def __getattr__(self, method):
        async def call(request):
            outcome = self._outcome
            if isinstance(outcome, dict):
                outcome = outcome[method]
            if isinstance(outcome, Exception):
                raise outcome
            return outcome(request) if callable(outcome) else outcome

        return call


async def ask(query, outcome, who=ADA, **variables):
    """What the graph answers when the services come to this outcome."""
    context = Context(Services(outcome), LINKS, "en", "127.0.0.1")
    with caller.calling_as(who):
        return await GRAPH.execute(query, variable_values=variables, context_value=context)


async def user_errors(mutation, given, outcome):
    """The user errors of a mutation with this input."""
    kind = SCHEMA.mutation_type.fields[mutation].args["input"].type
    answer = await ask(
        f"mutation Try($input: {kind}) {{ {mutation}(input: $input) {{ userErrors {{ code "
        "... on InvalidFieldError { path } ... on PolicyError { subject } } } }",
        outcome,
        input=given,
    )
    assert answer.errors is None, answer.errors
    return answer.data[mutation]["userErrors"]


def example(type_, ids):
    """A value of an input type with everything in it that must be there, and every id."""
    type_ = get_nullable_type(type_)
    match type_:
        case GraphQLList():
            return []
        case GraphQLEnumType():
            return next(iter(type_.values))
        case GraphQLInputObjectType():
            return {
                name: example(field.type, ids)
                for name, field in type_.fields.items()
                if is_non_null_type(field.type)
            }
    if type_.name == "Upload":
        return UploadFile(io.BytesIO(b"x"), filename="release.docx")
    return ids if type_.name == "ID" else EXAMPLES[type_.name]


# Ids of what has no resource name: a request, an account, and what is within something that has.
PLAIN = {"requestId", "reviewer", "photo"}
PLAIN |= {"representative", "substitute", "who", "stakeholder", "exception", "block"}


def ids_in(type_, path=()):
    """The paths of all ids of things in an input: of what has a resource name of its own."""
    type_ = get_nullable_type(type_)
    if isinstance(type_, GraphQLInputObjectType):
        for name, field in type_.fields.items():
            if name not in PLAIN:
                yield from ids_in(field.type, (*path, name))
    elif getattr(type_, "name", "") == "ID":
        yield path
