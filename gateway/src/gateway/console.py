"""The reviewers' console, served by this process, which asks the graph like any other client."""

from collections.abc import Callable
from datetime import datetime

from fastapi import FastAPI
from starlette.types import ASGIApp

from chassis.settings import Settings
from chassis.tokens import Verifier
from console import app, pages
from console.addresses import BASE
from console.graph import Graph
from console.oidc import Provider
from console.parts import Parts
from console.security import Csrf
from console.session import Sessions
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
    secret, is_development = settings.secret_key(), settings.is_development
    return app.create(
        Parts(
            settings=settings,
            console=own,
            base_url=base_url,
            graph=Graph(graph),
            provider=Provider(
                own.issuer or settings.issuer, own, f"{base_url.rstrip('/')}{BASE}/callback"
            ),
            verifier=verifier,
            sessions=Sessions(secret, is_secure=not is_development, now=now),
            csrf=Csrf(secret, is_secure=not is_development),
            now=now,
            places=(*pages.PLACES, *(pages.MAIL_SINK if is_development else ())),
            mail_folder=settings.data_dir / "mail" if is_development else None,
        )
    )
