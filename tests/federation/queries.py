"""Writes random queries that are valid and within the gateway's limits; a seed fixes them all."""

from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import Any

from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLError,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNamedType,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    Undefined,
    ast_from_value,
    get_named_type,
    get_nullable_type,
    is_composite_type,
    parse,
    print_ast,
    validate,
)

from gateway.limits import MAX_CHARACTERS, Limits, checked
from tests.federation.known import leaves_nothing
from tests.federation.pool import Pool

MAX_TOKENS = Limits().tokens
DEPTHS = (2, 4, 5, 6, 7, 8, 10)
# How often a selection makes for what was never written, and how much of that it takes.
TOWARDS_NEWS = 0.5
NEWS_AT_ONCE = 4


@dataclass(frozen=True)
class Asked:
    """A query as somebody sends it."""

    document: str
    variables: dict[str, Any]
    caller: str
    language: str


@dataclass
class Draft:
    """What belongs to one query while it is written."""

    caller: str
    variables: dict[str, tuple[str, Any]] = field(default_factory=dict)
    fragments: dict[str, tuple[str, int, str]] = field(default_factory=dict)
    fields: list[str] = field(default_factory=list)
    aliases: int = 0


class Writer:
    """Writes one query after another; what was written seldom is likelier to be written next."""

    def __init__(
        self, schema: GraphQLSchema, pool: Pool, callers: tuple[str, ...], seed: int
    ) -> None:
        self.times: Counter[str] = Counter()
        self._schema = schema
        self._pool = pool
        self._callers = callers
        self._rng = Random(seed)
        self._heights: dict[str, int] = {}
        self._leads_to = readable(schema)
        self._steps: dict[str, int] = {}
        self._draft = Draft("")

    def write(self) -> Asked:
        """Writes the next one."""
        self._steps = self._to_news()
        while True:
            asked = self._write()
            if is_allowed(self._schema, asked):
                self.times.update(set(self._draft.fields))
                return asked

    def _write(self) -> Asked:
        rng = self._rng
        self._draft = draft = Draft(rng.choice(self._callers))
        root = self._selection(self._schema.query_type, rng.choice(DEPTHS), is_root=True)
        fragments = [
            f"fragment {name} on {type_name} {text}"
            for name, (type_name, _, text) in draft.fragments.items()
        ]
        defined, given = [], {}
        for name, (type_, value) in draft.variables.items():
            # Some values come as the default, some by name, and some are just left out.
            if value is not None and rng.random() < 0.2:
                default = self._literal(value, type_, is_constant=True)
                defined.append(f"${name}: {type_} = {default}")
            else:
                defined.append(f"${name}: {type_}")
                given[name] = value
        head = f"query Random{'(' + ', '.join(defined) + ')' if defined else ''} "
        return Asked(
            "\n".join([head + root, *fragments]),
            given,
            draft.caller,
            rng.choice(("", "", "en", "de;q=0.9, en;q=0.1")),
        )

    def _selection(self, type_: Any, depth: int, is_root: bool = False) -> str:
        rng = self._rng
        fits = [
            name
            for name, one in type_.fields.items()
            if 1 + self._height(get_named_type(one.type)) <= depth
        ]
        leaves = [n for n in fits if not is_composite_type(get_named_type(type_.fields[n].type))]
        branches = [name for name in fits if name not in leaves]
        chosen = self._pick(type_, branches, rng.choice((1, 1, 2, 3) if is_root else (0, 1, 1, 2)))
        chosen += self._pick(type_, leaves, rng.choice((0, 1, 2, 3, 4, 6)))
        if rng.random() < TOWARDS_NEWS:
            chosen = list(dict.fromkeys([*chosen, *self._nearest_news(type_, fits)]))
        chosen = chosen or self._pick(type_, fits, 1)
        rng.shuffle(chosen)
        parts = [self._field(type_, name, depth) for name in chosen]
        if rng.random() < 0.15:
            parts.append(rng.choice(("__typename", f"{self._alias()}__typename")))
        repeatable = [name for name in chosen if type_.fields[name].args]
        if repeatable and rng.random() < 0.2:
            parts.append(self._field(type_, rng.choice(repeatable), depth, alias=self._alias()))
        return "{ " + " ".join(self._grouped(type_, parts, depth)) + " }"

    def _pick(self, type_: Any, names: list[str], count: int) -> list[str]:
        """Draws without putting back, in favour of what was seldom or never written."""
        left, drawn = list(names), []
        while left and len(drawn) < count:
            weights = [self._weight(type_, name) for name in left]
            [one] = self._rng.choices(left, weights)
            left.remove(one)
            drawn.append(one)
        return drawn

    def _nearest_news(self, type_: Any, names: list[str]) -> list[str]:
        """Finds what was never written here, or else what leads to such in the fewest steps."""
        news = [name for name in names if not self.times[f"{type_.name}.{name}"]]
        if news:
            return news[:NEWS_AT_ONCE]
        behind = {name: get_named_type(type_.fields[name].type).name for name in names}
        steps = {name: self._steps[it] for name, it in behind.items() if it in self._steps}
        nearest = [name for name in steps if steps[name] == min(steps.values())]
        return [self._rng.choice(nearest)] if nearest else []

    def _weight(self, type_: Any, name: str) -> float:
        behind = get_named_type(type_.fields[name].type).name
        news = 40 / (1 + self._steps[behind]) ** 2 if behind in self._steps else 0
        return (1 + news) / (1 + self.times[f"{type_.name}.{name}"])

    def _to_news(self) -> dict[str, int]:
        """From each type, how many steps it is to one with a field that was never written."""
        steps = {
            name: 0
            for name, leads_to in self._leads_to.items()
            if any(not self.times[f"{name}.{field}"] for field in leads_to)
        }
        found = list(steps)
        for name in found:
            for before, leads_to in self._leads_to.items():
                if name in leads_to.values() and before not in steps:
                    steps[before] = steps[name] + 1
                    found.append(before)
        return steps

    def _grouped(self, type_: GraphQLObjectType, parts: list[str], depth: int) -> list[str]:
        """Puts some of the parts into fragments, and adds what fragments alone can say."""
        rng = self._rng
        if rng.random() < 0.25:
            cut = rng.randint(1, len(parts))
            inside = "{ " + " ".join(parts[:cut]) + " }"
            if rng.random() < 0.5:
                name = f"F{len(self._draft.fragments) + 1}"
                self._draft.fragments[name] = (type_.name, depth, inside)
                group = f"...{name}{self._condition()}"
            else:
                on = rng.choice((f" on {type_.name}", ""))
                group = f"...{on}{self._condition()} {inside}"
            parts = [group, *parts[cut:]]
        known = [
            name
            for name, (on, needed, _) in self._draft.fragments.items()
            if on == type_.name and needed <= depth
        ]
        if known and rng.random() < 0.2:
            parts.append(f"...{rng.choice(known)}")
        if type_.interfaces and rng.random() < 0.15:
            parts.append(
                f"... on {type_.interfaces[0].name}{self._condition()} {{ __typename id }}"
            )
        return parts

    def _field(self, type_: Any, name: str, depth: int, alias: str = "") -> str:
        known = type_.fields[name]
        behind = get_named_type(known.type)
        self._draft.fields.append(f"{type_.name}.{name}")
        given = [
            f"{argument}: {self._argument(f'{type_.name}.{name}', argument, one, behind.name)}"
            for argument, one in known.args.items()
            if self._is_required(one) or self._rng.random() < 0.6
        ]
        arguments = f"({', '.join(given)})" if given else ""
        if not alias and self._rng.random() < 0.08:
            alias = self._alias()
        inner = f" {self._selection(behind, depth - 1)}" if is_composite_type(behind) else ""
        return f"{alias}{name}{arguments}{self._condition()}{inner}"

    def _argument(self, place: str, name: str, argument: GraphQLArgument, behind: str) -> str:
        value = self._pool.value(self._rng, self._draft.caller, place, name, behind, argument.type)
        if value is None and isinstance(argument.type, GraphQLNonNull):
            value = ""
        if self._rng.random() < 0.4:
            return self._variable(value, str(argument.type))
        return self._literal(value, str(argument.type))

    def _literal(self, value: Any, type_: str, is_constant: bool = False) -> str:
        """Writes a value; of its parts some may be variables, unless it must be constant."""
        kind: Any = _type(self._schema, type_)
        if isinstance(get_nullable_type(kind), GraphQLList) and isinstance(value, list):
            inner = str(get_nullable_type(kind).of_type)
            return "[" + ", ".join(self._literal(one, inner, is_constant) for one in value) + "]"
        named = get_named_type(kind)
        if isinstance(named, GraphQLInputObjectType) and isinstance(value, dict):
            parts = []
            for name, one in value.items():
                inner = str(named.fields[name].type)
                is_variable = not is_constant and self._rng.random() < 0.2
                text = (
                    self._variable(one, inner)
                    if is_variable
                    else self._literal(one, inner, is_constant)
                )
                parts.append(f"{name}: {text}")
            return "{" + ", ".join(parts) + "}"
        if isinstance(named, GraphQLEnumType):
            return str(value)
        if named.name in ("Date", "DateTime"):
            # Given as clients write it, which the scalar would not write once more.
            return f'"{value}"' if value is not None else "null"
        return print_ast(ast_from_value(value, named)) if value is not None else "null"

    def _variable(self, value: Any, type_: str) -> str:
        name = f"v{len(self._draft.variables) + 1}"
        self._draft.variables[name] = (type_, value)
        return f"${name}"

    def _condition(self) -> str:
        rng = self._rng
        if rng.random() > 0.06:
            return ""
        value = rng.random() < 0.5
        word = self._variable(value, "Boolean!") if rng.random() < 0.5 else str(value).lower()
        return f" @{rng.choice(('skip', 'include'))}(if: {word})"

    def _alias(self) -> str:
        self._draft.aliases += 1
        return f"a{self._draft.aliases}: "

    def _height(self, type_: GraphQLNamedType) -> int:
        """How many levels of fields a type needs below it at least."""
        if not is_composite_type(type_):
            return 0
        if type_.name not in self._heights:
            self._heights[type_.name] = 99  # on the way round a circle
            self._heights[type_.name] = 1 + min(
                self._height(get_named_type(one.type)) for one in type_.fields.values()
            )
        return self._heights[type_.name]

    @staticmethod
    def _is_required(argument: GraphQLArgument) -> bool:
        return isinstance(argument.type, GraphQLNonNull) and argument.default_value is Undefined


def readable(schema: GraphQLSchema) -> dict[str, dict[str, str]]:
    """Every field that a query can lead to, by its type, with the type behind it."""
    found: dict[str, dict[str, str]] = {}
    waiting = [schema.query_type]
    for type_ in waiting:
        if is_composite_type(type_) and type_.name not in found:
            behind = {name: get_named_type(one.type) for name, one in type_.fields.items()}
            found[type_.name] = {name: one.name for name, one in behind.items()}
            waiting += behind.values()
    return found


def is_allowed(schema: GraphQLSchema, asked: Asked) -> bool:
    """Whether it may be asked: valid, within every limit, and nothing of what `known.py` tells."""
    if len(asked.document) > MAX_CHARACTERS:
        return False
    try:
        document = parse(asked.document, max_tokens=MAX_TOKENS)
        if validate(schema, document) or leaves_nothing(document, asked.variables):
            return False
        checked(schema, document, asked.variables, Limits())
    except GraphQLError:
        return False
    return True


def _type(schema: GraphQLSchema, text: str) -> Any:
    if text.endswith("!"):
        return GraphQLNonNull(_type(schema, text[:-1]))
    if text.startswith("["):
        return GraphQLList(_type(schema, text[1:-1]))
    return schema.type_map[text]
