"""Who may see what of a maker, as a query of the copy of makers answers it."""

from collections.abc import Mapping
from typing import Any

from catalog.domain.market import Viewer

Expression = Mapping[str, Any]
ACTING = "catalog:write"


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


def countries_shown(regions: Mapping[str, list[str]]) -> Expression:
    """The countries in whose region a maker is active, as an expression on its document."""
    return {
        "$concatArrays": [
            {"$cond": [{"$eq": [f"$states.{region}", "ACTIVE"]}, countries, []]}
            for region, countries in regions.items()
        ]
    }
