"""compose.yaml as Compose reads it, with an operator's variables put in."""

import re
from collections.abc import Mapping
from typing import Any

from ruamel.yaml import YAML

from dev.repository import ROOT

TEXT = (ROOT / "compose.yaml").read_text()
PROCESSES = {
    "applications": "applications",
    "catalog": "catalog",
    "messaging": "messaging",
    "pr-review": "pr_review",
    "gateway": "gateway",
}
"""Compose's name of each process that serves, and its Python package."""

_VARIABLE = re.compile(r"\$\{(?P<name>[A-Z_]+)(?::(?P<kind>[-?])(?P<rest>[^}]*))?\}")


class Demanded(Exception):
    """Compose would refuse to start, for want of this variable."""


def variables() -> dict[str, str | None]:
    """Every variable that the operator may set, with its default; None if it must be set."""
    found: dict[str, str | None] = {}
    for match in _VARIABLE.finditer(TEXT):
        if match["kind"]:
            found[match["name"]] = match["rest"] if match["kind"] == "-" else None
    return found


def mentioned() -> set[str]:
    """Every variable in the file, also where it has been demanded elsewhere."""
    return {match["name"] for match in _VARIABLE.finditer(TEXT)}


def compose(operator: Mapping[str, str]) -> dict[str, Any]:
    """The file with these variables. Raises `Demanded` where Compose would not start."""
    return _filled(YAML(typ="safe", pure=True).load(TEXT), operator)


def _filled(node: Any, operator: Mapping[str, str]) -> Any:
    if isinstance(node, dict):
        return {key: _filled(value, operator) for key, value in node.items()}
    if isinstance(node, list):
        return [_filled(each, operator) for each in node]
    if isinstance(node, str):
        return _VARIABLE.sub(lambda match: _value(match, operator), node)
    return node


def _value(match: re.Match[str], operator: Mapping[str, str]) -> str:
    value = operator.get(match["name"], "")
    if value:
        return value
    if match["kind"] == "-":
        return match["rest"]
    raise Demanded(match["name"])


def an_operator(**changes: str) -> dict[str, str]:
    """What an operator would have set, with throwaway secrets."""
    demanded = {name: "x" * 32 for name, default in variables().items() if default is None}
    return {
        **demanded,
        "HANDMADE_DOMAIN": "handmade.test",
        "HANDMADE_PUBLIC_URL": "https://handmade.test",
        "HANDMADE_ISSUER": "https://issuer.test",
        "HANDMADE_SMTP_URL": "smtp://127.0.0.1:9",
        "HANDMADE_MAIL_FROM": "Handmade <no-reply@handmade.test>",
        "HANDMADE_CERTIFICATES_DIR": "/etc/handmade/certificates",
        "HANDMADE_TOKENS_DIR": "/etc/handmade/tokens",
        **changes,
    }
