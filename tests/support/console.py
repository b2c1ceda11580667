"""Somebody at a browser with the console open, and all that went wrong there."""

import re
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from playwright.async_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Dialog,
    Page,
    Request,
    Response,
    ViewportSize,
    expect,
)

# Two slow processors do all of it: the browser, nine processes, and perhaps other tests.
PATIENCE = 60.0
# A browser that does not start fails every test that comes after it.
STARTING = 240.0
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

# Notes which of a page's subscriptions have said from where on they tell.
_NOTE_STREAMS = """window.EventSource = class extends EventSource {
  constructor(...given) {
    super(...given);
    window.begun = new Set();
    const note = ({data}) => Object.keys(JSON.parse(data).data ?? {}).forEach(n => begun.add(n));
    this.addEventListener('next', note);
  }
};"""
_ARE_BEGUN = """() => {
  const topics = document.body.dataset.live?.split('?')[0].split('/').pop().split(',');
  return topics && window.begun?.size === topics.length;
}"""

expect.set_options(timeout=PATIENCE * 1000)


@dataclass(frozen=True)
class Person:
    """Somebody to sign in as. Without roles it is one of those that the issuer's page names."""

    subject: str
    roles: tuple[str, ...] = ()
    name: str = ""


class Watch:
    """What a browser complained of, and whom it asked for anything.

    A page refused with a 4xx is an answer like others, which the test looks at itself.
    """

    def __init__(self, context: BrowserContext, *origins: str) -> None:
        self.origins: set[str] = set()
        self.warnings = 0
        """How often somebody was asked whether to leave what they typed; they always do."""
        self._allowed = set(origins)
        self._complaints: list[str] = []
        self._expected: list[re.Pattern[str]] = []
        self._refused_pages: set[str] = set()
        context.on("console", self._console)
        context.on("weberror", lambda error: self._complain(f"script failed: {error.error}"))
        context.on("dialog", self._dialog)
        context.on("request", self._request)
        context.on("requestfailed", self._failed)
        context.on("response", self._response)

    def expect(self, *patterns: str) -> None:
        """Complaints that say this are part of what is tested, such as the 503 of a killed one."""
        self._expected += map(re.compile, patterns)

    def allow(self, origin: str) -> None:
        """Requests to this one are part of what is tested, such as a foreign page's own."""
        self._allowed.add(origin)

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

    async def _dialog(self, dialog: Dialog) -> None:
        if dialog.type == "beforeunload":
            self.warnings += 1
            await dialog.accept()
        else:
            self._complain(f"a dialog opened: {dialog.type} {dialog.message}")
            await dialog.dismiss()

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

    def __init__(
        self, context: BrowserContext, page: Page, gateway_url: str, issuer_url: str
    ) -> None:
        self.context = context
        self.watch = Watch(context, gateway_url, issuer_url)
        self.page = page
        self.gateway_url = gateway_url
        self.issuer_url = issuer_url

    @classmethod
    async def opened(
        cls,
        browser: Browser,
        gateway_url: str,
        issuer_url: str,
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
            # What is scrolled to is there at once, so that nobody looks before it is.
            reduced_motion="reduce",
            locale="en-GB",
            timezone_id="Europe/Berlin",
        )
        context.set_default_timeout(PATIENCE * 1000)
        context.set_default_navigation_timeout(PATIENCE * 1000)
        if script:
            await context.add_init_script(_NOTE_STREAMS)
        return cls(context, await context.new_page(), gateway_url, issuer_url)

    async def open(self, path: str, page: Page | None = None) -> Response:
        """Goes there, as by the address bar."""
        response = await (page or self.page).goto(path)
        assert response is not None, f"{path} is only another place on the same page"
        return response

    async def sign_in(self, person: Person, path: str = "/console") -> None:
        """Goes to a page, signs in on the way at the issuer, and arrives."""
        await self.open(path)
        await self.choose(person)

    async def choose(self, person: Person, page: Page | None = None) -> None:
        """Says who one is on the issuer's page, which is open, and is sent back."""
        page = page or self.page
        assert page.url.startswith(f"{self.issuer_url}/"), f"{page.url} is not the issuer's"
        if person.roles:
            await page.get_by_label("Subject", exact=True).fill(person.subject)
            await page.get_by_label("Name", exact=True).fill(person.name)
            for role in person.roles:
                await page.get_by_label(role, exact=True).check()
            await page.get_by_role("button", name="Sign in", exact=True).click()
        else:
            await page.locator(f"button[name=person][value={person.subject!r}]").click()
        await page.wait_for_url(f"{self.gateway_url}/console**")

    async def another_tab(self) -> Page:
        """A tab beside the first one, of the same person."""
        return await self.context.new_page()

    async def forget(self, *names: str) -> None:
        """Loses the cookies whose names begin like one of these, as when they expire."""
        for cookie in await self.context.cookies(self.gateway_url):
            if cookie["name"].removeprefix("__Host-").startswith(names):
                await self.context.clear_cookies(name=cookie["name"])

    async def close(self) -> None:
        await self.context.close()


async def listening(page: Page) -> None:
    """Returns once the page hears of what happens from now on.

    What happens between its making and that, it does not hear of.
    """
    await page.wait_for_function(_ARE_BEGUN)


def address(kind: str, id: str) -> str:
    """The path of a page, such as `address("applications", id)`."""
    return f"/console/{kind}/{quote(id, safe='')}"
