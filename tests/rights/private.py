"""Which fields are not for everybody who sees the thing that has them."""

from dataclasses import dataclass

from tests.rights.people import named


@dataclass(frozen=True)
class FieldRow:
    """Who sees a field of what they see: `may` all of it, `partly` a `part`, others nothing.

    What `varies` is not the same for any two, such as a signed link.
    """

    may: frozenset[str]
    partly: frozenset[str]
    part: str
    varies: bool


def private(may: str, *, partly: str = "", part: str = "", varies: bool = False) -> FieldRow:
    return FieldRow(frozenset(named(may)), frozenset(named(partly)), part, varies)


_STAFF = "reviewer support admin service several"
_PRESS = "pr pr_lead support admin service several"
_PRESS_STAFF = "pr pr_lead support admin several"
_TIMELINE = "no first of two signatures, and no account but the maker's own"
_ETAG = "one that no note and no first signature moves"
FIELDS: dict[str, FieldRow] = {
    **dict.fromkeys(
        (
            "Maker.email",
            "Maker.language",
            "Maker.grants.partner",
            "Maker.grants.scopes",
            "Maker.grants.createdAt",
            "Maker.memberships.reason",
            "Maker.memberships.reasonText",
        ),
        private(f"maker {_STAFF}"),
    ),
    # Drafts and private listings are for the maker, its partner and staff.
    "Maker.listings.nodes": private("all", varies=True),
    "Maker.threads.nodes": private("maker messages support admin service"),
    # Staff sees no drafts.
    "Maker.pressReleases.nodes": private(f"maker press {_PRESS}", varies=True),
    "Application.flags": private(_STAFF),
    # A note moves it for the staff alone.
    "Application.etag": private(_STAFF, partly="maker applications", part=_ETAG, varies=True),
    "Application.reviewer.id": private(_STAFF),
    **dict.fromkeys(
        (
            "Application.firstSignature.id",
            "Application.firstSignature.displayName",
            "Application.firstSignature.role",
        ),
        private(_STAFF),
    ),
    # Applicants do not hear of the first of two signatures, and know no account but their own.
    **dict.fromkeys(
        (
            "Application.timeline.createdAt",
            "Application.timeline.actor.displayName",
            "Application.timeline.actor.role",
            "Application.timeline.actor.id",
            "Application.timeline.action",
            "Application.timeline.state",
            "Application.timeline.ruleVersion",
            "Application.timeline.reason",
            "Application.timeline.declineReason",
            "Application.timeline.text",
            "Application.timeline.colleague.id",
            "Application.timeline.colleague.displayName",
            "Application.timeline.colleague.role",
        ),
        private(_STAFF, partly="maker applications", part=_TIMELINE),
    ),
    **dict.fromkeys(
        (
            "Application.notes.text",
            "Application.notes.createdAt",
            "Application.notes.author.id",
            "Application.notes.author.displayName",
            "Application.notes.author.role",
            "InformationRequest.reviewer.id",
        ),
        private(_STAFF),
    ),
    **dict.fromkeys(
        ("Application.duplicates.kinds", "Application.duplicates.application.id"),
        private("reviewer support admin several"),
    ),
    # A signed link is its viewer's own.
    **dict.fromkeys(
        (
            "ApplicationPhoto.file.url",
            "ApplicationPhoto.file.urlExpires",
            "ApplicationPhoto.thumbnailUrl",
        ),
        private("all", varies=True),
    ),
    "Application.invitation.id": private(f"maker {_STAFF}"),
    # What the viewer has taken, and could sign.
    **dict.fromkeys(
        ("WorkCounts.mine", "WorkCounts.waitingForColleague"),
        private("", partly="reviewer support admin several", part="the viewer's own", varies=True),
    ),
    "Listing.sku": private(f"maker catalog {_STAFF}"),
    "Listing.privateLink.url": private("maker catalog"),
    "Listing.privateLink.linkRevision": private("maker catalog"),
    # What the viewer may do is not the same for all.
    **dict.fromkeys(
        (
            "Listing.askAboutCustomOrder.allowed",
            "Listing.askAboutCustomOrder.reasons.code",
            "Listing.askAboutCustomOrder.reasons.message",
        ),
        private("", partly="all", part="what this viewer may ask, and why not", varies=True),
    ),
    "Thread.buyer": private("buyer support service"),
    "Message.listingUrl": private("buyer maker messages"),
    # The listing itself is for those whom it lets in without its link.
    "CustomOrderRequest.buyer": private("buyer support service"),
    "Order.buyer": private("buyer support service"),
    "PressRelease.representative.id": private(_PRESS),
    "PressRelease.approval.representative.id": private(_PRESS),
    "PressRelease.letters.author.id": private(_PRESS),
    # The chain covers what only staff sees.
    **dict.fromkeys(
        ("PressRelease.timeline.number", "PressRelease.timeline.hash"), private(_PRESS)
    ),
    # Whoever is of the maker's side knows no account but their own.
    **dict.fromkeys(
        (
            "PressRelease.timeline.actor.id",
            "PressRelease.draft.uploader.id",
            "PressRelease.drafts.uploader.id",
            "PressReleaseException.asker.id",
            "PressRelease.schedules.actor.id",
        ),
        private(_PRESS, partly="maker press", part="their own"),
    ),
    # For people to read: other services have the document itself.
    **dict.fromkeys(
        (
            "PressRelease.draft.reading.html",
            "PressRelease.drafts.reading.html",
            "PressRelease.draft.reading.blocks.id",
            "PressRelease.drafts.reading.blocks.id",
            "PressRelease.draft.reading.mentions.mark",
            "PressRelease.drafts.reading.mentions.mark",
            "PressRelease.draft.reading.mentions.block",
            "PressRelease.drafts.reading.mentions.block",
            "PressRelease.draft.reading.mentions.start",
            "PressRelease.drafts.reading.mentions.start",
            "PressRelease.draft.reading.mentions.end",
            "PressRelease.drafts.reading.mentions.end",
            "PressRelease.draft.reading.mentions.quote",
            "PressRelease.drafts.reading.mentions.quote",
            "PressRelease.draft.reading.mentions.place",
            "PressRelease.drafts.reading.mentions.place",
            "PressRelease.draft.reading.properties.key",
            "PressRelease.drafts.reading.properties.key",
            "PressRelease.draft.reading.properties.value",
            "PressRelease.drafts.reading.properties.value",
            "PressRelease.draft.reading.wordCount",
            "PressRelease.drafts.reading.wordCount",
            "PressRelease.draft.reading.hasTrackedChanges",
            "PressRelease.drafts.reading.hasTrackedChanges",
        ),
        private(f"maker press {_PRESS_STAFF}"),
    ),
    # How the staff divide their work, and what they tell each other, makers do not see.
    **dict.fromkeys(
        (
            "PressRelease.draft.reading.checks.code",
            "PressRelease.drafts.reading.checks.code",
            "PressRelease.draft.reading.checks.severity",
            "PressRelease.drafts.reading.checks.severity",
            "PressRelease.draft.reading.checks.text",
            "PressRelease.drafts.reading.checks.text",
            "PressRelease.draft.reading.checks.block",
            "PressRelease.drafts.reading.checks.block",
            "PressRelease.draft.reading.checks.start",
            "PressRelease.drafts.reading.checks.start",
            "PressRelease.draft.reading.checks.end",
            "PressRelease.drafts.reading.checks.end",
            "PressRelease.draft.reading.checks.quote",
            "PressRelease.drafts.reading.checks.quote",
            "PressComment.author.id",
            "PressComment.replies.author.id",
            "PressComment.resolver.id",
            "PressComment.resolver.displayName",
            "PressComment.resolver.role",
        ),
        private(_PRESS_STAFF),
    ),
    # Makers change none: they have an empty one.
    "PressComment.etag": private(
        _PRESS_STAFF, partly="maker press", part="an empty one", varies=True
    ),
    "PressComment.updatedAt": private(
        _PRESS_STAFF, partly="maker press", part="when it last changed for them", varies=True
    ),
    # A stakeholder's work is what waits for their own word.
    **dict.fromkeys(
        (
            "PressReleaseWorkItem.object",
            "PressReleaseWorkItem.title",
            "PressReleaseWorkItem.assignee.id",
            "PressReleaseWorkItem.assignee.displayName",
            "PressReleaseWorkItem.assignee.role",
            "PressReleaseWorkItem.waitingFor",
            "PressReleaseWorkItem.openSince",
            "PressReleaseWorkItem.waitingSince",
            "PressReleaseWorkItem.dueAt",
            "PressReleaseWorkItem.answerDueAt",
            "PressReleaseWorkItem.nextDueAt",
            "PressReleaseWorkItem.isOverdue",
            "PressReleaseWorkItem.waitingForWhom",
            "PressReleaseWorkItem.pressRelease.id",
        ),
        private(_PRESS_STAFF, partly="stakeholder", part="what waits for their word"),
    ),
    "PressReleaseWorkItem.questions": private("stakeholder"),
    **dict.fromkeys(
        ("PressReleaseWorkCounts.stakeholder", "PressReleaseWorkCounts.shortNotice"),
        private(_PRESS_STAFF, partly="stakeholder", part="what waits for their word", varies=True),
    ),
    # A signed link is its viewer's own.
    "PressRelease.draft.file.url": private("all", varies=True),
    "PressRelease.drafts.file.url": private("all", varies=True),
    "PressRelease.draft.file.urlExpires": private("all", varies=True),
    "PressRelease.drafts.file.urlExpires": private("all", varies=True),
    **dict.fromkeys(
        ("Viewer.id", "Viewer.email", "Viewer.displayName"), private("signed_in", varies=True)
    ),
    "Viewer.roles": private("", partly="signed_in", part="those of the token", varies=True),
    "Viewer.maker.id": private("maker other_maker", varies=True),
    "Viewer.applications.nodes": private("maker other_maker", varies=True),
    "Viewer.threads.nodes": private("buyer maker support admin service", varies=True),
    "Viewer.customOrderRequests.nodes": private("buyer maker support admin service", varies=True),
    "Viewer.pressReleases.nodes": private(
        f"maker {_PRESS}", partly="stakeholder", part="what they are asked about", varies=True
    ),
}
