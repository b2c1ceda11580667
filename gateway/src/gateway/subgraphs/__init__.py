"""The four domains' subgraphs. They meet only at entities, and never import each other."""

from strawberry.federation import Schema

from gateway.subgraphs import applications, catalog, messaging, pr_review

SUBGRAPHS: dict[str, Schema] = {
    "applications": applications.schema,
    "catalog": catalog.schema,
    "messaging": messaging.schema,
    "pr_review": pr_review.schema,
}
