"""What protects pages and forms from other sites: headers, origins, form tokens."""

import hmac
import re
import secrets
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chassis.signing import Signer
from console.cookies import Jar

_SAFE = frozenset({"GET", "HEAD"})
_BROWSER = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)
_BROWSER_SECONDS = 400 * 24 * 3600  # the longest that browsers keep a cookie


def policy(**more: str) -> str:
    """Returns the Content-Security-Policy of pages; `frame_src="'self'"` allows something more."""
    directives = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    } | {name.replace("_", "-"): value for name, value in more.items()}
    return "; ".join(f"{name} {value}" for name, value in directives.items())


HEADERS = {
    "content-security-policy": policy(),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    # With `no-referrer` browsers would send our own forms with `Origin: null`.
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    # What somebody saw must not come back to whoever uses the browser after them.
    "cache-control": "no-store",
}


class Headers:
    """Gives every response the headers above, unless it has its own."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handles one connection."""

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, sending)


class Heads:
    """Answers `HEAD` as `GET` without the body; not where the body is a stream without an end."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handles one connection."""
        if scope.get("method") != "HEAD" or "/live/" in scope["path"]:
            await self._app(scope, receive, send)
            return

        async def sending(message: Message) -> None:
            is_body = message["type"] == "http.response.body"
            await send({**message, "body": b""} if is_body else message)

        await self._app({**scope, "method": "GET"}, receive, sending)


def is_ours(request: Request) -> bool:
    """Whether a request that changes something was sent by a page of ours.

    Every browser says so, by `Sec-Fetch-Site` or `Origin`; what says neither is no browser.
    """
    if request.method in _SAFE:
        return True
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is None and origin is None:
        return False
    if site not in (None, "same-origin", "none"):
        return False
    return origin is None or _host(origin) == request.headers.get("host", "").lower()


def is_led_here(request: Request) -> bool:
    """Whether another site sent the browser here, which whoever sits before it may not have wanted.

    Browsers that do not say it are let through: this guards what is harmless by itself.
    """
    return request.headers.get("sec-fetch-site") in ("cross-site", "same-site")


def _host(origin: str) -> str | None:
    try:
        return urlsplit(origin).netloc.lower() or None
    except ValueError:
        return None


class Csrf:
    """The token of a form: it holds in one browser, for one person, across their sign-ins.

    So a form outlives the session that it was shown in, and does not pass as somebody else's.
    """

    _NAME = "handmade-browser"

    def __init__(self, secret: str, *, is_secure: bool) -> None:
        self._signer = Signer(secret, "console form")
        self._jar = Jar(secret, "browser", is_secure=is_secure)

    def knows(self, request: Request) -> bool:
        """Whether forms can be from this browser at all: it still has what it was given."""
        return bool(self._browser(request))

    def meet(self, request: Request) -> None:
        """Takes the browser for a new one, to be kept with the response to this request."""
        request.state.browser = secrets.token_urlsafe(32)

    def keep(self, request: Request, response: Response) -> None:
        """Remembers the browser for as long as it allows; whoever signs in needs that."""
        browser = self._browser(request) or secrets.token_urlsafe(32)
        self._jar.put(response, self._NAME, browser, _BROWSER_SECONDS)

    def clear(self, response: Response) -> None:
        """Forgets the browser: forms that are open in it do not pass any more."""
        self._jar.drop(response, self._NAME)

    def token(self, request: Request, subject: str) -> str:
        """Returns the token for forms that are shown to somebody in this browser."""
        return self._signer.secret(self._browser(request), subject)

    def holds(self, given: str, request: Request, subject: str) -> bool:
        """Whether a form was shown to this person in this browser."""
        if not self._browser(request):
            return False
        good = self.token(request, subject)
        return hmac.compare_digest(given.encode(errors="replace"), good.encode())

    def _browser(self, request: Request) -> str:
        given = request.cookies.get(self._jar.named(self._NAME), "")
        if _BROWSER.fullmatch(given):
            return given
        met: str = getattr(request.state, "browser", "")
        return met
