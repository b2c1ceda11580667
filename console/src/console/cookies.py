"""Cookies that nobody but us can read or make."""

import base64
import binascii
import json
import secrets
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from starlette.responses import Response

_NONCE = 12


class Jar:
    """Cookies of one purpose; what was sealed for another purpose cannot be opened here.

    With `is_secure` they have the `__Host-` prefix, so neither a subdomain nor a page without TLS
    can plant one. All are `SameSite=Lax`: the way back from the issuer begins at another site.
    """

    def __init__(self, secret: str, purpose: str, *, is_secure: bool) -> None:
        info = f"handmade console {purpose}".encode()
        self._key = AESGCM(HKDF(SHA256(), 32, None, info).derive(secret.encode()))
        self._is_secure = is_secure

    def named(self, name: str) -> str:
        """Returns the name as browsers get it."""
        return f"__Host-{name}" if self._is_secure else name

    def put(self, response: Response, name: str, value: str, seconds: float) -> None:
        """Gives a cookie to the browser, for so many seconds."""
        response.set_cookie(
            self.named(name),
            value,
            max_age=int(seconds),
            path="/",
            secure=self._is_secure,
            httponly=True,
            samesite="lax",
        )

    def drop(self, response: Response, name: str) -> None:
        """Takes a cookie from the browser."""
        self.put(response, name, "", 0)

    def seal(self, content: dict[str, Any]) -> str:
        """Encrypts something as a word that fits into a cookie."""
        nonce = secrets.token_bytes(_NONCE)
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        # Half a surrogate pair, which a token can name, has no UTF-8.
        plain = text.encode(errors="replace")
        return _word(nonce + self._key.encrypt(nonce, plain, None))

    def open(self, word: str) -> dict[str, Any] | None:
        """Decrypts what was sealed; None for anything else."""
        try:
            raw = base64.b64decode(word + "=" * (-len(word) % 4), altchars=b"-_", validate=True)
            plain = self._key.decrypt(raw[:_NONCE], raw[_NONCE:], None)
        except (binascii.Error, ValueError, InvalidTag):
            return None
        if _word(raw) != word:
            # base64 has spare bits, and would let several words mean the same.
            return None
        content: dict[str, Any] = json.loads(plain)
        return content


def _word(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
