"""The names under which makers know buyers."""

from chassis.signing import Signer, digest

_LENGTH = 10


class Aliases:
    """Gives each pair of buyer and maker one name, from which nobody learns who the buyer is.

    An HMAC under the server's key: makers who compare notes find no common buyer, and nobody can
    try out subjects. Forty bits, so that two buyers of one maker do not meet in a name.
    """

    def __init__(self, signer: Signer) -> None:
        self._signer = signer

    def alias(self, buyer: str, maker: str) -> str:
        """The buyer's name for this maker, such as `buyer-7f3a9c04be`."""
        return f"buyer-{digest(self._signer.secret(buyer, maker))[:_LENGTH]}"
