"""Prints the graph that clients see: `python -m gateway.schema`."""

import sys

from gateway import app
from gateway.subgraphs import SUBGRAPHS


def sdl() -> str:
    """Returns the composed graph in the schema definition language."""
    return app.schema(SUBGRAPHS).as_str() + "\n"


if __name__ == "__main__":
    sys.stdout.write(sdl())
