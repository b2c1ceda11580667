"""Sets the database up, as often as one likes: `python -m deploy.database`.

Initiates the replica set of one, and makes a user for each service who may read and write that
service's database and nothing else. It comes over the server's own loopback, where a database
without users lets the first one be made.
"""

import re
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings
from pymongo import MongoClient
from pymongo.errors import AutoReconnect, OperationFailure, PyMongoError

from chassis.settings import configured_by, readable

SERVICES = ("applications", "catalog", "messaging", "pr_review")
ADMINISTRATOR = "administrator"
SET = "rs0"
PATIENCE = 60.0

_AUTHENTICATION_FAILED = 18
_UNAUTHORIZED = 13
_USER_EXISTS = 51003
_ALREADY_INITIATED = 23

Document = dict[str, Any]


class Settings(BaseSettings):
    """Where the server is and which passwords hold."""

    model_config = configured_by("HANDMADE_DATABASE_")

    address: str = "127.0.0.1:27017"
    member: str = Field(description="`host:port` under which services reach the server.")
    tls_ca: Path = Field(description="Who issued the server's certificate.")
    administrator_password: SecretStr
    applications_password: SecretStr
    catalog_password: SecretStr
    messaging_password: SecretStr
    pr_review_password: SecretStr

    @field_validator("*")
    @classmethod
    def _fits_into_an_address(cls, value: object) -> object:
        # Passwords become part of `mongodb://user:password@host`, where other characters would
        # have to be escaped.
        if isinstance(value, SecretStr) and not re.fullmatch(
            r"[A-Za-z0-9_-]{16,}", value.get_secret_value()
        ):
            raise ValueError("must be 16 characters or more, of letters, digits, - and _")
        return value

    def password(self, user: str) -> str:
        """The password of a service or of the administrator."""
        secret: SecretStr = getattr(self, f"{user}_password")
        return secret.get_secret_value()


class NotSetUp(Exception):
    """What an operator has to put right."""


def set_up(settings: Settings) -> None:
    """Brings the server to what the settings say. Fails with `NotSetUp`."""
    with _connected(settings) as nobody:
        _initiate(nobody, settings.member)
        _ensure_administrator(nobody, settings)
    with _connected(
        settings, username=ADMINISTRATOR, password=settings.password(ADMINISTRATOR)
    ) as administrator:
        _move(administrator, settings.member)
        for service in SERVICES:
            roles = [{"role": "readWrite", "db": f"handmade_{service}"}]
            _put_user(administrator, service, settings.password(service), roles)


def _connected(
    settings: Settings, *, username: str | None = None, password: str | None = None
) -> MongoClient[Document]:
    return MongoClient(
        f"mongodb://{settings.address}/",
        directConnection=True,
        tls=True,
        tlsCAFile=str(settings.tls_ca),
        # Over the loopback it goes by a name that no certificate of its own has.
        tlsAllowInvalidHostnames=True,
        serverSelectionTimeoutMS=2000,
        username=username,
        password=password,
    )


def _initiate(nobody: MongoClient[Document], member: str) -> None:
    answer = _soon("answer", lambda: nobody.admin.command("hello"))
    if "setName" not in answer:
        config = {"_id": SET, "members": [{"_id": 0, "host": member}]}
        _unless(_ALREADY_INITIATED, lambda: nobody.admin.command("replSetInitiate", config))
    _soon(
        "take writes",
        lambda: bool(nobody.admin.command("hello").get("isWritablePrimary")),
    )


def _ensure_administrator(nobody: MongoClient[Document], settings: Settings) -> None:
    try:
        nobody.admin.command(
            "createUser",
            ADMINISTRATOR,
            pwd=settings.password(ADMINISTRATOR),
            roles=["root"],
        )
    except OperationFailure as error:
        # Once there is a user, nobody may make another without being one.
        if error.code != _UNAUTHORIZED:
            raise


def _move(administrator: MongoClient[Document], member: str) -> None:
    try:
        config = administrator.admin.command("replSetGetConfig")["config"]
    except OperationFailure as error:
        if error.code == _AUTHENTICATION_FAILED:
            raise NotSetUp(
                "HANDMADE_DATABASE_ADMINISTRATOR_PASSWORD is not the one that this database was"
                " set up with"
            ) from error
        raise
    if [each["host"] for each in config["members"]] != [member]:
        config["members"] = [{"_id": 0, "host": member}]
        config["version"] += 1
        administrator.admin.command("replSetReconfig", config, force=True)
        _soon(
            "take writes",
            lambda: bool(administrator.admin.command("hello").get("isWritablePrimary")),
        )


def _put_user(
    administrator: MongoClient[Document], name: str, password: str, roles: list[Document]
) -> None:
    try:
        administrator.admin.command("createUser", name, pwd=password, roles=roles)
    except OperationFailure as error:
        if error.code != _USER_EXISTS:
            raise
        administrator.admin.command("updateUser", name, pwd=password, roles=roles)


def _unless(code: int, change: Callable[[], object]) -> None:
    try:
        change()
    except OperationFailure as error:
        if error.code != code:
            raise


def _soon(what: str, look: Callable[[], Any]) -> Any:
    ends = time.monotonic() + PATIENCE
    while True:
        try:
            if found := look():
                return found
        except AutoReconnect as error:  # also that no server was found
            if time.monotonic() > ends:
                raise NotSetUp(f"the database does not {what}: {error}") from error
        if time.monotonic() > ends:
            raise NotSetUp(f"the database does not {what} within {PATIENCE:g} seconds")
        time.sleep(0.1)


def main() -> int:
    """Sets up and says so; exits with 1 and a line for each thing that is wrong."""
    try:
        set_up(Settings())  # type: ignore[call-arg]  # the environment has the others
    except ValidationError as error:
        print("\n".join(f"database: {line}" for line in readable(error)), file=sys.stderr)
        return 1
    except (NotSetUp, PyMongoError) as error:
        print(f"database: {error}", file=sys.stderr)
        return 1
    print("database: set up")
    return 0


if __name__ == "__main__":
    sys.exit(main())
