"""Prints a token of the local issuer: `make token ROLE=maker SUB=maker`."""

from argparse import ArgumentParser, Namespace
from datetime import timedelta

from pydantic_settings import BaseSettings, SettingsConfigDict

from dev.issuer import ROLES, Issuer
from dev.problem import Problem
from dev.settings import Settings

USAGE = 'make token ROLE=maker SUB=maker [EMAIL=... NAME=... SCOPE="..." MINUTES=...]'


class Wanted(BaseSettings):
    """What the Makefile hands over of its own variables."""

    model_config = SettingsConfigDict(
        env_prefix="HANDMADE_TOKEN_", frozen=True, env_ignore_empty=True
    )

    role: str = ""
    sub: str = ""
    email: str | None = None
    name: str | None = None
    scope: str = ""
    minutes: str = "480"


def configure(parser: ArgumentParser) -> None:
    wanted = Wanted()
    parser.add_argument("--role", default=wanted.role, help=f"one or more of {' '.join(ROLES)}")
    parser.add_argument(
        "--sub", default=wanted.sub, help="the subject, such as maker, who has the seeded shop"
    )
    parser.add_argument("--email", default=wanted.email)
    parser.add_argument("--name", default=wanted.name)
    parser.add_argument("--scope", default=wanted.scope)
    parser.add_argument("--minutes", default=wanted.minutes, help="how long it is valid")
    parser.set_defaults(run=_token)


def _token(arguments: Namespace) -> int:
    roles = arguments.role.replace(",", " ").split()
    if not roles or not arguments.sub:
        raise Problem(f"say for whom: {USAGE}")
    settings = Settings.read()
    issuer = Issuer(settings.folder / "keys", audience=settings.audience)
    print(
        issuer.token(
            arguments.sub,
            *roles,
            email=arguments.email,
            name=arguments.name,
            scope=arguments.scope.split(),
            lifetime=_minutes(arguments.minutes),
        )
    )
    return 0


def _minutes(text: str) -> timedelta:
    if not text.isascii() or not text.isdigit() or not 0 < int(text) <= 525_600:
        raise Problem(f"MINUTES is a whole number from 1 to 525600, not {text!r}")
    return timedelta(minutes=int(text))
