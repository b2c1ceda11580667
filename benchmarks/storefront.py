"""How many pages of the storefront does one gateway answer in a second?

A page is 20 listings with their options and makers. The clients are a process of their own on the
same machine; no two pages after each other are the same.
"""

import asyncio
import json
import sys

from benchmarks.figures import Figure, ms
from benchmarks.market import GLAZES, PAGE, SHAPES, Market

CLIENTS = (1, 8)
SECONDS = 10.0

QUERY = """
query Storefront($words: String!, $first: Int!) {
  listingSearch(query: $words, country: "US", first: $first) {
    nodes {
      id
      title
      price { amount currencyCode }
      customizations { label optionList { options { label surcharge { amount } } } }
      maker { displayName profile(country: "US") { storeName } }
    }
    pageInfo { hasNextPage endCursor }
  }
}
"""
PAGES = [{"words": words, "first": PAGE} for words in (*GLAZES, *SHAPES, "stoneware", "no")]


async def measure(market: Market) -> list[Figure]:
    """The rate and the time of a page, with one client and with several."""
    await market.stocked()
    return [await _asked(market, clients) for clients in CLIENTS]


async def _asked(market: Market, clients: int) -> Figure:
    order = {
        "url": f"{market.stack.gateway_url}/graphql",
        "bodies": [{"query": QUERY, "variables": page} for page in PAGES],
        "clients": clients,
        "seconds": SECONDS,
        "path": ["listingSearch", "nodes"],
        "items": PAGE,
    }
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "benchmarks.visitors"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    answer, _ = await child.communicate(json.dumps(order).encode())
    if child.returncode:
        raise RuntimeError("the visitors did not come back")
    found = json.loads(answer)
    return Figure(
        f"storefront pages a second, {clients} client{'s' if clients > 1 else ''}",
        f"{found['rate']:.0f}",
        f"median {ms(found['median'])}, p99 {ms(found['p99'])}, {found['count']} pages",
    )
