"""The templates, and what every one of them knows."""

from functools import cache
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse

from console import filters, static
from console.actions import request_id
from console.addresses import address


@cache
def environment() -> Environment:
    """Returns the environment of all templates: everything is escaped, nothing may be missing."""
    made = Environment(
        loader=PackageLoader("console"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= filters.FILTERS
    made.globals |= {"static": static.url, "address": address, "request_id": request_id}
    return made


def page(template: str, http_status: int = 200, /, **context: Any) -> HTMLResponse:
    """Returns a page made of a template."""
    defaults: dict[str, Any] = {
        "me": None,
        "nav": (),
        "done": None,
        "csrf": "",
        "live": None,
        "attempt": None,
    }
    body = environment().get_template(template).render(defaults | context)
    return HTMLResponse(body, http_status)


def templates() -> list[str]:
    """Returns the names of all templates there are."""
    folder = resources.files("console").joinpath("templates")
    return sorted(item.name for item in folder.iterdir() if item.name.endswith(".html"))
