"""Somebody at a browser with the console open, and all that went wrong there."""

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from playwright.async_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    ViewportSize,
    expect,
)

# Two slow processors do all of it: the browser, nine processes, and perhaps other tests.
PATIENCE = 30.0
LAPTOP = ViewportSize(width=1280, height=900)
TABLET = ViewportSize(width=820, height=1180)

ARGUMENTS = (
    "--no-sandbox",
    # Whatever a page asks for elsewhere is not even looked up.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)

_LOCAL = {"data", "blob", "about"}
_STATUS = re.compile(r"Failed to load resource: the server responded with a status of (\d+)")
# Said of a request that the page itself gave up: it was left, or the answer was a download.
_GIVEN_UP = "net::ERR_ABORTED"

expect.set_options(timeout=PATIENCE * 1000)


class Watch:
    """What a browser complained of, and whom it asked for anything.

    A page refused with a 4xx is an answer like others, which the test looks at itself.
    """

    def __init__(self, context: BrowserContext, origins: Sequence[str]) -> None:
        self.origins: set[str] = set()
        self._allowed = set(origins)
        self._complaints: list[str] = []
        self._expected: list[re.Pattern[str]] = []
        self._refused_pages: set[str] = set()
        context.on("console", self._console)
        context.on("weberror", lambda error: self._complain(f"script failed: {error.error}"))
        context.on("request", self._request)
        context.on("requestfailed", self._failed)
        context.on("response", self._response)

    def expect(self, *patterns: str) -> None:
        """Complaints that say this are part of what is tested, such as the 503 of a killed one."""
        self._expected += map(re.compile, patterns)

    def complaints(self) -> list[str]:
        """What nobody expected, and requests to others than the gateway and the issuer."""
        foreign = sorted(self.origins - self._allowed)
        found = [each for each in self._complaints if not self._is_expected(each)]
        return [*found, *(f"something was asked of {origin}" for origin in foreign)]

    def _is_expected(self, complaint: str) -> bool:
        status = _STATUS.search(complaint)
        if status and int(status[1]) < 500 and complaint.split()[-1] in self._refused_pages:
            return True
        return any(pattern.search(complaint) for pattern in self._expected)

    def _complain(self, complaint: str) -> None:
        self._complaints.append(complaint)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            where = message.location.get("url", "")
            self._complain(f"console {message.type}: {message.text} at {where}")

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in _LOCAL:
            self.origins.add(f"{parts.scheme}://{parts.netloc}")

    def _failed(self, request: Request) -> None:
        if request.failure != _GIVEN_UP:
            self._complain(f"{request.method} {request.url} failed: {request.failure}")

    def _response(self, response: Response) -> None:
        if response.status >= 400 and response.request.resource_type == "document":
            self._refused_pages.add(response.url)


class Desk:
    """One browser of somebody's own: cookies, tabs, and a watch over them."""

    def __init__(self, context: BrowserContext, watch: Watch, page: Page, url: str) -> None:
        self.context = context
        self.watch = watch
        self.page = page
        self.url = url
        """The gateway's."""

    @classmethod
    async def opened(
        cls,
        browser: Browser,
        gateway_url: str,
        origins: Sequence[str],
        *,
        viewport: ViewportSize = LAPTOP,
        dark: bool = False,
        script: bool = True,
    ) -> "Desk":
        """An empty one: nobody is signed in yet."""
        context = await browser.new_context(
            base_url=gateway_url,
            viewport=viewport,
            color_scheme="dark" if dark else "light",
            java_script_enabled=script,
            accept_downloads=True,
            locale="en-GB",
            timezone_id="Europe/Berlin",
        )
        context.set_default_timeout(PATIENCE * 1000)
        context.set_default_navigation_timeout(PATIENCE * 1000)
        watch = Watch(context, [gateway_url, *origins])
        return cls(context, watch, await context.new_page(), gateway_url)

    async def open(self, path: str, page: Page | None = None) -> Response:
        """Goes there, as by the address bar."""
        response = await (page or self.page).goto(path)
        assert response is not None, f"{path} is only another place on the same page"
        return response

    async def another_tab(self) -> Page:
        """A tab of the same person's."""
        return await self.context.new_page()

    async def is_signed_in(self) -> bool:
        """Whether there is a cookie of a session. Whether it is worth anything is another thing."""
        return bool(await self.context.cookies(self.url))

    async def close(self) -> None:
        await self.context.close()
