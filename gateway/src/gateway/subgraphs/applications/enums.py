"""The choices of this domain, as the contract has them, each described."""

from enum import Enum

import strawberry

from gateway.values import ProductionMethod as ProductionMethod


def _value(name: str, description: str) -> strawberry.types.enum.EnumValueDefinition:
    return strawberry.enum_value(name, description=description)


@strawberry.enum(description="Where an application is in its life.")
class ApplicationState(Enum):
    DRAFT = _value("DRAFT", "Being written; only the applicant sees it.")
    SUBMITTED = _value("SUBMITTED", "Waits for a reviewer.")
    IN_REVIEW = _value("IN_REVIEW", "A reviewer has taken it.")
    APPROVED = _value("APPROVED", "Accepted; an invitation follows by mail.")
    DECLINED = _value("DECLINED", "Not accepted.")
    NEEDS_INFO = _value("NEEDS_INFO", "Waits for answers of the applicant.")
    WITHDRAWN = _value("WITHDRAWN", "Taken back by the applicant.")
    EXPIRED = _value(
        "EXPIRED", "Not answered in time; the applicant may reopen it once, until `reopenUntil`."
    )


@strawberry.enum(description="Why an application was declined.")
class ApplicationDeclineReason(Enum):
    NOT_HANDMADE = _value("NOT_HANDMADE", "The products are not made by hand.")
    OUTSOURCED = _value("OUTSOURCED", "Others make the products.")
    RESOLD = _value("RESOLD", "The products are bought and sold on.")
    PROHIBITED_GOODS = _value("PROHIBITED_GOODS", "The programme does not take such goods.")
    NOT_ENOUGH_SHOWN = _value(
        "NOT_ENOUGH_SHOWN", "The answers do not show how the products are made."
    )
    OTHER_REASON = _value("OTHER_REASON", "Another reason, which the text gives.")


@strawberry.enum(
    description="Something a reviewer should look at, never a reason to refuse by itself."
)
class ApplicationFlag(Enum):
    LARGE_GROUP = _value("LARGE_GROUP", "More people than the programme prefers.")
    PRODUCTION_PARTNERS = _value("PRODUCTION_PARTNERS", "Others take part in production.")
    CASE_BY_CASE = _value(
        "CASE_BY_CASE", "An artisan type that is not listed, which two reviewers judge."
    )
    FORMER_MAKER = _value(
        "FORMER_MAKER", "Was in the programme of this region before and left it or was put out."
    )
    POSSIBLE_DUPLICATE = _value(
        "POSSIBLE_DUPLICATE",
        "When it was submitted, another that had been had the same e-mail address, shop or photo. "
        "What comes later flags only itself; `duplicates` has both.",
    )


@strawberry.enum(description="What two applications have in common.")
class ApplicationDuplicateKind(Enum):
    EMAIL = _value("EMAIL", "The e-mail address, letter case aside.")
    SHOP_URL = _value("SHOP_URL", "A link to a shop. A whole marketplace is nobody's shop.")
    PHOTO = _value("PHOTO", "A photo that looks the same.")


@strawberry.enum(description="Who makes the products.")
class ArtisanType(Enum):
    SOLO = _value("SOLO", "An artisan working alone.")
    SMALL_GROUP = _value("SMALL_GROUP", "An artisan with family members or employees.")
    COOPERATIVE = _value(
        "COOPERATIVE", "Artisans united for common needs; needs a link to the organisation."
    )
    NON_PROFIT = _value(
        "NON_PROFIT", "A non-profit organisation; needs a link to the organisation."
    )
    NON_GOVERNMENTAL = _value(
        "NON_GOVERNMENTAL", "A non-governmental organisation; needs a link to the organisation."
    )
    SOCIAL_ENTERPRISE = _value(
        "SOCIAL_ENTERPRISE",
        "An organisation that designs and works with maker communities; needs a link to it.",
    )
    OTHER = _value(
        "OTHER", "Another kind of group; needs a description and is judged case by case."
    )


@strawberry.enum(description="How many people make the products.")
class HeadCount(Enum):
    ONE = _value("ONE", "One.")
    TWO_TO_FIVE = _value("TWO_TO_FIVE", "Two to five.")
    SIX_TO_TWENTY = _value("SIX_TO_TWENTY", "Six to twenty.")
    OVER_TWENTY = _value(
        "OVER_TWENTY", "More than twenty, which the programme accepts but does not prefer."
    )


@strawberry.enum(description="A statement of the programme that applicants confirm.")
class ProgrammeStatement(Enum):
    MADE_BY_US = _value(
        "MADE_BY_US", "The applicant, or the applicant's group, makes the products."
    )
    OWN_OR_LICENSED_DESIGNS = _value(
        "OWN_OR_LICENSED_DESIGNS", "The designs are the applicant's own or licensed."
    )
    NO_RESELLING = _value("NO_RESELLING", "No products of others are resold.")
    NO_DROP_SHIPPING = _value(
        "NO_DROP_SHIPPING", "Nobody else ships the products straight to buyers."
    )


@strawberry.enum(description="The plan of a selling account that the applicant has already.")
class SellerPlan(Enum):
    NO_ACCOUNT = _value("NO_ACCOUNT", "There is no selling account yet.")
    INDIVIDUAL = _value("INDIVIDUAL", "Pays by item.")
    PROFESSIONAL = _value("PROFESSIONAL", "Pays by month.")


@strawberry.enum(description="Where an invitation is in its life.")
class InvitationState(Enum):
    ISSUED = _value("ISSUED", "Mailed, not used yet.")
    REDEEMED = _value("REDEEMED", "Used; the blockers say what still stands in the way.")
    CONFIRMED = _value("CONFIRMED", "Registration is complete; the maker may list.")
    EXPIRED = _value("EXPIRED", "Not used in time; support can issue another one.")
    SUPERSEDED = _value("SUPERSEDED", "Another one was issued in its place; its link is dead.")
    REVOKED = _value("REVOKED", "Taken back by the programme.")


@strawberry.enum(description="Whether the viewer's account can redeem an invitation.")
class InvitationLinkFit(Enum):
    FITS = _value("FITS", "The account has the e-mail address of the application.")
    LETTER_CASE_DIFFERS = _value(
        "LETTER_CASE_DIFFERS", "Only the letter case of the e-mail address differs."
    )
    OTHER_ACCOUNT = _value(
        "OTHER_ACCOUNT", "The account has another e-mail address, or another account applied."
    )


@strawberry.enum(description="What stands between an invitation and a complete registration.")
class RegistrationBlocker(Enum):
    CREATE_ACCOUNT = _value("CREATE_ACCOUNT", "There is no selling account yet.")
    MIGRATE = _value("MIGRATE", "The selling account is on a platform that is no longer used.")
    UPGRADE_PLAN = _value("UPGRADE_PLAN", "The plan is individual and must become professional.")
    EMAIL_MISMATCH = _value(
        "EMAIL_MISMATCH", "The selling account has another e-mail address than the application."
    )
    VERIFY_ACCOUNT = _value("VERIFY_ACCOUNT", "The selling account has not been verified yet.")


@strawberry.enum(description="Where a membership is in its life.")
class MembershipState(Enum):
    GRANTED = _value("GRANTED", "Approved; registration is still to come.")
    ACTIVE = _value("ACTIVE", "May list and sell.")
    SUSPENDED = _value("SUSPENDED", "May not sell for now; open orders are still served.")
    REMOVED = _value("REMOVED", "Put out of the programme.")
    LEFT = _value("LEFT", "Gone from the programme.")


@strawberry.enum(description="Why a membership was suspended, removed or left.")
class MembershipReason(Enum):
    NOT_HANDMADE = _value("NOT_HANDMADE", "Products are not made by hand by the maker.")
    COMMUNICATION_RULES = _value("COMMUNICATION_RULES", "The communication guidelines were broken.")
    POLICY_BREACH = _value("POLICY_BREACH", "Another policy of the marketplace was broken.")
    PERFORMANCE = _value("PERFORMANCE", "Orders or messages are not served as they must be.")
    HOME_MEMBERSHIP = _value(
        "HOME_MEMBERSHIP", "The membership it was extended from is not active."
    )
    INVITATION_REVOKED = _value(
        "INVITATION_REVOKED", "The invitation was taken back before the registration."
    )
    CLOSING = _value("CLOSING", "The maker gives up the business.")
    SELLING_ELSEWHERE = _value("SELLING_ELSEWHERE", "The maker sells elsewhere.")
    COSTS = _value("COSTS", "The programme costs the maker too much.")
    OTHER_REASON = _value("OTHER_REASON", "Another reason, which the text gives.")


@strawberry.enum(description="Where the extension of a membership to a region is in its life.")
class RegionExtensionState(Enum):
    ACCOUNT_OPENING = _value(
        "ACCOUNT_OPENING", "The maker registers a selling account in the region."
    )
    SELLER_VERIFICATION = _value("SELLER_VERIFICATION", "The marketplace verifies the seller.")
    APPROVED_UNLINKED = _value(
        "APPROVED_UNLINKED", "The seller is verified; the accounts are still to be linked."
    )
    LINKED = _value("LINKED", "The accounts are linked; countries can be opened.")
    REFUSED = _value(
        "REFUSED",
        "The marketplace did not verify the seller; the home membership is as it was.",
    )
    CANCELLED = _value("CANCELLED", "Given up by the maker.")
    ENDED = _value("ENDED", "The membership it was extended from, or the one it led to, has ended.")


@strawberry.enum(description="What stands in the way of the extension of a membership.")
class RegionExtensionBlocker(Enum):
    EMAIL_MISMATCH = _value(
        "EMAIL_MISMATCH", "The new selling account has another e-mail address than the home one."
    )
    VERIFY_ACCOUNT = _value("VERIFY_ACCOUNT", "The marketplace has not verified the seller yet.")
    LINK_ACCOUNTS = _value("LINK_ACCOUNTS", "The accounts are not linked yet.")
    HOME_MEMBERSHIP = _value("HOME_MEMBERSHIP", "The home membership is not active now.")
    REGISTER_ACCOUNT = _value(
        "REGISTER_ACCOUNT",
        "The maker has not said yet that the new selling account is registered: "
        "`regionExtensionRegister`.",
    )
    ACCOUNT_MISMATCH = _value(
        "ACCOUNT_MISMATCH",
        "The marketplace reported another account in the region, `reportedAccount`, than the maker "
        "registered. Whoever mistyped the number cancels the extension and starts another.",
    )


@strawberry.enum(description="A part of a maker's profile.")
class ProfilePart(Enum):
    PROFILE_IMAGE = _value("PROFILE_IMAGE", "The picture of the maker.")
    STORE_NAME = _value("STORE_NAME", "The name of the store.")
    STOREFRONT_IMAGES = _value("STOREFRONT_IMAGES", "The pictures of the storefront.")
    SHORT_URL = _value("SHORT_URL", "The last part of the store's address.")
    INSPIRATION = _value("INSPIRATION", "What inspires the maker.")
    ABOUT = _value("ABOUT", "What the maker says about the making.")


@strawberry.enum(description="What happened to an application.")
class ApplicationAction(Enum):
    STARTED = _value("STARTED", "It was begun.")
    CHANGED = _value("CHANGED", "Its answers were changed.")
    SUBMITTED = _value("SUBMITTED", "It was handed in.")
    WITHDRAWN = _value("WITHDRAWN", "The applicant took it back.")
    TAKEN = _value("TAKEN", "A reviewer took it.")
    RELEASED = _value("RELEASED", "Its reviewer gave it back to the queue; only staff hear it.")
    HANDED_OVER = _value("HANDED_OVER", "Another reviewer goes on with it; only staff hear it.")
    NOTED = _value("NOTED", "A note for staff was added; only staff hear it.")
    ASKED = _value("ASKED", "A reviewer asked the applicant for information.")
    ANSWERED = _value("ANSWERED", "The applicant answered every question.")
    EXPIRED = _value("EXPIRED", "The answers did not come in time.")
    REOPENED = _value("REOPENED", "The applicant reopened it.")
    SIGNED = _value("SIGNED", "A reviewer signed it, and another has to; only staff hear it.")
    APPROVED = _value("APPROVED", "It was accepted.")
    DECLINED = _value("DECLINED", "It was not accepted.")


@strawberry.enum(description="What a photo of an application shows.")
class ApplicationPhotoKind(Enum):
    PRODUCT = _value("PRODUCT", "A product.")
    WORKSPACE = _value("WORKSPACE", "Where products are made.")
    EVIDENCE = _value("EVIDENCE", "What a reviewer asked to see.")


@strawberry.enum(description="Something about a photo that is no reason to refuse it.")
class ApplicationPhotoWarning(Enum):
    SMALL = _value("SMALL", "So small that details are hard to see.")
