"""A stack of processes for tests, which sees nothing of the developer's own settings."""

import os
from pathlib import Path

from dev.ports import Ports
from dev.stack import Stack


def a_stack(folder: Path, **changes) -> Stack:
    """On free ports, with everything in the folder and MongoDB's fail points switched on."""
    environment = changes.pop("environment", {})
    inherited = {
        name: value for name, value in os.environ.items() if not name.startswith("HANDMADE_")
    }
    return Stack(
        folder,
        changes.pop("ports", None) or Ports.free(),
        environment=inherited | environment,
        test_commands=True,
        **changes,
    )
