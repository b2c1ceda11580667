"""What chance and patience the fault tests have: from the environment, the same for a repeat."""

import os
from random import Random

SEED = "HANDMADE_FAULTS_SEED"
SECONDS = "HANDMADE_FAULTS_SECONDS"


def ensure_seed() -> str:
    """The run's seed; chosen now if nobody named one. Child processes inherit it."""
    return os.environ.setdefault(SEED, str(Random().randrange(10**9)))


def chance_of(test: str) -> Random:
    """A test's own chance: the same whichever tests run beside it."""
    return Random(f"{ensure_seed()}/{test}")


def seconds(default: float) -> float:
    """How long a test keeps the marketplace under load."""
    given = os.environ.get(SECONDS, "")
    return float(given) if given else default
