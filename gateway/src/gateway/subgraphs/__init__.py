"""The four domains' subgraphs. They meet only at entities, and never import each other."""

from strawberry.federation import Schema

from gateway.subgraphs import applications, messaging

SUBGRAPHS: dict[str, Schema] = {
    "applications": applications.schema,
    "messaging": messaging.schema,
}
