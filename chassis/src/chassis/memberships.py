"""What the states of a membership mean to the services that keep a copy of makers."""

ACTIVE = "ACTIVE"
ENDED = frozenset({"REMOVED", "LEFT"})

_WHAT_THEN = {
    "GRANTED": "Finish the registration; if you just have, try again in a moment.",
    "SUSPENDED": "It must be reinstated first.",
    "REMOVED": "Apply to the programme again.",
    "LEFT": "Apply to the programme again.",
}


def why_not_active(region: str, state: str) -> str:
    """What the state of a membership is, and what would let its maker sell in the region."""
    if not state:
        return (
            f"There is no membership in the region {region}. Apply for it, or extend one that is "
            "active."
        )
    # A newer applications may have a state that is unknown here.
    return f"The membership in the region {region} is {state}. {_WHAT_THEN.get(state, '')}".rstrip()
