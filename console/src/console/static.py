"""What the pages load: style sheets, a few scripts, the icons. Nothing comes from elsewhere.

All files share one version, the hash of what they hold, so that a script finds the ones it imports
beside it, and a page never mixes files of two releases that a browser has kept.
"""

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType

from fastapi import APIRouter, HTTPException, Response

PREFIX = "/console/static"
_YEAR = 365 * 24 * 60 * 60
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}


def _read(folder: Path) -> Mapping[str, bytes]:
    files = sorted(each for each in folder.iterdir() if each.suffix in _TYPES)
    return MappingProxyType({each.name: each.read_bytes() for each in files})


def _version(files: Mapping[str, bytes]) -> str:
    """Another one whenever a byte of any file, or a name, is another."""
    digest = sha256()
    for name, content in files.items():
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()[:16]


FILES = _read(Path(__file__).with_name("static"))
VERSION = _version(FILES)

router = APIRouter()


def url(name: str) -> str:
    """Where a page finds a file. A name that is not there is a mistake in a template."""
    if name not in FILES:
        raise LookupError(f"{name} is none of the console's files: {', '.join(FILES)}")
    return f"{PREFIX}/{VERSION}/{name}"


@router.get("/static/{version}/{name}", include_in_schema=False)
async def file(version: str, name: str) -> Response:
    """A file, kept by browsers for ever under its own version.

    A page made by another release asks for another version: it gets what there is, not to be kept.
    """
    content = FILES.get(name)
    if content is None:
        raise HTTPException(404)
    is_ours = version == VERSION
    kept = f"public, max-age={_YEAR}, immutable" if is_ours else "no-store"
    return Response(
        content,
        media_type=_TYPES[Path(name).suffix],
        headers={"cache-control": kept, "x-content-type-options": "nosniff"},
    )
