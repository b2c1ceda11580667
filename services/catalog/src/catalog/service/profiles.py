"""Serves profiles."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from catalog.domain.profile import MakerProfileNotFound, Presentation, Profile, Storefront
from catalog.policy import profile as policy
from catalog.policy.numbers import Policy
from catalog.service.news import News
from catalog.service.rights import Rights, ensure_makers, viewer
from catalog.store.profiles import Profiles, ShortUrlTaken, StoreNameTaken
from catalog.wire.profile import from_profile, to_profile
from chassis.errors import Violation
from chassis.fields import ensure_current
from chassis.ids import id_in, ids_in, new_id
from chassis.makers import Maker, Makers
from chassis.mongo import Session
from chassis.requests import Requests, changing
from chassis.text import is_blank
from handmade.catalog.v1 import maker_profile_pb2 as pb
from handmade.catalog.v1 import maker_profile_pb2_grpc


class MakerProfileService(maker_profile_pb2_grpc.MakerProfileServiceServicer):
    """The methods of `MakerProfileService`."""

    def __init__(
        self,
        profiles: Profiles,
        makers: Makers,
        rights: Rights,
        numbers: Policy,
        requests: Requests,
        news: News,
        now: Callable[[], datetime],
    ) -> None:
        self._profiles = profiles
        self._makers = makers
        self._rights = rights
        self._numbers = numbers
        self.requests = requests
        self._news = news
        self._now = now

    async def GetMakerProfile(
        self, request: pb.GetMakerProfileRequest, context: Any
    ) -> pb.MakerProfile:
        """Gets a profile that the caller may see."""
        profile = await self._profiles.find(id_in(request.name, "makerProfiles"))
        if profile is not None:
            shown = self._shown(profile, await self._makers.find(profile.maker))
            if shown is not None:
                return shown
        raise MakerProfileNotFound

    async def LookupMakerProfilesByName(
        self, request: pb.LookupMakerProfilesByNameRequest, context: Any
    ) -> pb.LookupMakerProfilesByNameResponse:
        """Looks profiles up in two commands, however many."""
        ids = ids_in(request.names, "makerProfiles")
        profiles = await self._profiles.find_many(ids)
        makers = await self._makers.named([profile.maker for profile in profiles.values()])
        shown = {
            key: self._shown(profile, makers.get(profile.maker))
            for key, profile in profiles.items()
        }
        result = pb.LookupMakerProfilesByNameResponse.Result
        return pb.LookupMakerProfilesByNameResponse(
            results=[result(maker_profile=shown.get(key or "")) for key in ids]
        )

    async def BatchGetMakerProfiles(
        self, request: pb.BatchGetMakerProfilesRequest, context: Any
    ) -> pb.BatchGetMakerProfilesResponse:
        """Gets the profiles of makers in one command, however many."""
        names = ensure_makers(request.makers)
        found = await self._profiles.of_each(names, viewer(), self._rights.regions())
        result = pb.BatchGetMakerProfilesResponse.Result
        by_maker = {
            name: result(
                profiles=[
                    to_profile(profile, is_shown=its.is_shown(profile)) for profile in its.profiles
                ]
            )
            for name, its in found.items()
        }
        return pb.BatchGetMakerProfilesResponse(
            results=[by_maker.get(name, result()) for name in names]
        )

    @changing
    async def PublishMakerProfile(
        self, request: pb.PublishMakerProfileRequest, session: Session
    ) -> pb.MakerProfile:
        """Publishes the profile, and passes on to the maker's others what they share."""
        message = request.profile
        maker = await self._rights.acting(request.maker, session)
        storefront = await self._profiles.storefront(maker.name, session)
        said = storefront.complete(from_profile(message))
        profiles = await self._profiles.of_maker(maker.name, session)
        present = profiles.get(message.country)
        ensure_current(message.etag, present.revision if present else 0)
        others = [
            profile
            for profile in profiles.values()
            if profile.country != message.country and profile.retirement is None
        ]
        await self._ensure_accepted(said, message.country, maker, others, session)
        profile = self._profile(present, said, message.country, maker)
        saved = await self._saved(profile, present, storefront, session)
        for other in others:
            following = other.share(said, self._now())
            if following is not other:
                followed = await self._profiles.save(following, session)
                await self._news.of_profile("updated", followed, session)
        return to_profile(saved, is_shown=True)

    async def _ensure_accepted(
        self,
        said: Presentation,
        country: str,
        maker: Maker,
        others: list[Profile],
        session: Session,
    ) -> None:
        market = self._rights.market(country, maker)
        broken: list[Violation] = policy.broken(said, market, self._numbers)
        told_elsewhere = any(not is_blank(other.presentation.inspiration) for other in others)
        if market.is_extended and told_elsewhere and is_blank(said.inspiration):
            broken.append(policy.inspiration_missing(market))
        of_name, of_url = await self._profiles.name_holders(said, session)
        if of_name not in (None, maker.name):
            broken.append(policy.store_name_taken(said.store_name))
        if of_url not in (None, maker.name):
            broken.append(policy.short_url_taken(said.short_url))
        if broken:
            raise policy.MakerProfileNotAccepted(broken)

    def _profile(
        self, present: Profile | None, said: Presentation, country: str, maker: Maker
    ) -> Profile:
        now = self._now()
        if present:
            return present.publish(said, now)
        return Profile(new_id(), maker.name, country, said, now, now, now)

    async def _saved(
        self, profile: Profile, present: Profile | None, storefront: Storefront, session: Session
    ) -> Profile:
        said = profile.presentation
        try:
            await self._profiles.save_storefront(storefront.publish(profile), session)
        except StoreNameTaken as error:
            taken = policy.store_name_taken(said.store_name)
            raise policy.MakerProfileNotAccepted([taken]) from error
        except ShortUrlTaken as error:
            taken = policy.short_url_taken(said.short_url)
            raise policy.MakerProfileNotAccepted([taken]) from error
        if present:
            profile = await self._profiles.save(profile, session)
        else:
            await self._profiles.add(profile, session)
        await self._news.of_profile("published", profile, session)
        return profile

    def _shown(self, profile: Profile, maker: Maker | None) -> pb.MakerProfile | None:
        is_shown = self._rights.shows(profile, maker)
        if not is_shown and not self._rights.is_inside(maker):
            return None
        return to_profile(profile, is_shown=is_shown)
