"""The console's own addresses."""

from urllib.parse import quote

BASE = "/console"
SIGN_IN = f"{BASE}/sign-in"


def address(*parts: str) -> str:
    """Returns the path of a page, such as `address("applications", id)`."""
    return "/".join([BASE, *(quote(part, safe="") for part in parts)])
