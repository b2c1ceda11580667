"""The links that open private listings: a bearer secret in the fragment, nothing of it stored."""

import hmac

from chassis.signing import Signer


class PrivateLinks:
    """Makes and checks the links of private listings.

    A secret is an HMAC of the listing and its link revision under the server's key, so its maker
    can read it again, every service makes the same one, and raising the revision kills it.
    """

    def __init__(self, secret: str, public_url: str) -> None:
        self._signer = Signer(secret, "private-link")
        self._public_url = public_url.rstrip("/")

    def url(self, listing: str, link_revision: int) -> str:
        """The whole address. The secret is in the fragment, which browsers never send."""
        listing_id = listing.rpartition("/")[2]
        secret = self._signer.secret(listing, str(link_revision))
        return f"{self._public_url}/private/{listing_id}#{secret}"

    def opens(self, secret: str, listing: str, link_revision: int) -> bool:
        """Whether the secret is that of the listing's present link."""
        expected = self._signer.secret(listing, str(link_revision))
        return hmac.compare_digest(secret.encode(), expected.encode())
