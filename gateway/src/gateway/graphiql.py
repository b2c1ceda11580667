"""GraphiQL for developers, from an installed package: no request leaves the machine."""

from importlib.util import find_spec
from pathlib import Path

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, PlainTextResponse, Response

from gateway.middleware import refusal

PACKAGE = "graphene_django_graphiql_static"
FILES = frozenset(
    {
        "react.production.min.js",
        "react-dom.production.min.js",
        "graphiql.min.js",
        "graphiql.min.css",
    }
)
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src data:; "
    "img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'"
)
PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Handmade: GraphiQL</title>
<link rel="stylesheet" href="/dev/graphiql/graphiql.min.css">
<body style="margin:0"><div id="graphiql" style="height:100vh"></div>
<script src="/dev/graphiql/react.production.min.js"></script>
<script src="/dev/graphiql/react-dom.production.min.js"></script>
<script src="/dev/graphiql/graphiql.min.js"></script>
<script src="/dev/graphiql/start.js"></script>
"""
START = """const socket = new URL("/graphql", location.href);
socket.protocol = socket.protocol.replace("http", "ws");
// A subscription's socket gets what stands in Headers as its first message.
const fetcher = GraphiQL.createFetcher({ url: "/graphql", subscriptionUrl: socket.href });
const options = {
  fetcher,
  defaultEditorToolsVisibility: "headers",
  defaultQuery: [
    "# Press Ctrl-Enter to run, Ctrl-Space to complete; the book on the left has the whole graph.",
    "# To ask as somebody, take a token from `make token ROLE=maker SUB=maker` for Headers:",
    '#   {"authorization": "Bearer ..."}',
    "# Subscriptions run here too, over a WebSocket.",
    "",
    "{",
    '  listingSearch(country: "US") {',
    "    nodes { title price { amount currencyCode } maker { displayName } }",
    "  }",
    "}",
    "",
  ].join("\\n"),
  shouldPersistHeaders: true,
};
ReactDOM.render(React.createElement(GraphiQL, options), document.getElementById("graphiql"));
"""
MISSING = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Handmade: GraphQL</title>
<p>The graph answers POST requests here. GraphiQL comes with the development dependencies
(<code>graphene-django-graphiql-static</code>), which are not installed.</p>
"""


def assets() -> Path | None:
    """Returns the folder with GraphiQL's files, if they are installed."""
    # Found, not imported: only the package's files are of use here.
    spec = find_spec(PACKAGE)
    for place in (spec.submodule_search_locations or ()) if spec else ():
        folder = Path(place) / "static" / PACKAGE
        if all((folder / name).is_file() for name in FILES):
            return folder
    return None


def routes(folder: Path | None) -> APIRouter:
    """Serves the page at GET `/graphql`, and its files."""
    router = APIRouter()

    @router.get("/graphql")
    async def page(request: Request) -> Response:
        if "text/event-stream" in request.headers.get("accept", ""):
            return refusal(400, "BAD_REQUEST", "Send operations by POST.")
        headers = {"content-security-policy": POLICY}
        return HTMLResponse(PAGE if folder else MISSING, headers=headers)

    @router.get("/dev/graphiql/start.js")
    async def start() -> Response:
        return Response(START, media_type="text/javascript")

    @router.get("/dev/graphiql/{name}")
    async def file(name: str) -> Response:
        if folder is None or name not in FILES:
            return PlainTextResponse("There is no such file.\n", 404)
        return FileResponse(folder / name, headers={"cache-control": "max-age=3600"})

    return router
