"""What a query may cost, known before it is validated and from its variables.

Each fragment is measured once for each list size it is used with, so nested fragments, which
make the usual depth and alias limiters exponential, cost no more than their own length.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLNamedType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    NullValueNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    VariableNode,
    get_named_type,
    get_nullable_type,
    is_composite_type,
    is_list_type,
)

from gateway.census import Census
from gateway.errors import Failure

# Where a field of a subgraph says that it costs more than others.
_PRICE = "cost"
_DEFINITION = "strawberry-definition"

# Of a query's text, which is kept once it is parsed; comments are no tokens, and could be endless.
MAX_CHARACTERS = 15_000


@dataclass(frozen=True)
class Limits:
    """How much one query may ask for."""

    tokens: int = 1500
    depth: int = 10
    nesting: int = 40
    aliases: int = 15
    root_fields: int = 20
    directives: int = 50
    duplicates: int = 20
    first: int = 100
    nodes: int = 10_000
    cost: int = 10_000
    event_cost: int = 1000
    errors: int = 10
    unsized_list: int = 10
    embedded_list: int = 2
    mutation_cost: int = 10
    introspection: bool = False

    def of_events(self) -> "Limits":
        """Returns what a subscription may ask for, each of whose events asks again."""
        return replace(self, cost=self.event_cost)


def priced(cost: int) -> Mapping[str, int]:
    """Returns the `metadata` of a field that costs more than 1, because of the work behind it."""
    return {_PRICE: cost}


def exceeded(limit: str, maximum: int, found: int | None = None) -> Failure:
    """Words the refusal of a query."""
    words = limit.replace("_", " ")
    facts = {"limit": limit, "maximum": maximum} | ({} if found is None else {"found": found})
    return Failure("LIMIT_EXCEEDED", f"The query's {words} may be {maximum} at most.", **facts)


def ensure_short(query: str | None) -> None:
    """Raises `Failure` for a text that is too long to be parsed."""
    if query and len(query) > MAX_CHARACTERS:
        raise exceeded("characters", MAX_CHARACTERS, len(query))


@dataclass(frozen=True)
class Measure:
    """What a selection asks for: fields, objects, and how deep it goes.

    `read` is how much of the cost is only read from objects that are there already.
    """

    cost: int = 0
    read: int = 0
    nodes: int = 0
    depth: int = 0
    fields: int = 0

    def __add__(self, other: "Measure") -> "Measure":
        return Measure(
            self.cost + other.cost,
            self.read + other.read,
            self.nodes + other.nodes,
            max(self.depth, other.depth),
            self.fields + other.fields,
        )


NOTHING = Measure()


@dataclass
class Meter:
    """Measures one document with one set of variables."""

    schema: GraphQLSchema
    document: DocumentNode
    variables: Mapping[str, Any]
    limits: Limits
    _fragments: dict[str, FragmentDefinitionNode] = field(default_factory=dict)
    _memo: dict[tuple[str, int | None], Measure | None] = field(default_factory=dict)
    _defaults: dict[str, Any] = field(default_factory=dict)

    def measure(self, operation: OperationDefinitionNode) -> Measure:
        """Returns what the operation asks for. Raises `Failure` where it is too deep to tell."""
        self._memo.clear()
        self._fragments = {
            node.name.value: node
            for node in self.document.definitions
            if isinstance(node, FragmentDefinitionNode)
        }
        self._defaults = {
            node.variable.name.value: node.default_value
            for node in operation.variable_definitions or ()
        }
        root = self.schema.get_root_type(operation.operation)
        found = self._selection(operation.selection_set, root, None, 0)
        extra = self.limits.mutation_cost if operation.operation is OperationType.MUTATION else 0
        return found + Measure(cost=extra * found.fields)

    def _selection(
        self,
        selection: SelectionSetNode | None,
        parent: GraphQLNamedType | None,
        size: int | None,
        level: int,
    ) -> Measure:
        if level > self.limits.nesting:
            raise exceeded("depth", self.limits.depth)
        total = NOTHING
        for node in selection.selections if selection else ():
            match node:
                case FieldNode():
                    total += self._field(node, parent, size, level)
                case FragmentSpreadNode():
                    total += self._fragment(node.name.value, size, level)
                case InlineFragmentNode():
                    named = node.type_condition
                    type_ = self.schema.get_type(named.name.value) if named else parent
                    total += self._selection(node.selection_set, type_, size, level + 1)
        return total

    def _fragment(self, name: str, size: int | None, level: int) -> Measure:
        key = (name, size)
        if key not in self._memo:
            self._memo[key] = None
            fragment = self._fragments.get(name)
            if fragment is None:
                self._memo[key] = NOTHING
            else:
                parent = self.schema.get_type(fragment.type_condition.name.value)
                measured = self._selection(fragment.selection_set, parent, size, level + 1)
                self._memo[key] = measured
        known = self._memo[key]
        if known is None:
            raise Failure("GRAPHQL_VALIDATION_FAILED", f"Fragment {name} spreads itself.")
        return known

    def _field(
        self, node: FieldNode, parent: GraphQLNamedType | None, size: int | None, level: int
    ) -> Measure:
        name = node.name.value
        known: GraphQLField | None = getattr(parent, "fields", {}).get(name)
        if known is None or name.startswith("__"):
            # `__typename` costs nothing, introspection is allowed or not as a whole, and what
            # is unknown is refused by validation.
            return Measure(fields=1)
        first = self._first(node, known)
        listed = is_list_type(get_nullable_type(known.type))
        behind = get_named_type(known.type)
        price, is_there = _price(known), _is_there(known)
        if not is_composite_type(behind):
            return Measure(cost=price, read=price if is_there else 0, depth=1, fields=1)
        times = (first or size or self.limits.unsized_list) if listed else 1
        # A list that comes with its object is mostly short, and nobody fetches what is in it: it
        # is priced for what one usually has. How much it may bring is the objects' limit.
        reads = self.limits.embedded_list if listed and is_there and not size else times
        inner = self._selection(node.selection_set, behind, None if listed else first, level + 1)
        read = reads * inner.read
        cost = price + times * (inner.cost - inner.read) + read
        return Measure(
            cost=cost,
            read=price + read if is_there else 0,
            nodes=times * (1 + inner.nodes),
            depth=1 + inner.depth,
            fields=1,
        )

    def _first(self, node: FieldNode, known: GraphQLField) -> int | None:
        """Returns the page size that a field is given, if it takes one."""
        if "first" not in known.args:
            return None
        given = next((a.value for a in node.arguments or () if a.name.value == "first"), None)
        value: Any = known.args["first"].default_value
        if isinstance(given, VariableNode):
            name = given.name.value
            given = self._defaults.get(name)
            if name in self.variables:
                given, value = None, self.variables[name]
        if isinstance(given, IntValueNode):
            value = int(given.value)
        if isinstance(given, NullValueNode) or type(value) is not int:
            value = self.limits.first
        if value > self.limits.first:
            raise exceeded("first", self.limits.first, value)
        return max(int(value), 1)


def _is_there(field: GraphQLField) -> bool:
    """Whether a field is only read from its object, without a resolver of its own.

    What another subgraph may have to be asked about is not there.
    """
    defined = (field.extensions or {}).get(_DEFINITION)
    interfaces = getattr(get_named_type(field.type), "interfaces", ())
    is_entity = any(one.name == "Node" for one in interfaces)
    return defined is not None and defined.base_resolver is None and not is_entity


def _price(field: GraphQLField) -> int:
    defined = (field.extensions or {}).get(_DEFINITION)
    return int(getattr(defined, "metadata", {}).get(_PRICE, 1))


def checked(
    schema: GraphQLSchema,
    document: DocumentNode,
    variables: Mapping[str, Any],
    limits: Limits,
    operation_name: str | None = None,
) -> int:
    """Returns what the named operation costs. Raises `Failure` for what is beyond a limit."""
    census = Census.of(document)
    if census.empty:
        # The parser lets them pass.
        raise Failure("GRAPHQL_PARSE_FAILED", "There must be a field between braces.")
    for limit in ("aliases", "directives", "duplicates"):
        if (found := getattr(census, limit)) > getattr(limits, limit):
            raise exceeded(limit, getattr(limits, limit), found)
    if census.introspects and not limits.introspection:
        raise Failure("INTROSPECTION_OFF", "The schema cannot be read here; it is published.")
    meter, cost = Meter(schema, document, variables, limits), 0
    for operation in document.definitions:
        if not isinstance(operation, OperationDefinitionNode):
            continue
        measure = meter.measure(operation)
        is_subscription = operation.operation is OperationType.SUBSCRIPTION
        allowed = limits.of_events() if is_subscription else limits
        for limit, asked in (
            ("depth", measure.depth),
            ("root_fields", measure.fields),
            ("nodes", measure.nodes),
            ("cost", measure.cost),
        ):
            if asked > getattr(allowed, limit):
                raise exceeded(limit, getattr(allowed, limit), asked)
        name = operation.name.value if operation.name else None
        if operation_name in (None, name):
            cost = max(cost, measure.cost)
    return cost
