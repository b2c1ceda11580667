"""The GraphQL documents that pages ask with."""

import re
from functools import cache
from importlib import resources

_SPREAD = re.compile(r"\.\.\.\s*(?!on\b)(\w+)")
_FRAGMENT = re.compile(r"^fragment (\w+) on .*?^}", re.MULTILINE | re.DOTALL)


@cache
def document(name: str) -> str:
    """Returns `queries/<name>.graphql` with the shared fragments that it spreads."""
    return _whole(_read(name))


@cache
def mutation(name: str, selects: str = "") -> str:
    """Returns the document of a mutation, whose shape follows from its name."""
    kind = f"{name[0].upper()}{name[1:]}Input"
    wanted = f"userErrors {{ ...UserError }} {selects}".strip()
    return _whole(f"mutation($input: {kind}!) {{ {name}(input: $input) {{ {wanted} }} }}")


def names() -> list[str]:
    """Returns the names of all documents there are."""
    found = (item.name for item in resources.files("console").joinpath("queries").iterdir())
    documents = (name.removesuffix(".graphql") for name in found if name.endswith(".graphql"))
    return sorted(name for name in documents if name != "fragments")


def _whole(text: str) -> str:
    shared = _fragments()
    own = set(re.findall(r"^fragment (\w+) on", text, re.MULTILINE))
    wanted, parts = _spread(text) - own, [text]
    while missing := wanted - own:
        for name in sorted(missing):
            parts.append(shared[name])
            wanted |= _spread(shared[name])
            own.add(name)
    return "\n".join(parts)


def _spread(text: str) -> set[str]:
    return set(_SPREAD.findall(text))


@cache
def _fragments() -> dict[str, str]:
    return {found[1]: found[0] for found in _FRAGMENT.finditer(_read("fragments"))}


def _read(name: str) -> str:
    return resources.files("console").joinpath("queries", f"{name}.graphql").read_text()
