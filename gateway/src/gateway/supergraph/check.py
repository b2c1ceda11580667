"""Refuses subgraphs that cannot be composed, naming subgraphs, type and field."""

from collections.abc import Callable, Iterator, Sequence

from graphql import (
    GraphQLInterfaceType,
    GraphQLObjectType,
    get_named_type,
    is_leaf_type,
    is_required_argument,
)
from strawberry.federation.schema_directives import (
    External,
    Inaccessible,
    Key,
    Override,
    Provides,
    Requires,
    Shareable,
    Tag,
)

from gateway.supergraph.agree import (
    Problems,
    Subgraphs,
    composite_fields,
    elements,
    enums_are_one_python_enum,
    fields_agree,
    inputs_agree,
    kinds_agree,
    problem,
    scalars_agree,
    shared_types,
    value_types_agree,
)
from gateway.supergraph.hydrate import key_between
from gateway.supergraph.subgraph import (
    ROOTS,
    FieldSet,
    Subgraph,
    applied,
    directives,
    hidden,
    owners,
    parse_field_set,
)

SUPPORTED = (External, Inaccessible, Key, Override, Provides, Requires, Shareable, Tag)


class CompositionError(Exception):
    """The subgraphs do not fit together; the message has one line for each reason."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = list(problems)


def ensure_composable(subgraphs: Subgraphs) -> None:
    """Raises `CompositionError` with every reason why the subgraphs do not fit together."""
    for rules in (FIRST_RULES, RULES):  # the second set relies on what the first has proved
        if problems := [problem for rule in rules for problem in rule(subgraphs)]:
            raise CompositionError(list(dict.fromkeys(problems)))


def directives_are_supported(subgraphs: Subgraphs) -> Problems:
    for s in subgraphs:
        for where, element in elements(s):
            for one in directives(element):
                name = one.imported_from.name
                if not isinstance(one, SUPPORTED):
                    yield problem([s], where, f"@{name} is not supported")
                elif isinstance(one, Override) and isinstance(one.label, str):
                    yield problem([s], where, "@override with a label is not supported")
                elif isinstance(one, Key) and isinstance(element, GraphQLInterfaceType):
                    yield problem([s], where, "@key on an interface is not supported")


def field_sets_are_plain(subgraphs: Subgraphs) -> Problems:
    for s in subgraphs:
        for where, element in elements(s):
            for one in directives(element):
                if isinstance(one, Key | Requires | Provides):
                    try:
                        parse_field_set(str(one.fields))
                    except ValueError as error:
                        yield problem([s], where, f"{error}")


def overrides_name_another_subgraph(subgraphs: Subgraphs) -> Problems:
    names = {s.name for s in subgraphs}
    for s in subgraphs:
        for where, element in elements(s):
            for override in applied(element, Override):
                if override.override_from not in names - {s.name}:
                    what = f"overrides {override.override_from!r}, which is no other subgraph"
                    yield problem([s], where, what)


def fields_have_an_owner(subgraphs: Subgraphs) -> Problems:
    for name, field, parts in composite_fields(subgraphs):
        resolving = owners(parts, name, field)
        if not resolving:
            yield problem(parts, f"{name}.{field}", "is external everywhere")
        elif len(resolving) > 1:
            exposed = [s for s in resolving if not is_shareable(s, name, field)]
            if exposed:
                yield problem(resolving, f"{name}.{field}", "is defined twice but not shareable")
            if any(s.requires(name, field) for s in resolving):
                yield problem(resolving, f"{name}.{field}", "is shareable, so it cannot @requires")


def is_shareable(s: Subgraph, name: str, field: str) -> bool:
    """Tells whether a field may have other owners: marked so, part of a key, or an interface's."""
    type_ = s.types[name]
    keyed = {key_field for key in s.keys(name) for key_field, _ in parse_field_set(key)}
    return (
        isinstance(type_, GraphQLInterfaceType)
        or field in keyed
        or bool(applied(type_, Shareable) or applied(s.fields(name)[field], Shareable))
    )


def field_sets_exist(subgraphs: Subgraphs) -> Problems:
    for s in subgraphs:
        for name, type_ in s.types.items():
            sets = [(name, name, str(key.fields)) for key in applied(type_, Key)]
            for field, found in s.fields(name).items():
                behind = get_named_type(found.type).name
                sets += [(f"{name}.{field}", name, str(r.fields)) for r in applied(found, Requires)]
                sets += [
                    (f"{name}.{field}", behind, str(p.fields)) for p in applied(found, Provides)
                ]
            for where, start, text in sets:
                yield from (
                    problem([s], where, why) for why in misfits(s, start, parse_field_set(text))
                )


def misfits(s: Subgraph, name: str, fields: FieldSet) -> Iterator[str]:
    """Gives what is wrong with a field set on a type: no such field, or a selection too few."""
    for field, inner in fields:
        found = s.fields(name).get(field)
        if found is None:
            yield f"there is no field {name}.{field} in this subgraph"
            continue
        behind = get_named_type(found.type)
        if bool(inner) == is_leaf_type(behind):
            yield f"{name}.{field} {'has no fields' if inner else 'needs fields'} of its own"
        elif inner and not isinstance(behind, GraphQLObjectType):
            yield f"{name}.{field} is no object, so its fields cannot be named here"
        elif any(is_required_argument(argument) for argument in found.args.values()):
            yield f"{name}.{field} needs arguments"
        else:
            yield from misfits(s, behind.name, inner)


def required_fields_are_external(subgraphs: Subgraphs) -> Problems:
    for name, field, parts in composite_fields(subgraphs):
        for s in parts:
            for needed, _ in s.requires(name, field):
                if needed in s.fields(name) and not s.is_external(name, needed):
                    what = f"requires {needed}, which is not @external here"
                    yield problem([s], f"{name}.{field}", what)


def entities_share_a_key(subgraphs: Subgraphs) -> Problems:
    for name, parts in shared_types(subgraphs):
        if name in ROOTS or not any(s.keys(name) for s in parts):
            continue
        for home in parts:
            for field in dict.fromkeys(field for s in parts for field in s.fields(name)):
                resolving = owners([s for s in parts if field in s.fields(name)], name, field)
                if home in resolving and not home.requires(name, field):
                    continue
                if resolving and not key_between(name, home, resolving[0]):
                    what = "cannot be reached: the subgraphs have no common resolvable key"
                    yield problem([home, resolving[0]], f"{name}.{field}", what)


def visible_elements_need_nothing_hidden(subgraphs: Subgraphs) -> Problems:
    concealed = {name for s in subgraphs for name, type_ in s.types.items() if hidden([type_])}
    for name, field, parts in composite_fields(subgraphs):
        if name in concealed or hidden(parts.values()):
            continue
        for s, part in parts.items():
            used = {get_named_type(part.type).name}
            used |= {get_named_type(a.type).name for a in part.args.values() if not hidden([a])}
            for type_name in sorted(used & concealed):
                yield problem([s], f"{name}.{field}", f"shows the inaccessible type {type_name}")


FIRST_RULES: tuple[Callable[[Subgraphs], Problems], ...] = (
    directives_are_supported,
    field_sets_are_plain,
    kinds_agree,
)
RULES: tuple[Callable[[Subgraphs], Problems], ...] = (
    overrides_name_another_subgraph,
    enums_are_one_python_enum,
    scalars_agree,
    inputs_agree,
    fields_agree,
    value_types_agree,
    fields_have_an_owner,
    field_sets_exist,
    required_fields_are_external,
    entities_share_a_key,
    visible_elements_need_nothing_hidden,
)
