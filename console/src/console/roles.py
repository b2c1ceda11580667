"""Who is who of the staff: the roles that pages tell apart."""

from chassis.caller import Role

PRESS = frozenset({Role.PR.value, Role.PR_LEAD.value})
"""The press team, which reviews press releases."""
LEAD = frozenset({Role.PR_LEAD.value})
COMMENTING = PRESS | {Role.SUPPORT.value, Role.STAKEHOLDER.value}
"""Who says something of a draft."""
PRESS_RECORDS = PRESS | {Role.SUPPORT.value, Role.ADMIN.value}
"""Who sees what the press team did, and who of it is away."""
HANDING_OVER = frozenset({Role.REVIEWER.value, Role.ADMIN.value})
"""Who gives an application to another reviewer."""
STAFF = PRESS_RECORDS | HANDING_OVER | COMMENTING
"""Who has anything to do here."""
