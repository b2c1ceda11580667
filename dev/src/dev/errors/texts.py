"""What is said of the codes that are no classes: `codes.toml`."""

import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib import resources


@dataclass(frozen=True)
class Code:
    """A code and what its readers need to know."""

    code: str
    means: str
    do: str
    carriers: tuple[str, ...] = field(default=())
    grpc: str = ""
    http: int = 200


@dataclass(frozen=True)
class Codes:
    """All of them, by where they are sent."""

    violations: tuple[Code, ...]
    token: tuple[Code, ...]
    frame: tuple[Code, ...]
    gateway: tuple[Code, ...]

    @property
    def all(self) -> tuple[Code, ...]:
        return (*self.violations, *self.token, *self.frame, *self.gateway)


@cache
def codes() -> Codes:
    """What `codes.toml` says."""
    text = resources.files("dev.errors").joinpath("codes.toml").read_text()
    return read(text)


def read(text: str) -> Codes:
    """The codes in a text like `codes.toml`."""
    found = tomllib.loads(text)

    def section(name: str) -> tuple[Code, ...]:
        default = ("INVALID_REQUEST",) if name == "violations" else ()
        return tuple(
            Code(
                code,
                said.get("means", ""),
                said.get("do", ""),
                tuple(said.get("in", default)),
                said.get("grpc", ""),
                said.get("http", 200),
            )
            for code, said in sorted(found.get(name, {}).items())
        )

    return Codes(section("violations"), section("token"), section("frame"), section("gateway"))
