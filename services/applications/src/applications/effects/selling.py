"""The mails about memberships and their extension to other regions."""

from applications.domain.maker import Maker
from applications.domain.membership import Membership, MembershipState
from applications.domain.region_extension import RegionExtension, State
from applications.mails.words import Words
from applications.store.maker import Makers
from applications.store.region_extension import RegionExtensions
from chassis.countries import in_region
from chassis.dispatch import Effect
from chassis.events import Event
from chassis.mails.post import Addressee, Post, RecordMissing
from chassis.mails.writer import Fact, Typed


class MembershipMails:
    """What makers are told of where they stand in the programme."""

    def __init__(self, makers: Makers, post: Post[Words]) -> None:
        self._makers = makers
        self._post = post

    def effects(self) -> dict[str, Effect]:
        """What follows which event."""
        return {
            "maker.suspended": self.suspended,
            "maker.reinstated": self.reinstated,
            "maker.removed": self.removed,
            "maker.left": self.left,
        }

    async def suspended(self, event: Event) -> None:
        """Says that nothing can be bought for now, and why."""
        await self._moved(event, "membership_suspended", MembershipState.SUSPENDED)

    async def reinstated(self, event: Event) -> None:
        """Says that all is as before."""
        await self._moved(event, "membership_reinstated", MembershipState.ACTIVE)

    async def removed(self, event: Event) -> None:
        """Says that the programme has ended a membership, why, and what follows."""
        await self._moved(event, "membership_removed", MembershipState.REMOVED)

    async def left(self, event: Event) -> None:
        """Confirms that the maker has left, and says what follows."""
        await self._moved(event, "membership_left", MembershipState.LEFT)

    async def _moved(self, event: Event, mail: str, state: MembershipState) -> None:
        maker = await self._makers.find(event.resource.partition("/")[2])
        if maker is None:
            raise RecordMissing(event.resource)
        held = maker.membership(event.facts["region"])
        # What has moved on since then has a mail of its own.
        if held is None or held.state is not state or held.updated > event.occurred:
            return
        words = self._post.words(to_maker(maker))
        facts: dict[str, Fact] = {
            "regions": tuple(words.region(it.region) for it in _moved_with(maker, held)),
            "reason": words.membership_reason(held.reason.value) if held.reason else "",
            "text": Typed(held.reason_text),
        }
        await self._post.send(event.id, mail, to_maker(maker), facts)


class ExtensionMails:
    """What makers are told on their way into another region."""

    def __init__(self, extensions: RegionExtensions, makers: Makers, post: Post[Words]) -> None:
        self._extensions = extensions
        self._makers = makers
        self._post = post

    def effects(self) -> dict[str, Effect]:
        """What follows which event."""
        return {
            "region_extension.approved": self.approved,
            "region_extension.linked": self.linked,
            "region_extension.refused": self.refused,
        }

    async def approved(self, event: Event) -> None:
        """Says that the new account is verified; unless more has happened since."""
        await self._reached(event, "extension_approved", State.APPROVED_UNLINKED)

    async def linked(self, event: Event) -> None:
        """Says that countries can be opened, and what that takes."""
        await self._reached(event, "extension_linked", State.LINKED)

    async def refused(self, event: Event) -> None:
        """Says that the marketplace did not verify the seller, and why."""
        await self._reached(event, "extension_refused", State.REFUSED)

    async def _reached(self, event: Event, mail: str, state: State) -> None:
        extension = await self._extensions.find(event.facts["extension"])
        maker = await self._makers.find(extension.maker_id) if extension else None
        if extension is None or maker is None:
            raise RecordMissing(event.resource)
        if extension.state is state:
            await self._post.send(event.id, mail, to_maker(maker), self._facts(extension, maker))

    def _facts(self, extension: RegionExtension, maker: Maker) -> dict[str, Fact]:
        words, now = self._post.words(to_maker(maker)), self._post.now()
        return {
            "region": words.region(extension.region),
            "home_region": words.region(extension.home_region),
            "countries": words.listing_countries(in_region(extension.region, now.date()), now),
            "text": Typed(extension.refuse_reason),
        }


def to_maker(maker: Maker) -> Addressee:
    """The maker, at the address of the account."""
    return Addressee(
        name=maker.contact_name,
        business=maker.display_name,
        email=maker.email,
        country=maker.country,
        language=maker.language,
    )


def _moved_with(maker: Maker, home: Membership) -> list[Membership]:
    """A membership and those that were extended from it and moved with it."""
    return [home] + [
        held
        for held in maker.memberships
        if held.extended_from == home.region
        and held.state is home.state
        and held.updated == home.updated
    ]
