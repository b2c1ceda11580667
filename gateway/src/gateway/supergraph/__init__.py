"""Composes Federation 2 subgraphs into one schema that runs in this process."""

from gateway.supergraph.check import CompositionError
from gateway.supergraph.hydrate import EntityMissing, RequestMemory
from gateway.supergraph.schema import Supergraph, compose

__all__ = [
    "CompositionError",
    "EntityMissing",
    "RequestMemory",
    "Supergraph",
    "compose",
]
