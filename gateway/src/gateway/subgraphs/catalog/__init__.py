"""Profiles, listings and what a choice of options costs."""

from gateway.subgraph import subgraph
from gateway.subgraphs.catalog.maker import Maker
from gateway.subgraphs.catalog.mutation import Mutation
from gateway.subgraphs.catalog.query import Query

schema = subgraph(query=Query, mutation=Mutation, types=[Maker])
