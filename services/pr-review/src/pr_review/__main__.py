"""The press review service as a process: `python -m pr_review`."""

from chassis.makers import Makers, copy_of_makers
from chassis.server import Frame, main
from handmade.applications.v1 import maker_pb2
from handmade.pr_review.v1 import press_release_pb2, press_release_pb2_grpc
from pr_review.drafts.inspection import Inspection
from pr_review.effects import SWEEP_SECONDS, remove_orphans
from pr_review.service.release import PressReleaseService
from pr_review.settings import Settings
from pr_review.store.release import PressReleases


async def assemble(frame: Frame) -> None:
    """Adds to the frame what press review is made of."""
    numbers = Settings()
    releases, makers = PressReleases(frame.mongo, frame.database), Makers(frame.database)
    drafts = frame.files("drafts")
    await drafts.prepare()
    await releases.prepare()
    await makers.prepare()
    frame.keep_copy(
        copy_of_makers(frame.mongo, frame.database, frame.channel("applications", maker_pb2))
    )
    frame.serve(
        press_release_pb2,
        press_release_pb2_grpc,
        PressReleaseService(
            releases,
            makers,
            drafts,
            Inspection(numbers),
            requests=frame.requests,
            events=frame.events,
            feed=frame.feed,
            pages=frame.pages,
            now=frame.now,
            numbers=numbers,
        ),
    )
    frame.repeat("orphans", SWEEP_SECONDS, lambda: remove_orphans(drafts, releases))


if __name__ == "__main__":
    main("pr_review", effects=frozenset(), assemble=assemble)
