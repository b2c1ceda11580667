"""What is asked for, and whose it is."""

import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from google.protobuf.timestamp_pb2 import Timestamp

from chassis.ids import new_id

FIRST_CONTACT = datetime.now(UTC).replace(microsecond=0) - timedelta(days=30)
"""When a maker first wrote: before anything here, and not longer ago than can be told."""


def an_id() -> str:
    """A new request id, or anything else that was never said before."""
    return str(uuid4())


def now() -> Timestamp:
    moment = Timestamp()
    moment.FromDatetime(datetime.now(UTC))
    return moment


@dataclass
class Scene:
    """One maker and one buyer, to whom everybody else is a stranger but for the maker's grants.

    `others` tells accounts of everybody else that only this scene has from the usual ones.
    """

    maker_subject: str
    buyer_subject: str = ""
    maker: str = ""
    others: str = ""


@dataclass(frozen=True)
class Thing:
    """Something that is asked for, in its scene."""

    scene: Scene
    name: str
    facts: Mapping[str, str] = field(default_factory=dict)

    @property
    def maker(self) -> str:
        return self.scene.maker

    def absent(self) -> "Thing":
        """The same, had it and its maker never been."""
        nowhere = replace(self.scene, maker=f"makers/{new_id()}")
        unknown = {"secret": secrets.token_urlsafe(32), "partner": f"tool-{an_id()}"}
        facts = {
            key: f"{value.partition('/')[0]}/{new_id()}" if "/" in value else value
            for key, value in self.facts.items()
        }
        facts |= {key: word for key, word in unknown.items() if key in facts}
        collection = self.name.partition("/")[0]
        return Thing(nowhere, f"{collection}/{new_id()}", facts)


Make = Callable[[str], Awaitable[Thing]]
