"""The reviewers' console, served by this process, which asks the graph like any other client."""

from collections.abc import Callable
from datetime import datetime

from fastapi import FastAPI
from starlette.types import ASGIApp

from chassis.settings import Settings
from chassis.tokens import Verifier
from console import app
from console.assembly import assembled
from console.graph import Graph
from console.settings import ConsoleSettings


def console(
    settings: Settings,
    own: ConsoleSettings,
    graph: ASGIApp,
    verifier: Verifier,
    base_url: str,
    now: Callable[[], datetime],
) -> FastAPI:
    """Builds the console; `graph` is the application whose `/graphql` it asks."""
    return app.create(assembled(settings, own, Graph(graph), verifier, base_url, now))
