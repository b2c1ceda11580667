"""Signs and reads short texts with the server's key: page tokens, resume tokens, links."""

import base64
import binascii
import hashlib
import hmac


class Signer:
    """Signs for one purpose; what was signed for another purpose is not accepted."""

    def __init__(self, secret: str, purpose: str) -> None:
        self._key = hmac.digest(secret.encode(), purpose.encode(), "sha256")

    def sign(self, text: str) -> str:
        """The text and its signature as one URL-safe word. The text stays readable."""
        mac = hmac.digest(self._key, text.encode(), "sha256")[:16]
        return base64.urlsafe_b64encode(mac + text.encode()).rstrip(b"=").decode()

    def read(self, token: str) -> str | None:
        """The text that was signed, or None when the token was not made here for this."""
        try:
            padded = token + "=" * (-len(token) % 4)
            raw = base64.b64decode(padded.encode("ascii"), altchars=b"-_", validate=True)
            mac, text = raw[:16], raw[16:].decode()
        except (binascii.Error, UnicodeError, ValueError):
            return None
        good = hmac.digest(self._key, text.encode(), "sha256")[:16]
        # The canonical form only: base64 has spare bits that would let two words mean the same.
        if not hmac.compare_digest(mac, good) or self.sign(text) != token:
            return None
        return text

    def secret(self, *parts: str) -> str:
        """A 256-bit secret that only this key makes from the parts, as a URL-safe word."""
        mac = hmac.digest(self._key, "\x00".join(parts).encode(), "sha256")
        return base64.urlsafe_b64encode(mac).rstrip(b"=").decode()


def digest(secret: str) -> str:
    """What is stored of a random secret: its SHA-256 in hexadecimal digits."""
    return hashlib.sha256(secret.encode()).hexdigest()
