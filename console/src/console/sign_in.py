"""Signing in at the issuer, and out again."""

from datetime import UTC, datetime, timedelta
from urllib.parse import unquote, urlencode, urlsplit

import structlog
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from chassis.caller import Caller
from chassis.tokens import LEEWAY_SECONDS, TokenRefused
from console import roles, security, templating
from console.addresses import BASE, SIGN_IN
from console.oidc import IssuerAway, SignInRefused
from console.parts import Parts
from console.session import Session
from console.started import SignIns, Started, fresh

log = structlog.get_logger()

CALLBACK = f"{BASE}/callback"
SIGN_OUT = f"{BASE}/sign-out"

_MOST = 1000
_ELSEWHERE = frozenset({SIGN_IN, CALLBACK, SIGN_OUT})


def inside(wanted: str) -> str:
    """Returns the path if it leads to a page of the console, and else to its first page.

    It comes from a link, which anybody can make: nobody is sent to another site by it, nor round
    in circles.
    """
    path = wanted.partition("?")[0].partition("#")[0]
    is_sound = (
        len(wanted) <= _MOST
        and all("!" <= character <= "~" for character in wanted)
        and "\\" not in wanted
        and (path == BASE or path.startswith(f"{BASE}/"))
        and "//" not in path
        and not any(unquote(step) in (".", "..") for step in path.split("/"))
        and unquote(path).rstrip("/") not in _ELSEWHERE
    )
    return wanted if is_sound else BASE


def routes(parts: Parts) -> APIRouter:
    """Returns the routes, which are the only ones for people who are not signed in."""
    router = APIRouter()
    desk = _Desk(parts)
    router.add_api_route("/sign-in", desk.begin, methods=["GET"])
    router.add_api_route("/callback", desk.finish, methods=["GET"])
    router.add_api_route("/sign-out", desk.leave, methods=["POST"])
    return router


class _Desk:
    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        secure = not parts.settings.is_development
        self._sign_ins = SignIns(parts.settings.secret_key(), is_secure=secure, now=parts.now)

    async def begin(self, request: Request) -> Response:
        """Sends the browser to the issuer."""
        if home := self._home(request):
            return RedirectResponse(home, 303)
        started = fresh(inside(request.query_params.get("next", BASE)))
        asks_again = "again" in request.query_params
        try:
            url = await self._parts.provider.authorization_url(started, asks_again=asks_again)
        except IssuerAway:
            return self._away(started.then)
        response = RedirectResponse(url, 303)
        self._sign_ins.keep(request, response, started)
        return response

    async def finish(self, request: Request) -> Response:
        """Takes the issuer's answer, and signs in whoever it names."""
        state = request.query_params.get("state", "")
        started = self._sign_ins.find(request, state)
        if started is None:
            return self._page(
                400,
                "This sign-in is over",
                "It took longer than ten minutes, was used before, or was begun in another "
                "browser. Sign in again to go on.",
                again=_sign_in(BASE),
            )
        try:
            response = await self._finished(request, started)
        except IssuerAway:
            response = self._away(started.then)
        except SignInRefused as refusal:
            response = self._refused(str(refusal), started.then)
        except TokenRefused as refusal:
            log.error("the issuer's access token is not accepted", why=refusal.facts)
            response = self._refused(
                "The sign-in service let you in, but what it sent is not accepted by the "
                f"marketplace. Tell whoever looks after sign-in: {refusal.message}",
                started.then,
            )
        self._sign_ins.take(response, state)
        return response

    async def leave(self, request: Request) -> Response:
        """Signs out: nothing of whoever was signed in stays in the browser."""
        if not security.is_ours(request):
            return self._page(
                403,
                "You are still signed in",
                "Another site tried to sign you out. Use the button on a page of the console.",
                again=BASE,
                label="Go to my work",
            )
        response = self._page(
            200,
            "You are signed out",
            "Nothing of you is kept in this browser. Where you signed in you may still be known, "
            "so that nobody asks for your password the next time.",
            again=SIGN_IN,
            label="Sign in",
            leaving=await self._parts.provider.leaving_url(),
        )
        self._parts.sessions.clear(response)
        self._parts.csrf.clear(response)
        self._sign_ins.clear(request, response)
        if not self._parts.settings.is_development:
            # What forms kept of what was typed; on a developer's machine it is GraphiQL's too.
            response.headers["clear-site-data"] = '"storage"'
        return response

    async def _finished(self, request: Request, started: Started) -> Response:
        granted = await self._parts.provider.granted(request.query_params, started)
        caller = await self._parts.verifier.verify(granted.access_token)
        if caller.subject != granted.subject:
            raise SignInRefused("The sign-in service sent an answer about two different people.")
        if not caller.roles & roles.STAFF:
            return await self._for_staff(caller)
        response = RedirectResponse(started.then, 303)
        self._parts.sessions.write(response, self._session(caller, granted.access_token))
        self._parts.csrf.keep(request, response)
        return response

    def _session(self, caller: Caller, token: str) -> Session:
        latest = self._parts.now() + timedelta(hours=self._parts.console.session_hours)
        # A token may end in a year that no date has.
        ends = min(latest.timestamp(), (caller.expires or 0) - LEEWAY_SECONDS)
        return Session(
            caller.subject,
            caller.name or caller.subject,
            caller.email,
            frozenset(role.value for role in caller.roles),
            token,
            datetime.fromtimestamp(ends, UTC),
        )

    async def _for_staff(self, caller: Caller) -> Response:
        known = f"{caller.name} ({caller.email})" if caller.email else caller.name
        response = templating.page(
            "sign_in_staff.html",
            403,
            known=known or caller.subject,
            again=f"{SIGN_IN}?again=1",
            sign_out=SIGN_OUT,
            now=self._parts.now(),
        )
        # Whoever used the browser before is not to be taken for them.
        self._parts.sessions.clear(response)
        return response

    def _home(self, request: Request) -> str | None:
        """Where to begin instead, if the issuer's answer would not find this browser's cookies."""
        base = urlsplit(self._parts.base_url)
        if not self._parts.settings.is_development or request.url.netloc == base.netloc:
            return None
        return f"{self._parts.base_url}{SIGN_IN}?{request.url.query}".rstrip("?")

    def _refused(self, why: str, then: str) -> Response:
        return self._page(400, "You are not signed in", why, again=_sign_in(then, again="1"))

    def _away(self, then: str) -> Response:
        return self._page(
            503,
            "Nobody can sign in at the moment",
            "The sign-in service does not answer as it should. Whoever is signed in already can go "
            "on working.",
            again=_sign_in(then),
            label="Try again",
        )

    def _page(
        self,
        status: int,
        title: str,
        text: str,
        *,
        again: str,
        label: str = "Sign in again",
        leaving: str | None = None,
    ) -> Response:
        return templating.page(
            "sign_in_said.html",
            status,
            title=title,
            text=text,
            again=again,
            label=label,
            leaving=leaving,
            now=self._parts.now(),
        )


def _sign_in(then: str, **more: str) -> str:
    return f"{SIGN_IN}?{urlencode({'next': then, **more})}"
