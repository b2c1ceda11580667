"""The development issuer as an OpenID provider: who comes to sign in chooses who they are.

It speaks the authorization code flow with PKCE, so the console signs in as it does in production.
It listens on the loopback address alone, and gives any token to whoever reaches it there.
"""

import asyncio
import os
from argparse import ArgumentParser, Namespace
from datetime import timedelta

import uvicorn

from dev.issuer import Issuer
from dev.ports import HOST, is_taken
from dev.problem import Problem
from dev.settings import Settings
from dev.sign_in.app import create
from dev.sign_in.authorization import Client
from dev.sign_in.provider import Provider
from dev.trust import Trust


def configure(parser: ArgumentParser) -> None:
    parser.set_defaults(run=_serve)


def _serve(arguments: Namespace) -> int:
    settings = Settings.read()
    port = settings.issuer_port
    if is_taken(f"{HOST}:{port}"):
        raise Problem(f"the issuer cannot listen on port {port}, which is taken")
    provider = Provider(
        f"http://{HOST}:{port}",
        Client.at(Trust.among(os.environ).scheme, settings.gateway_port),
        Issuer(settings.folder / "keys", audience=settings.audience),
        lifetime=timedelta(minutes=settings.issuer_minutes),
    )
    config = uvicorn.Config(
        create(provider),
        host=HOST,
        port=port,
        ws="none",
        lifespan="off",
        access_log=False,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=1,
    )
    print(f"issuer listens on port {port}", flush=True)
    asyncio.run(uvicorn.Server(config).serve())
    return 0
