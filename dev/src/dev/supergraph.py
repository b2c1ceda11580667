"""Composes the subgraphs with the libraries of others, for their routers to begin with."""

import json
import os
import subprocess
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from typing import Any

from dev import node
from dev.problem import Problem
from dev.router import PROGRAMS
from gateway.schema import sdl
from gateway.subgraphs import SUBGRAPHS

GATEWAY = "http://127.0.0.1:8000"
SECONDS = 60


def configure(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--gateway", default=GATEWAY, help=f"which a router reaches the subgraphs at: {GATEWAY}"
    )
    parser.set_defaults(run=_supergraph)


def supergraph(gateway_url: str) -> str:
    """The composed schema with which a router before this gateway begins."""
    apollo = composed_by_others(subgraphs(), gateway_url)["apollo"]
    if apollo["errors"]:
        raise Problem("\n".join(["the subgraphs do not compose", *apollo["errors"]]))
    return str(apollo["supergraph"])


def subgraphs() -> dict[str, str]:
    """The SDL of each subgraph."""
    return {name: one.as_str() for name, one in SUBGRAPHS.items()}


def composed_by_others(
    sdls: Mapping[str, str], gateway_url: str = "http://gateway.invalid"
) -> dict[str, Any]:
    """What each library makes of subgraphs, which this gateway serves; see `compose.mjs`."""
    folder = node.installed(PROGRAMS)
    given = {"gateway": gateway_url, "subgraphs": dict(sdls), "graph": sdl()}
    done = subprocess.run(
        [node.NODE, "compose.mjs"],
        cwd=folder,
        env=node.environment(os.environ),
        input=json.dumps(given),
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS,
    )
    if done.returncode:
        raise Problem(f"the subgraphs cannot be composed\n{done.stderr.strip()}")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _supergraph(arguments: Namespace) -> int:
    sys.stdout.write(supergraph(arguments.gateway))
    return 0
