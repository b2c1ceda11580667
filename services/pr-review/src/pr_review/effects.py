"""What happens by itself when its time has come."""

import structlog

from chassis.files import Files
from pr_review.store.release import PressReleases

log = structlog.get_logger()

SWEEP_SECONDS = 600.0


async def remove_orphans(drafts: Files, releases: PressReleases) -> None:
    """Removes documents that were replaced a day ago or more, unless an approval names them."""
    removed = await drafts.sweep(releases.refers_to)
    if removed:
        log.info("orphaned documents removed", count=removed)
