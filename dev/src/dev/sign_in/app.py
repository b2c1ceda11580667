"""The provider over HTTP, and the page on which people choose."""

from collections.abc import Mapping
from importlib import resources
from urllib.parse import parse_qsl, urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.datastructures import FormData
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from dev.ports import HOST
from dev.sign_in import people
from dev.sign_in.authorization import Asked, Refused, Unsafe, asked
from dev.sign_in.people import Person
from dev.sign_in.provider import NoTokens, Provider

_FORM = "application/x-www-form-urlencoded"


def create(provider: Provider) -> Starlette:
    """The provider's routes."""
    pages = _Pages(provider)
    return Starlette(
        routes=[
            Route("/.well-known/openid-configuration", pages.discovery),
            Route("/jwks", pages.jwks),
            Route("/authorize", pages.authorize, methods=["GET", "POST"]),
            Route("/token", pages.token, methods=["POST"]),
            Route("/end-session", pages.end_session, methods=["GET", "POST"]),
            Route("/style.css", _style),
            Route("/", pages.index),
        ],
        # A name of somebody else's that leads here would make its pages ours in a browser's eyes.
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=[HOST, "localhost"])],
    )


class _Pages:
    def __init__(self, provider: Provider) -> None:
        self._provider = provider
        self._templates = Environment(
            loader=PackageLoader("dev.sign_in", "pages"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    async def discovery(self, request: Request) -> Response:
        return JSONResponse(self._provider.discovery())

    async def jwks(self, request: Request) -> Response:
        return JSONResponse(self._provider.jwks())

    async def authorize(self, request: Request) -> Response:
        """GET shows who can be chosen; POST to the very same URL says who was."""
        query = parse_qsl(request.url.query, keep_blank_values=True)
        try:
            wanted = asked(self._provider.client, query)
        except Unsafe as unsafe:
            return self._message("Nobody can sign in this way", str(unsafe), status=400)
        except Refused as refused:
            return _redirect(refused.back(self._provider.url))
        if request.method != "POST":
            return self._chooser(request, wanted)
        async with request.form() as form:
            return self._chosen(request, wanted, form)

    async def token(self, request: Request) -> Response:
        try:
            return _uncached(JSONResponse(self._provider.tokens_for(await _token_form(request))))
        except NoTokens as refusal:
            body = {"error": refusal.error, "error_description": refusal.description}
            status = 401 if refusal.error == "invalid_client" else 400
            return _uncached(JSONResponse(body, status))

    async def end_session(self, request: Request) -> Response:
        return self._message("You are signed out", "Nothing of you is kept here.")

    async def index(self, request: Request) -> Response:
        return self._message(
            "The development issuer", "Whoever signs in to the console chooses here who they are."
        )

    def _chosen(self, request: Request, wanted: Asked, form: FormData) -> Response:
        given = {name: value for name, value in form.items() if isinstance(value, str)}
        if "cancel" in given:
            answer = {"error": "access_denied", "error_description": "nobody was chosen"}
            return _redirect(wanted.back(self._provider.url, **answer))
        roles = [role for role in form.getlist("roles") if isinstance(role, str)]
        person: Person | list[str] | None
        if "person" in given:
            person = people.known(given["person"]) or [f"Nobody is named {given['person']!r}."]
        else:
            person = people.described(given, roles)
        if isinstance(person, list):
            return self._chooser(request, wanted, given, roles, person)
        print(f"{person.subject} signs in as {' and '.join(person.roles)}", flush=True)
        code = self._provider.code_for(wanted, person)
        return _redirect(wanted.back(self._provider.url, code=code))

    def _chooser(
        self,
        request: Request,
        wanted: Asked,
        given: Mapping[str, str] | None = None,
        roles: list[str] | None = None,
        wrong: list[str] | None = None,
    ) -> Response:
        text = self._templates.get_template("chooser.html").render(
            action=f"/authorize?{request.url.query}",
            groups=people.GROUPS,
            roles=people.CHOOSABLE_ROLES,
            subject_pattern=people.SUBJECT,
            longest_name=people.LONGEST_NAME,
            given={"subject": "", "name": "", **(given or {})},
            given_roles=roles or [],
            wrong=wrong or [],
        )
        # Browsers hold the redirect that follows a form to `form-action` as well.
        back = urlsplit(wanted.redirect_uri)
        return _page(text, 422 if wrong else 200, f"'self' {back.scheme}://{back.netloc}")

    def _message(self, title: str, sentence: str, *, status: int = 200) -> Response:
        text = self._templates.get_template("message.html").render(
            title=title, sentence=sentence, home=self._provider.client.home
        )
        return _page(text, status)


async def _token_form(request: Request) -> dict[str, str]:
    if "authorization" in request.headers:
        raise NoTokens("invalid_client", "the client is public: it has no secret to show")
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _FORM:
        raise NoTokens("invalid_request", f"the body must be {_FORM}")
    async with request.form() as form:
        pairs = [(name, value) for name, value in form.multi_items() if isinstance(value, str)]
    given = dict(pairs)
    if len(given) < len(pairs):
        raise NoTokens("invalid_request", "a parameter is given twice")
    return given


async def _style(request: Request) -> Response:
    text = resources.files("dev.sign_in").joinpath("pages", "style.css").read_text()
    return Response(text, media_type="text/css", headers={"cache-control": "no-cache"})


def _page(text: str, status: int, form_action: str = "'none'") -> Response:
    policy = (
        "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none';"
        f" frame-ancestors 'none'; form-action {form_action}"
    )
    headers = {"content-security-policy": policy, "x-content-type-options": "nosniff"}
    return _uncached(HTMLResponse(text, status, headers))


def _redirect(url: str) -> Response:
    return _uncached(RedirectResponse(url, 303))


def _uncached(response: Response) -> Response:
    response.headers["cache-control"] = "no-store"
    response.headers["referrer-policy"] = "no-referrer"
    return response
