"""How a membership comes into another region: docs/rules.md#regions and #languages."""

from collections.abc import Mapping
from enum import Enum

from applications.domain.maker import Maker, SellerAccount
from applications.domain.region_extension import (
    UNDECIDED,
    Blocker,
    NothingToExtend,
    RegionExtension,
    State,
)
from applications.policy.numbers import Policy
from chassis.errors import InvalidRequest, Violation, invalid
from chassis.text import control_in, is_blank, too_long


class Step(Enum):
    """What happens to an extension by itself next."""

    APPROVE = "approve"
    LINK = "link"
    REFUSE = "refuse"


def home_of(maker: Maker, region: str) -> str:
    """The region whose membership is extended. Fails with `NothingToExtend`."""
    maker.ensure_not_admitted(region)
    base = maker.base_for(region)
    if base is None:
        raise NothingToExtend(region)
    return base.region


def next_step(extension: RegionExtension, account: SellerAccount, maker: Maker) -> Step | None:
    """What follows from what is reported and from where the maker stands.

    Reports are kept whenever they come, so that their order does not matter: a link that was
    reported before the verification counts once that is there.
    """
    if extension.state is State.SELLER_VERIFICATION and is_refused(extension, account):
        return Step.REFUSE
    standing = blockers(extension, account, maker)
    if extension.state is State.SELLER_VERIFICATION and standing in ((), (Blocker.LINK_ACCOUNTS,)):
        return Step.APPROVE
    if extension.state is State.APPROVED_UNLINKED and not standing:
        return Step.LINK
    return None


def blockers(
    extension: RegionExtension, account: SellerAccount | None, maker: Maker
) -> tuple[Blocker, ...]:
    """All that stands in the way, in the order in which it is done."""
    if extension.is_over:
        return ()
    is_linked = extension.state is State.LINKED
    is_verified = account is not None and has_verified(account)
    found = (
        (Blocker.REGISTER_ACCOUNT, extension.state is State.ACCOUNT_OPENING),
        (Blocker.ACCOUNT_MISMATCH, account is not None and _is_another(account, extension)),
        (
            Blocker.EMAIL_MISMATCH,
            not is_linked and account is not None and account.email != extension.email,
        ),
        (Blocker.VERIFY_ACCOUNT, extension.state in UNDECIDED and not is_verified),
        (
            Blocker.LINK_ACCOUNTS,
            not is_linked and (account is None or account.linked is None),
        ),
        (Blocker.HOME_MEMBERSHIP, not maker.is_active_in(extension.home_region)),
    )
    return tuple(blocker for blocker, stands in found if stands)


def _is_another(account: SellerAccount, extension: RegionExtension) -> bool:
    # The approval takes over the number that was reported.
    is_registered = extension.state is State.SELLER_VERIFICATION and bool(extension.account)
    return is_registered and account.account != extension.account


def has_verified(account: SellerAccount) -> bool:
    """Whether the marketplace's last word on the seller is yes."""
    return account.verified is not None and (
        account.refused is None or account.verified >= account.refused
    )


def is_refused(extension: RegionExtension, account: SellerAccount) -> bool:
    """Whether the marketplace has said no since the extension began."""
    return (
        account.refused is not None
        and account.refused != extension.old_refusal
        and not has_verified(account)
    )


def ensure_registrable(account: str, numbers: Policy) -> None:
    """Fails with `InvalidRequest` for what can be no account's number."""
    broken = [*too_long("account", account, numbers.account_max, "ACCOUNT_TOO_LONG")]
    if is_blank(account) or control_in(account):
        broken.append(Violation("ACCOUNT_MALFORMED", "Must be one line of plain text.", "account"))
    if broken:
        raise InvalidRequest(broken)


def ensure_in_region(code: str, regions: Mapping[str, str], region: str, field: str) -> None:
    """Fails with `InvalidRequest` if the region does not have the country of this code.

    `regions` has the region of each country.
    """
    if regions.get(code) != region:
        listed = ", ".join(known for known, its_region in regions.items() if its_region == region)
        raise invalid(field, "COUNTRY_NOT_IN_REGION", f"The region {region} has {listed}.")


def ensure_official(language: str, official: Mapping[str, str], country: str) -> None:
    """Fails with `InvalidRequest` for a language that is not official in the country.

    `official` has the name of each that is, `country` is as a sentence says it.
    """
    if language not in official:
        names = " or ".join(official.values())
        codes = " or ".join(f"`{code}`" for code in official)
        raise invalid(
            "language",
            "LANGUAGE_NOT_OFFICIAL",
            f"Listings and customer support in {country} are in {names}: send {codes}.",
        )
