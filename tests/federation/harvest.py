"""Finds what random queries can ask for: the ids, cursors and links that callers may see."""

from collections.abc import Iterable

from tests.federation.answers import Both
from tests.federation.pool import Pool
from tests.federation.queries import Asked

OF_A_THREAD = """
fragment OfAThread on Thread {
  __typename id
  maker { __typename id }
  customOrderRequest {
    __typename id
    listing { __typename id }
    privateListing { __typename id privateLink { __typename url } }
    order { __typename id }
  }
  messages(first: 10) { __typename edges { __typename cursor node { __typename id listingUrl } } }
}"""

OF_A_MAKER = """
fragment OfAMaker on Maker {
  __typename id
  profiles { __typename id }
  listings(first: 10) { __typename edges { __typename cursor node { __typename id } } }
  threads(first: 10) { __typename edges { __typename cursor node { __typename id } } }
  pressReleases(first: 10) { __typename edges { __typename cursor node { __typename id } } }
}"""

DOCUMENTS = (
    """{ viewer { __typename maker { ...OfAMaker }
      threads(first: 10) { __typename edges { __typename cursor node { ...OfAThread } } } } }"""
    + OF_A_MAKER
    + OF_A_THREAD,
    """{ viewer { __typename
      applications { __typename edges { __typename cursor node { __typename id } } }
      regionExtensions { __typename edges { __typename cursor node { __typename id } } }
      customOrderRequests { __typename edges { __typename cursor node { __typename id } } }
      pressReleases { __typename edges { __typename cursor node { __typename id } } } } }""",
    """{ applications { __typename edges { __typename cursor node { __typename id
        maker { __typename id } invitation { __typename id } } } }
      regionExtensions { __typename edges { __typename cursor node { __typename id } } }
      applicationActivity { __typename edges { __typename cursor } }
      applicationWork { __typename edges { __typename cursor } }
      pressReleaseActivity { __typename edges { __typename cursor } }
      pressReleaseWork { __typename edges { __typename cursor } }
      listingSearch(country: "US") { __typename edges { __typename cursor node { __typename id
        maker { __typename id profiles { __typename id } } } } }
      pressReleases { __typename edges { __typename cursor node { __typename id
        comments { __typename edges { __typename cursor } } } } } }""",
)


async def learn(both: Both, pool: Pool, callers: Iterable[str]) -> None:
    """Fills the pool with what each caller finds."""
    for caller in callers:
        for document in DOCUMENTS:
            answer = await both.ask("graph", Asked(document, {}, caller, ""))
            pool.learn(caller, answer["data"])
