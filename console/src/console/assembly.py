"""Puts together what the console is made of, as settings want it."""

from collections.abc import Callable
from datetime import datetime

from chassis.settings import Settings
from chassis.tokens import Verifier
from console.graph import Graph
from console.oidc import Provider
from console.pages import MAIL_SINK, PLACES
from console.parts import Parts
from console.security import Csrf
from console.session import Sessions
from console.settings import ConsoleSettings
from console.sign_in import CALLBACK


def assembled(
    settings: Settings,
    own: ConsoleSettings,
    graph: Graph,
    verifier: Verifier,
    base_url: str,
    now: Callable[[], datetime],
) -> Parts:
    """Returns the parts; a test replaces those of which it has its own."""
    secret, is_development = settings.secret_key(), settings.is_development
    return Parts(
        settings=settings,
        console=own,
        base_url=base_url,
        graph=graph,
        provider=Provider(own.issuer or settings.issuer, own, f"{base_url.rstrip('/')}{CALLBACK}"),
        verifier=verifier,
        sessions=Sessions(secret, is_secure=not is_development, now=now),
        csrf=Csrf(secret, is_secure=not is_development),
        now=now,
        places=(*PLACES, *(MAIL_SINK if is_development else ())),
        mail_folder=settings.data_dir / "mail" if is_development else None,
    )
