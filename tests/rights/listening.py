"""What there is to follow, who follows it, and what happens meanwhile."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import grpc

from dev.graph import name_of
from tests.rights import graph
from tests.rights.asks.way import gid
from tests.rights.world import World


@dataclass(frozen=True)
class Feed:
    """A feed of everything that its follower may hear, by its method and, if any, its field."""

    method: str
    subscription: str = ""


FEEDS = [
    Feed("WatchApplications", "applicationChanged"),
    Feed("WatchMakers"),
    Feed("WatchListings"),
    Feed("WatchMessages", "messageAdded"),
    Feed("WatchPressReleases", "pressReleaseChanged"),
]


@dataclass
class Listener:
    """Somebody who follows one feed through one door."""

    door: str
    feed: Feed
    kind: str
    heard: list[str] = field(default_factory=list)
    entries: int = 0
    refusal: str = ""
    first_token: str = ""

    async def follow(self, entries: AsyncIterator[Any]) -> None:
        """Listens until it is cancelled or refused."""
        try:
            async for entry in entries:
                self._take(entry)
        except grpc.aio.AioRpcError as error:
            self.refusal = error.code().name

    def _take(self, entry: Any) -> None:
        if isinstance(entry, dict):
            if "errors" in entry:
                self.refusal = graph.outcome("", entry, "")
            elif "eventId" in (news := next(iter(entry["data"].values()))) and news["eventId"]:
                self.heard.append(json.dumps(news))
        elif entry.event_id:
            self.heard.append(str(entry))
        else:
            self.first_token = self.first_token or entry.resume_token
        self.entries += 1


@dataclass(frozen=True)
class Change:
    """Something that happens while all listen: the row that says who hears of it, and how."""

    row: str
    method: str
    name: str
    what: str
    by: str
    fields: dict[str, Any]

    @property
    def feed(self) -> Feed:
        return next(feed for feed in FEEDS if self.row.startswith(feed.method))

    def is_in(self, entry: str, door: str) -> bool:
        """Whether an entry of this door tells of it."""
        if door == "gRPC":
            return f'"{self.name}' in entry and f'.{self.what}"' in entry
        if "Added" in self.feed.subscription:
            # A message's name begins with its thread's.
            return self.name in name_of(json.loads(entry)["message"]["id"])
        return gid(self.name) in entry and f'"{self.what.upper()}"' in entry


def changes_in(world: World) -> list[Change]:
    """What happens, in this order: drafts change before they are handed in."""
    names = {key: thing.name for key, thing in world.things.items()}
    draft, release, thread = names["draft_application"], names["draft_release"], names["thread"]
    questionnaire = {"tools": "Two wheels."}
    grant = {"partner": "another-tool", "scopes": ["events:read"]}
    return [
        Change(
            "WatchApplications: all, a draft",
            "UpdateApplication",
            draft,
            "changed",
            "maker",
            {"application": {"name": draft, "questionnaire": questionnaire}},
        ),
        Change(
            "WatchApplications: all",
            "SubmitApplication",
            draft,
            "submitted",
            "maker",
            {"name": draft},
        ),
        Change(
            "WatchMakers: all",
            "GrantPartner",
            world.main.maker,
            "partner_granted",
            "maker",
            {"grant": grant},
        ),
        *(
            Change(
                row,
                "UpdateListing",
                names[thing],
                "updated",
                "maker",
                {"listing": {"name": names[thing], "production_days": 8}},
            )
            for row, thing in (
                ("WatchListings: all, a draft", "draft_listing"),
                ("WatchListings: all", "listing"),
            )
        ),
        Change(
            "WatchMessages: all",
            "SendMessage",
            thread,
            "sent",
            "buyer",
            {"thread": thread, "text": "A cat as well?"},
        ),
        Change(
            "WatchPressReleases: all, a draft",
            "UpdatePressRelease",
            release,
            "updated",
            "maker",
            {"press_release": {"name": release, "title": "Two dogs and a cat"}},
        ),
        Change(
            "WatchPressReleases: all",
            "SubmitPressRelease",
            release,
            "submitted",
            "maker",
            {"name": release},
        ),
    ]
