"""How MongoDB answered a service: what its profiler wrote down of each command, with its plan."""

from contextlib import suppress
from dataclasses import dataclass

from pymongo.errors import CollectionInvalid, OperationFailure

PROFILE_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True)
class Plan:
    """A command of a service, and how it was answered."""

    collection: str
    command: str
    summary: str
    sorts: bool
    examined: int
    keys: int


async def record(database):
    """Lets the database write down every command from now on."""
    made = False
    while not made:
        await database.command("profile", 0)
        await database.drop_collection("system.profile")
        # A command that was under way is written down after all, and so makes it first.
        with suppress(CollectionInvalid, OperationFailure):
            await database.create_collection("system.profile", capped=True, size=PROFILE_BYTES)
            made = True
    await database.command("profile", 2)


async def recorded(database, service):
    """The plans of what the service has asked, but for change streams, which read the oplog."""
    cursor = database["system.profile"].find(
        {
            "appName": f"handmade-{service}",
            "planSummary": {"$exists": True},
            "command.pipeline.0.$changeStream": {"$exists": False},
            "originatingCommand.pipeline.0.$changeStream": {"$exists": False},
        }
    )
    return [
        Plan(
            collection=found["ns"].partition(".")[2],
            command=str(found.get("originatingCommand") or found["command"])[:2000],
            summary=found["planSummary"],
            sorts=found.get("hasSortStage", False),
            examined=found.get("docsExamined", 0),
            keys=found.get("keysExamined", 0),
        )
        async for found in cursor
    ]
