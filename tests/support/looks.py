"""How a page looks, and how it is to those who do not see it."""

from collections.abc import Sequence
from importlib import resources
from pathlib import Path

from playwright.async_api import Page

from dev.repository import ROOT

SCREENSHOTS = ROOT / ".handmade" / "screenshots"
WIDTHS = (1280, 820)
SCHEMES = ("light", "dark")
EACH = tuple((width, scheme) for width in WIDTHS for scheme in SCHEMES)
# Of a page in a state that is a notice or a form more than another that is photographed.
BRIEF = ((1280, "light"), (820, "dark"))

# A browser paints no picture that is longer.
_LONGEST = 12_000
_GRAVE = ("serious", "critical")
_AXE = resources.files("axe_playwright_python").joinpath("axe.min.js").read_text()
_IS_DARK = "matchMedia('(prefers-color-scheme: dark)').matches"
_RUN = "() => axe.run(document, {resultTypes: ['violations']}).then(found => found.violations)"
# What reaches furthest to the right, so that the culprit is named.
_SIDEWAYS = """() => {
  const page = document.scrollingElement;
  if (page.scrollWidth <= innerWidth) return null;
  const all = [...document.body.querySelectorAll('*')];
  const edge = each => each.getBoundingClientRect().right;
  const widest = all.sort((a, b) => edge(b) - edge(a)).slice(0, 3);
  return `${page.scrollWidth} > ${innerWidth} because of `
    + widest.map(each => each.outerHTML.slice(0, 160)).join(' and ');
}"""


async def ensure_accessible(page: Page) -> None:
    """No serious or critical violation that axe-core knows of, in light and in dark."""
    before = await _scheme(page)
    found = []
    for scheme in SCHEMES:
        await page.emulate_media(color_scheme=scheme)
        await _settled(page)
        # Not a tag in the page, which its own policy would rightly refuse.
        await page.evaluate(f"() => {{ if (!window.axe) {{ {_AXE} }} }}")
        found += [f"in {scheme}: {each}" for each in map(_told, await page.evaluate(_RUN)) if each]
    await page.emulate_media(color_scheme=before)
    assert not found, f"{page.url} is not accessible\n" + "\n".join(found)


async def photograph(
    page: Page,
    name: str,
    folder: Path = SCREENSHOTS,
    looks: Sequence[tuple[int, str]] = EACH,
) -> list[Path]:
    """Pictures of the whole page, and at no width may anything scroll sideways."""
    before, scheme_before = page.viewport_size, await _scheme(page)
    pictures, sideways = [], []
    for width in WIDTHS:
        await page.set_viewport_size({"width": width, "height": 900 if width > 1000 else 1180})
        for scheme in SCHEMES:
            if (width, scheme) not in looks:
                continue
            await page.emulate_media(color_scheme=scheme)
            await _settled(page)
            pictures.append(await _taken(page, folder / f"{name}-{width}-{scheme}.png"))
        too_wide = await page.evaluate(_SIDEWAYS)
        if too_wide:
            sideways.append(f"at {width}: {too_wide}")
    if before:
        await page.set_viewport_size(before)
    await page.emulate_media(color_scheme=scheme_before)
    assert not sideways, f"{page.url} scrolls sideways\n" + "\n".join(sideways)
    return pictures


async def _taken(page: Page, path: Path) -> Path:
    # Before a dialog nobody sees the rest of the page.
    whole = await page.evaluate(
        f"document.scrollingElement.scrollHeight <= {_LONGEST}"
        " && !document.querySelector('dialog[open]')"
    )
    await page.screenshot(path=path, full_page=whole, animations="disabled", caret="hide")
    return path


async def _settled(page: Page) -> None:
    """Two frames later, what changed is painted."""
    await page.evaluate(
        "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
    )


async def _scheme(page: Page) -> str:
    return "dark" if await page.evaluate(_IS_DARK) else "light"


def _told(violation: dict) -> str:
    if violation["impact"] not in _GRAVE:
        return ""
    places = [
        f"    {' '.join(map(str, node['target']))}: {node['html'][:200]}\n"
        f"        {(node.get('failureSummary') or '').replace(chr(10), ' ')}"
        for node in violation["nodes"][:5]
    ]
    more = len(violation["nodes"]) - len(places)
    head = f"{violation['id']} ({violation['impact']}): {violation['help']}"
    return "\n".join([head, *places, *([f"    and {more} more"] if more > 0 else [])])
