"""Makes a query that is answered differently smaller, as long as it still is."""

from collections.abc import Iterator
from dataclasses import replace

from graphql import (
    REMOVE,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    VariableNode,
    Visitor,
    parse,
    print_ast,
    visit,
)

from tests.federation.answers import Both, Difference
from tests.federation.queries import Asked, is_allowed

TRIALS = 150
SELECTIONS = (FieldNode, FragmentSpreadNode, InlineFragmentNode)


async def smallest(both: Both, schema: GraphQLSchema, found: Difference) -> Difference:
    """Leaves out one part after another; gives the smallest query that still shows it."""
    trials, goes_on = 0, True
    while goes_on and trials < TRIALS:
        goes_on = False
        for asked in _smaller(found.asked):
            if not is_allowed(schema, asked):
                continue
            trials += 1
            still = await both.difference(asked)
            if still:
                found, goes_on = still, True
                break
            if trials >= TRIALS:
                break
    return found


def _smaller(asked: Asked) -> Iterator[Asked]:
    count = _Without(-1)
    visit(parse(asked.document), count)
    for number in range(count.seen):
        kept = visit(parse(asked.document), _Without(number))
        text = print_ast(kept)
        # Our parser lets braces be empty, which GraphQL does not.
        if "{}" not in text:
            yield _tidy(Asked(text, asked.variables, asked.caller, asked.language))


class _Without(Visitor):
    """Removes one selection, with all in it."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number
        self.seen = 0

    def enter(self, node, *_):
        if isinstance(node, SELECTIONS):
            self.seen += 1
            if self.seen - 1 == self.number:
                return REMOVE
        return None


class _Names(Visitor):
    def __init__(self) -> None:
        super().__init__()
        self.spread: set[str] = set()
        self.variables: set[str] = set()

    def enter(self, node, _key, parent, *_):
        if isinstance(node, FragmentSpreadNode):
            self.spread.add(node.name.value)
        if isinstance(node, VariableNode) and getattr(parent, "kind", "") != "variable_definition":
            self.variables.add(node.name.value)


def _with_variables(operation: OperationDefinitionNode, names: set[str]) -> OperationDefinitionNode:
    defined = operation.variable_definitions or ()
    kept = tuple(one for one in defined if one.variable.name.value in names)
    return replace(operation, variable_definitions=kept)


def _tidy(asked: Asked) -> Asked:
    """Without the fragments and variables that nothing uses any more."""
    document = parse(asked.document)
    while True:
        names = _Names()
        visit(document, names)
        kept = [
            one
            for one in document.definitions
            if not isinstance(one, FragmentDefinitionNode) or one.name.value in names.spread
        ]
        if len(kept) == len(document.definitions):
            break
        document = replace(document, definitions=tuple(kept))
    document = replace(
        document,
        definitions=tuple(
            _with_variables(one, names.variables)
            if isinstance(one, OperationDefinitionNode)
            else one
            for one in document.definitions
        ),
    )
    given = {name: value for name, value in asked.variables.items() if name in names.variables}
    return Asked(print_ast(document), given, asked.caller, asked.language)
