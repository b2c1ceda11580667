"""What messaging knows of a listing: a copy, at most a second old."""

from dataclasses import dataclass

from chassis.errors import NotFound


class ListingNotFound(NotFound):
    """There is no such listing, or the caller may not see it.

    Check the name. News of a listing made just now takes a second or so.
    """

    def __init__(self, name: str) -> None:
        super().__init__("There is no such listing.", name=name)


@dataclass(frozen=True)
class PrivateAccess:
    """What makes a listing private: for whom and for what, if for anybody or anything."""

    buyer: str
    custom_order_request: str
    link_revision: int


@dataclass(frozen=True)
class Listing:
    """Something a maker offers for sale."""

    name: str
    title: str
    maker: str
    country: str
    is_live: bool
    private_access: PrivateAccess | None
    custom_orders_offered: bool
    option_set_version: int

    def is_visible_to(self, subject: str) -> bool:
        """Whether somebody who is not its maker sees it without a link."""
        if not self.is_live:
            return False
        if self.private_access is None:
            return True
        return bool(subject) and self.private_access.buyer == subject
