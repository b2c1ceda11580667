"""An OpenID Connect issuer in this process, which can be made to do each thing wrong."""

import base64
import hashlib
import json
import time
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import httpx
import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

URL = "https://issuer.test"


class FakeIssuer:
    """Signs in whoever comes as `subject` with `roles`; tests change what it says."""

    def __init__(self, url=URL, **metadata):
        self.url = url
        self.key = Ed25519PrivateKey.generate()
        self.metadata = {
            "issuer": url,
            "authorization_endpoint": f"{url}/authorize",
            "token_endpoint": f"{url}/token",
            "jwks_uri": f"{url}/keys",
            "end_session_endpoint": f"{url}/end",
        } | metadata
        self.subject = "rena"
        self.roles = ["reviewer"]
        self.lifetime = 3600
        self.identity = {}
        """Claims of the id token that are other than they should be; None leaves one out."""
        self.access = {}
        self.tokens = {}
        """Members of the token endpoint's answer that are other than they should be."""
        self.answers = {}
        """By path: a response, or an exception, in place of the right one."""
        self.asked = []
        self._codes = {}

    @property
    def transport(self):
        return httpx.MockTransport(self._handle)

    def sign_in(self, authorization_url, **changes):
        """The query with which the browser is sent back; None leaves a parameter out."""
        parts = urlsplit(authorization_url)
        given = dict(parse_qsl(parts.query))
        assert f"{parts.scheme}://{parts.netloc}{parts.path}" == f"{self.url}/authorize"
        code = f"code-{len(self._codes)}"
        self._codes[code] = given
        answer = {"code": code, "state": given["state"], "iss": self.url} | changes
        return urlencode({name: value for name, value in answer.items() if value is not None})

    def token(self, audience, **changes):
        now = int(time.time())
        claims = {"iss": self.url, "sub": self.subject, "aud": audience}
        claims |= {"iat": now, "exp": now + self.lifetime} | changes
        known = {name: value for name, value in claims.items() if value is not None}
        return jwt.encode(known, self.key, "EdDSA", headers={"kid": "now"})

    def _handle(self, request):
        self.asked.append(request)
        wrong = self.answers.get(request.url.path)
        if isinstance(wrong, Exception):
            raise wrong
        if wrong is not None:
            return wrong
        match request.url.path:
            case "/.well-known/openid-configuration":
                return httpx.Response(200, json=self.metadata)
            case "/keys":
                public = jwt.algorithms.OKPAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
                return httpx.Response(200, json={"keys": [public | {"kid": "now", "use": "sig"}]})
            case "/token":
                return self._exchanged(request)
        return httpx.Response(404)

    def _exchanged(self, request):
        form = {name: values[0] for name, values in parse_qs(request.content.decode()).items()}
        given = self._codes.pop(form["code"], None)
        challenge = hashlib.sha256(form["code_verifier"].encode()).digest()
        if (
            given is None
            or form["redirect_uri"] != given["redirect_uri"]
            or base64.urlsafe_b64encode(challenge).decode().rstrip("=") != given["code_challenge"]
        ):
            return httpx.Response(400, json={"error": "invalid_grant"})
        about = {"name": self.subject.title(), "email": f"{self.subject}@example.com"}
        about["roles"] = self.roles
        answer = {
            "token_type": "Bearer",
            "access_token": self.token("handmade", **about | self.access),
            "id_token": self.token(given["client_id"], **{"nonce": given["nonce"]} | self.identity),
        } | self.tokens
        return httpx.Response(200, content=json.dumps(answer))
