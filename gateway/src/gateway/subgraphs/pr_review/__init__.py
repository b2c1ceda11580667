"""Press releases: what makers announce, and what the press team says to it."""

from gateway.subgraph import subgraph
from gateway.subgraphs.pr_review.maker import Maker
from gateway.subgraphs.pr_review.mutations import Mutation
from gateway.subgraphs.pr_review.query import Query, Viewer
from gateway.subgraphs.pr_review.subscription import Subscription

schema = subgraph(query=Query, mutation=Mutation, subscription=Subscription, types=[Maker, Viewer])
