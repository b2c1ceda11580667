"""Who may see what of a maker, as a query of the copy of makers answers it."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from catalog.domain.market import Viewer
from chassis.memberships import ACTIVE

Expression = Mapping[str, Any]
ACTING = "catalog:write"
EVER = datetime(1970, 1, 1, tzinfo=UTC)
"""Before anything was made here."""


def is_inside(viewer: Viewer) -> Expression:
    """Whether the viewer sees everything of a maker, as an expression on its document.

    The subject is quoted: one like `$subject` would otherwise name a field and equal everybody.
    """
    if viewer.sees_all:
        return {"$literal": True}
    if not viewer.subject:
        return {"$literal": False}
    subject = {"$literal": viewer.subject}
    ways: list[Expression] = [{"$eq": ["$subject", subject]}]
    if viewer.is_partner:
        granted = {
            "$filter": {
                "input": "$grants",
                "cond": {
                    "$and": [
                        {"$eq": ["$$this.partner", subject]},
                        {"$in": [ACTING, "$$this.scopes"]},
                    ]
                },
            }
        }
        ways.append({"$gt": [{"$size": granted}, 0]})
    return {"$or": ways}


def markets(regions: Mapping[str, list[str]]) -> Expression:
    """Where a maker is active, as an expression on its document: countries, each with the moment
    `since` when the membership was granted.
    """
    return {
        "$concatArrays": [
            {
                "$cond": [
                    {"$eq": [f"$states.{region}", ACTIVE]},
                    [
                        {
                            "country": {"$literal": country},
                            "since": {"$ifNull": [f"$admitted.{region}", EVER]},
                        }
                        for country in countries
                    ],
                    [],
                ]
            }
            for region, countries in regions.items()
        ]
    }


def is_in(markets: str, made: str) -> Expression:
    """Whether a document with a `country` was made under one of the memberships of `markets`."""
    of_one = {
        "$and": [
            {"$eq": ["$$this.country", "$country"]},
            {"$lte": ["$$this.since", f"${made}"]},
        ]
    }
    return {"$anyElementTrue": [{"$map": {"input": markets, "in": of_one}}]}
