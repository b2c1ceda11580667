"""The console without a mouse, as a screen reader's user goes through it."""

from playwright.async_api import CDPSession, Page

# More stops than any page may have before the one that is looked for.
MOST_STOPS = 200

_IS_SEEN = """() => {
  const here = document.activeElement, look = getComputedStyle(here);
  const ring = look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) > 0;
  const box = here.getBoundingClientRect();
  return (ring || look.boxShadow !== 'none') && box.bottom > 0 && box.top < innerHeight;
}"""


class Keyboard:
    """Only keys; names are the ones that a screen reader says."""

    def __init__(self, page: Page, session: CDPSession) -> None:
        self.page = page
        self._session = session

    async def reach(self, name: str, role: str = "", *, backwards: bool = False) -> None:
        """Goes to the next stop whose name begins so, from where the focus is; it must be seen.

        `role` is the browser's word for it: button, link, textbox, combobox, DisclosureTriangle.
        """
        passed: list[str] = []
        for _ in range(MOST_STOPS):
            await self.page.keyboard.press("Shift+Tab" if backwards else "Tab")
            here = await self.here()
            if here[1].startswith(name) and role in ("", here[0]):
                assert await self.page.evaluate(_IS_SEEN), f"nobody sees that {here} has the focus"
                return
            passed.append(" ".join(here))
        seen = "\n    ".join(dict.fromkeys(passed))
        raise AssertionError(f"no {role or 'stop'} is named {name!r}, only\n    {seen}")

    async def here(self) -> tuple[str, str]:
        """Role and name of what has the focus, as assistive technology is told."""
        found = await self._session.send(
            "Runtime.evaluate", {"expression": "document.activeElement"}
        )
        tree = await self._session.send(
            "Accessibility.getPartialAXTree",
            {"objectId": found["result"]["objectId"], "fetchRelatives": False},
        )
        node = tree["nodes"][0]
        return _value(node, "role"), _value(node, "name").strip()

    async def press(self, *keys: str) -> None:
        """Keys one after another, such as Enter, Space, ArrowDown."""
        for key in keys:
            await self.page.keyboard.press(key)

    async def type(self, text: str) -> None:
        """Writes where the focus is."""
        await self.page.keyboard.type(text)

    async def follow(self, name: str, role: str = "") -> None:
        """Goes to it and presses Enter; comes back when another page is there."""
        await self.reach(name, role)
        async with self.page.expect_navigation():
            await self.page.keyboard.press("Enter")


async def by_keyboard(page: Page) -> Keyboard:
    """The keyboard of this page."""
    return Keyboard(page, await page.context.new_cdp_session(page))


def _value(node: dict, part: str) -> str:
    return str(node.get(part, {}).get("value", ""))
