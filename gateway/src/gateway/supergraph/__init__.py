"""Composes Federation 2 subgraphs into one schema that runs in this process."""

from gateway.supergraph.check import CompositionError
from gateway.supergraph.hydrate import RequestMemory
from gateway.supergraph.schema import Supergraph, compose

__all__ = [
    "CompositionError",
    "RequestMemory",
    "Supergraph",
    "compose",
]
