"""The gateway as a process that can be profiled: SIGUSR1 begins, SIGUSR2 ends and writes.

What is written is the time spent in each function itself, as JSON: `[[file, function, seconds]]`.
"""

import json
import os
import signal
from collections import Counter
from pathlib import Path
from typing import Any

from gateway.__main__ import main

INTERVAL = 0.001


class Profile:
    """Begins and ends when it is told to; until then it costs nothing."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._profiler: Any = None

    def begin(self, *_: object) -> None:
        """Samples the main thread from now on."""
        from pyinstrument import Profiler

        self._profiler = Profiler(interval=INTERVAL, async_mode="disabled")
        self._profiler.start()

    def end(self, *_: object) -> None:
        """Writes what was found."""
        session = self._profiler.stop()
        spent: Counter[tuple[str, str]] = Counter()
        for stack, seconds in session.frame_records:
            # A frame is "function\0file\0line…". What is built in counts for who called it.
            frames = [frame.split("\x00")[:2] for frame in stack]
            function, file = next(frame for frame in reversed(frames) if frame[1][:1] == "/")
            spent[file, function] += seconds
        rows = [[file, function, seconds] for (file, function), seconds in spent.items()]
        aside = self._path.with_suffix(".part")
        aside.write_text(json.dumps(rows))
        aside.replace(self._path)


if __name__ == "__main__":
    profile = Profile(Path(os.environ["BENCHMARKS_PROFILE"]))
    signal.signal(signal.SIGUSR1, profile.begin)
    signal.signal(signal.SIGUSR2, profile.end)
    main()
