"""Threads, custom orders and orders: what buyers and makers have to do with each other."""

from gateway.subgraph import subgraph
from gateway.subgraphs.messaging.listing import Listing
from gateway.subgraphs.messaging.maker import Maker
from gateway.subgraphs.messaging.mutation import Mutation
from gateway.subgraphs.messaging.query import Query, Viewer
from gateway.subgraphs.messaging.subscription import Subscription

schema = subgraph(
    query=Query, mutation=Mutation, subscription=Subscription, types=[Maker, Listing, Viewer]
)
