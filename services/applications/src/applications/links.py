"""The links of invitation mails, whose secrets are computed and never stored.

docs/decisions/0003-invitation-secret.md says why.
"""

import secrets

from applications.domain.invitation import Invitation
from chassis.signing import Signer, digest

_NONCE_BYTES = 32


def secret_in(pasted: str) -> str:
    """The secret in what somebody pasted: the whole link, or its end with or without `#`."""
    return pasted.rpartition("#")[2].strip()


class Links:
    """Makes links that only a server with the same key makes again."""

    def __init__(self, signer: Signer, public_url: str) -> None:
        self._signer = signer
        self._public_url = public_url.rstrip("/")

    def new_nonce(self) -> str:
        """The random part of a new invitation's secret: 256 bits."""
        return secrets.token_urlsafe(_NONCE_BYTES)

    def digest(self, invitation_id: str, nonce: str) -> str:
        """What is stored to find an invitation by its secret."""
        return digest(self._secret(invitation_id, nonce))

    def address(self, invitation: Invitation) -> str:
        """The whole link. The secret is in the fragment, which browsers keep to themselves."""
        secret = self._secret(invitation.id, invitation.nonce)
        return f"{self._public_url}/register#{secret}"

    def _secret(self, invitation_id: str, nonce: str) -> str:
        return self._signer.secret(invitation_id, nonce)
