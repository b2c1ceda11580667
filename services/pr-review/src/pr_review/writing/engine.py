"""The program that compares Word documents, unpacked from its package once for all processes.

`python -m pr_review.writing.engine FOLDER` unpacks it ahead of time, as an image's build does.
"""

import platform
import shutil
import sys
import tempfile
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from python_redlines.engines import DocxodusEngine

_PACKAGE = "python-redlines-docxodus"


class NoEngine(Exception):
    """The program is not installed for this platform, or could not be unpacked."""


def unpacked(folder: Path | None = None) -> Path:
    """The program's path. Unpacks it into the folder if nobody has yet. Fails with `NoEngine`.

    Each process that comes first unpacks into a directory of its own beside the place, and puts it
    there whole; whose is put there does not matter. So nobody waits for a lock, and none starts a
    program that another is still writing.
    """
    try:
        place = (folder or _cache()) / f"docxodus-{version(_PACKAGE)}-{platform.machine()}"
        return _program(place) or _unpack(place, _extract)
    except (PackageNotFoundError, ImportError, OSError, RuntimeError) as error:
        raise NoEngine(f"{type(error).__name__}: {error}") from error


def _unpack(place: Path, extract: Callable[[Path], Path]) -> Path:
    place.parent.mkdir(parents=True, exist_ok=True)
    ours = Path(tempfile.mkdtemp(prefix=".unpacking-", dir=place.parent))
    try:
        whole = extract(ours).parent
        whole.chmod(0o755)
        try:
            whole.rename(place)
        except OSError:
            # Somebody was faster: theirs is the same.
            if _program(place) is None:
                raise
    finally:
        shutil.rmtree(ours, ignore_errors=True)
    program = _program(place)
    if program is None:
        raise NoEngine(f"there is no program in {place}")
    return program


def _extract(into: Path) -> Path:
    return Path(DocxodusEngine(target_path=str(into)).extracted_binaries_path)


def _program(place: Path) -> Path | None:
    names = (DocxodusEngine.BINARY_BASE_NAME, f"{DocxodusEngine.BINARY_BASE_NAME}.exe")
    return next((place / name for name in names if (place / name).is_file()), None)


def _cache() -> Path:
    return Path.home() / ".cache" / "handmade"


if __name__ == "__main__":
    sys.stdout.write(f"{unpacked(Path(sys.argv[1]))}\n")
