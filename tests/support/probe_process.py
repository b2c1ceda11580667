"""The probe as a process of its own, put together like any service."""

from chassis.server import Frame, main
from tests.support.probe import ProbeService, pb, stubs


async def everything(event):
    return True


async def assemble(frame: Frame) -> None:
    async def watch(request):
        async for entry in frame.feed.follow("probes", request.resume_token, everything):
            yield pb.WatchProbesResponse(resume_token=entry.token)

    frame.serve(pb, stubs, ProbeService(WatchProbes=watch))


if __name__ == "__main__":
    main("catalog", effects=frozenset(), assemble=assemble)
