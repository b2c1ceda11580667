"""Composition by the libraries of others."""

import json
import subprocess
from collections.abc import Mapping
from typing import Any

from dev import node
from dev.router import PROGRAMS
from gateway.schema import sdl


def composed_by_others(
    subgraphs: Mapping[str, str], gateway_url: str = "http://gateway.invalid"
) -> dict[str, Any]:
    """What each library makes of subgraphs, which this gateway serves; see `compose.mjs`."""
    folder = node.installed(PROGRAMS)
    given = {"gateway": gateway_url, "subgraphs": dict(subgraphs), "graph": sdl()}
    done = subprocess.run(
        [node.NODE, "compose.mjs"],
        cwd=folder,
        env=node.environment({}),
        input=json.dumps(given),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
