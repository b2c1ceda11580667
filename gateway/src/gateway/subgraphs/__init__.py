"""The four domains' subgraphs. They meet only at entities, and never import each other."""

from strawberry.federation import Schema

SUBGRAPHS: dict[str, Schema] = {}
