"""What follows committed events: mails, at least once each, under the event's own id.

A mail is about its event's moment. If that has passed by the time it is sent, such as when a link
was used or a question answered meanwhile, it is not sent.
"""

EFFECTS = frozenset(
    {
        "application.asked",
        "application.declined",
        "application.expired",
        "application.reopened",
        "application.submitted",
        "application.withdrawn",
        "deadline.neared",
        "invitation.confirmed",
        "invitation.issued",
        "invitation.revoked",
        "maker.left",
        "maker.reinstated",
        "maker.removed",
        "maker.suspended",
        "region_extension.approved",
        "region_extension.linked",
        "region_extension.refused",
    }
)
"""The types of the events that something follows."""
