"""Applications, invitations, makers and whoever is asking."""

from gateway.subgraph import subgraph
from gateway.subgraphs.applications.mutations import Mutation
from gateway.subgraphs.applications.query import Query
from gateway.subgraphs.applications.subscription import Subscription

schema = subgraph(query=Query, mutation=Mutation, subscription=Subscription)
