"""Profiles as the contract has them."""

from catalog.domain.profile import CustomOrders, Presentation, Profile
from catalog.wire.retirement import to_retirement
from chassis.moments import to_timestamp
from handmade.catalog.v1 import maker_profile_pb2 as pb


def to_profile(profile: Profile, *, is_shown: bool) -> pb.MakerProfile:
    """The profile as a message. It is shown to buyers while its maker is active there."""
    said = profile.presentation
    return pb.MakerProfile(
        name=profile.name,
        maker=profile.maker,
        country=profile.country,
        store_name=said.store_name,
        short_url=said.short_url,
        language=said.language,
        inspiration=said.inspiration,
        about=said.about,
        custom_orders=None
        if said.custom_orders is None
        else pb.MakerProfile.CustomOrders(
            types=said.custom_orders.types, production_time=said.custom_orders.production_time
        ),
        state=_state(profile, is_shown),
        create_time=to_timestamp(profile.created),
        update_time=to_timestamp(profile.updated),
        etag=str(profile.revision),
        retirement=to_retirement(profile.retirement),
    )


def _state(profile: Profile, is_shown: bool) -> pb.MakerProfile.State.ValueType:
    if profile.retirement is not None:
        return pb.MakerProfile.RETIRED
    return pb.MakerProfile.PUBLISHED if is_shown else pb.MakerProfile.HIDDEN


def from_profile(message: pb.MakerProfile) -> Presentation:
    """What the maker says in a message."""
    custom_orders = message.custom_orders
    return Presentation(
        store_name=message.store_name,
        short_url=message.short_url,
        language=message.language,
        inspiration=message.inspiration,
        about=message.about,
        custom_orders=CustomOrders(custom_orders.types, custom_orders.production_time)
        if message.HasField("custom_orders")
        else None,
    )
