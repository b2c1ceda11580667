"""An operator's command for effects that were given up: `python -m chassis.parked catalog`.

Lists them, each with why. `--again ID` sets one going anew, once what was wrong is mended; its
mail then has the Message-ID that it had before.
"""

import asyncio
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import AsyncIterator

from pydantic import ValidationError
from pymongo.errors import PyMongoError

from chassis import mongo
from chassis.events import Events
from chassis.mongo import Document
from chassis.settings import Settings, readable


class Parked:
    """The effects of one service that were given up."""

    def __init__(self, events: Events) -> None:
        self._events = events.collection

    async def all(self) -> AsyncIterator[Document]:
        """Their events, oldest first."""
        async for document in self._events.find({"parked": {"$exists": True}}).sort("_id", 1):
            yield document

    async def again(self, event_id: str) -> bool:
        """Sets one going anew, with ten tries. False if nothing of that id is parked."""
        changed = await self._events.update_one(
            {"_id": event_id, "parked": {"$exists": True}},
            {"$set": {"open": True, "attempts": 0}, "$unset": {"parked": "", "failed": ""}},
        )
        return changed.modified_count == 1


def _told(document: Document) -> str:
    facts = (document["_id"], f"{document['occurred']:%Y-%m-%dT%H:%M:%SZ}", document["type"])
    return "  ".join((*facts, document["resource"], document["parked"]))


async def _carry_out(arguments: Namespace) -> int:
    settings = Settings()
    client = mongo.connect(settings.mongodb_uri, settings.mongo_driver, "parked")
    parked = Parked(Events(client.database(f"handmade_{arguments.service}")))
    try:
        if arguments.again is None:
            async for document in parked.all():
                sys.stdout.write(f"{_told(document)}\n")
        elif not await parked.again(arguments.again):
            sys.stderr.write(f"nothing with the id {arguments.again} is parked\n")
            return 1
    finally:
        await client.close()
    return 0


def main() -> int:
    """Does what the command line says."""
    parser = ArgumentParser(prog="python -m chassis.parked", description=__doc__)
    parser.add_argument("service", help="such as applications")
    parser.add_argument("--again", metavar="ID", help="carry this one out anew")
    try:
        return asyncio.run(_carry_out(parser.parse_args()))
    except ValidationError as error:
        sys.stderr.write("\n".join(f"parked: {line}" for line in readable(error)) + "\n")
    except PyMongoError as error:
        sys.stderr.write(f"the database does not answer: {type(error).__name__}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
