"""What does a page cost through our composition, against Apollo Gateway over the same subgraphs?

Apollo Gateway plans each query and fetches from the subgraphs over HTTP; here the subgraphs are
those of the same gateway process, so both ways end in the same resolvers and the same services.
"""

from contextlib import AsyncExitStack

from benchmarks import storefront
from benchmarks.figures import Action, Figure, alternating, ms, ratio
from benchmarks.market import Market
from dev.graph import Graph, query
from dev.router import apollo_gateway

ROUNDS = 50
WARM_UP = 5


async def measure(market: Market) -> list[Figure]:
    """The journey's cross-service query and the storefront's page, in turns."""
    story = await market.story()
    await market.stocked()
    token = market.stack.issuer.token(story.cast.maker, "maker")
    asked: dict[str, tuple[str, list[dict[str, object]]]] = {
        "cross-service query": (query("everything"), [{"id": story.maker}]),
        "storefront page": (storefront.QUERY, storefront.PAGES),
    }
    log = market.folder / "logs" / "apollo-gateway.log"
    async with AsyncExitStack() as opened:
        url = await opened.enter_async_context(apollo_gateway(market.stack.gateway_url, log))
        ours = await opened.enter_async_context(Graph(market.stack.gateway_url, token))
        theirs = await opened.enter_async_context(Graph(url, token))
        figures = []
        for what, (document, variables) in asked.items():
            ways = [_asking(graph, document, variables) for graph in (ours, theirs)]
            one, other = await alternating(ways, ROUNDS, WARM_UP)
            figures.append(
                ratio(
                    f"{what}, Apollo Gateway ÷ ours, 1 client",
                    other,
                    one,
                    f"{ms(other)} ÷ {ms(one)}",
                )
            )
    return figures


def _asking(graph: Graph, document: str, variables: list[dict[str, object]]) -> Action:
    turn = 0

    async def ask() -> None:
        nonlocal turn
        turn += 1
        answer = await graph.answer(document, variables[turn % len(variables)])
        if answer.get("errors"):
            raise RuntimeError(f"not an answer to compare: {answer['errors'][0]['message']}")

    return ask
