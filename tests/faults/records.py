"""What the services' databases and the mail sink hold when everything is over."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from google.protobuf import symbol_database
from google.protobuf.json_format import MessageToDict
from google.protobuf.message import Message
from pymongo import AsyncMongoClient
from pymongo.read_concern import ReadConcern

from handmade.applications.v1 import application_pb2, maker_pb2
from handmade.catalog.v1 import listing_pb2, maker_profile_pb2, reservation_pb2
from handmade.messaging.v1 import custom_order_request_pb2, thread_pb2

# By database: the collections of what tells of its changes, and how its names begin. Where the
# stored key is the name already, nothing is put before it.
COLLECTIONS = {
    "handmade_applications": {
        "applications": "applications/",
        "makers": "makers/",
        "invitations": "invitations/",
    },
    "handmade_catalog": {"listings": "listings/", "reservations": "reservations/"},
    "handmade_messaging": {"custom_order_requests": "", "threads": ""},
}

SNAPSHOTS: Mapping[str, type[Message]] = {
    "application": application_pb2.Application,
    "maker": maker_pb2.Maker,
    "listing": listing_pb2.Listing,
    "maker_profile": maker_profile_pb2.MakerProfile,
    "reservation": reservation_pb2.Reservation,
    "custom_order_request": custom_order_request_pb2.CustomOrderRequest,
    "message": thread_pb2.Message,
    "thread": thread_pb2.Thread,
}


@dataclass(frozen=True)
class Told:
    """An event as it is stored."""

    id: str
    type: str
    resource: str
    revision: int
    snapshot: Message | None = None
    is_open: bool = False
    parked: str = ""

    @property
    def state(self) -> str:
        """The state that the resource was in after it, where it has one."""
        return state_in(self.snapshot) if self.snapshot is not None else ""


@dataclass(frozen=True)
class Kept:
    """A request that had an effect, with the answer kept for repeats."""

    request_id: str
    method: str
    subject: str
    answer: Message

    @property
    def as_json(self) -> dict[str, Any]:
        """The answer as a history has it."""
        return as_json(self.answer)


@dataclass
class Records:
    """Everything at the end. `resources` are the stored documents by resource name."""

    resources: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    messages: list[Mapping[str, Any]] = field(default_factory=list)
    events: list[Told] = field(default_factory=list)
    requests: list[Kept] = field(default_factory=list)
    mails: list[EmailMessage] = field(default_factory=list)


async def everything(mongodb_uri: str, mail: Path | None = None) -> Records:
    """Reads what a majority holds, of all services that take part in the load."""
    records = Records(mails=mails_in(mail) if mail else [])
    async with AsyncMongoClient(mongodb_uri, tz_aware=True) as client:
        for name, collections in COLLECTIONS.items():
            database = client.get_database(name, read_concern=ReadConcern("majority"))
            for collection, prefix in collections.items():
                async for document in database[collection].find():
                    records.resources[f"{prefix}{document['_id']}"] = document
            async for document in database["events"].find().sort("_id", 1):
                records.events.append(_told(document))
            async for document in database["requests"].find():
                records.requests.append(_kept(document))
        messages = client.get_database("handmade_messaging")["messages"]
        records.messages = [document async for document in messages.find()]
    return records


async def open_effects(mongodb_uri: str) -> int:
    """How many effects have neither happened nor been given up."""
    async with AsyncMongoClient(mongodb_uri) as client:
        counts = [
            await client[name]["events"].count_documents({"open": True}) for name in COLLECTIONS
        ]
    return sum(counts)


def mails_in(folder: Path) -> list[EmailMessage]:
    """The mails that were received, repeats included."""
    return [
        message_from_bytes(path.read_bytes(), policy=policy.default)
        for path in sorted(folder.glob("*.eml"))
    ]


def as_json(message: Message) -> dict[str, Any]:
    """A message as a history has it."""
    return MessageToDict(message, preserving_proto_field_name=True)


def state_in(message: Message) -> str:
    """The name of the message's state, or an empty text."""
    states = message.DESCRIPTOR.fields_by_name.get("state")
    if states is None or states.enum_type is None:
        return ""
    return str(states.enum_type.values_by_number[getattr(message, "state")].name)  # noqa: B009


def _told(document: Mapping[str, Any]) -> Told:
    kind = SNAPSHOTS.get(document["type"].partition(".")[0])
    snapshot = bytes(document["snapshot"])
    return Told(
        id=document["_id"],
        type=document["type"],
        resource=document["resource"],
        revision=document["revision"],
        snapshot=kind.FromString(snapshot) if kind and snapshot else None,
        is_open=document.get("open", False),
        parked=document.get("parked", ""),
    )


def _kept(document: Mapping[str, Any]) -> Kept:
    subject, method, request_id = document["_id"].split("|")
    made = symbol_database.Default().GetSymbol(document["type"])
    return Kept(request_id, method, subject, made.FromString(document["answer"]))
