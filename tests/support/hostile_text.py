"""What somebody may write who wants more of a page than to be read, or writes as nobody expected.

Whatever of it runs says so in `window.stolen`; whatever is computed becomes 1337.
"""

from playwright.async_api import Page

SCRIPTS = (
    "<script>window.stolen = 1</script>",
    '<img src=x onerror="window.stolen = 1">',
    '" autofocus onfocus="window.stolen = 1" x="',
    "' onmouseover='window.stolen = 1",
    "</textarea><script>window.stolen = 1</script>",
    "</title></style></details><svg onload=window.stolen=1>",
    "--> ]]> <!-- <iframe srcdoc='<script>parent.stolen=1</script>'>",
    "javascript:window.stolen=1",
)
TEMPLATES = ("{{7*191}} {%raw%} ${7*191} #{7*191}", "&lt;b&gt; &amp;amp; &#60;script&#62;")
LETTERS = (
    "Donaudampfschifffahrtsgesellschaftskapitän" * 6,
    "👩🏽‍🎨 🏺 🇵🇹 e\u0301 Z\u0338a\u0337l\u0336",
    "خزف مصنوع يدويًا في بيتنا",
    "O’Brien & Söhne “Ltd” <3",
)
LINES = (*SCRIPTS, *TEMPLATES, *LETTERS)

OVERRIDE = "\u202egnp.exe\u202c the right way round"
"""For a draft: fields of the graph refuse characters that turn a line around."""

ALL = "\n".join(LINES)
SHORT = "</textarea><script>stolen=1</script>\"' {{7*191}} 🏺 خزف &amp;"
"""For fields that take one line of a hundred characters."""
FILE_NAME = "<img src=x onerror=stolen=1>\"' {{7*191}} خزف &amp;"
"""Without a slash, which no file's name may have, and without its ending."""
LINK = "https://shop.example/?a=%22&b={{7*191}}&c='onmouseover='stolen=1"

_FOUND = """() => {
  const said = [];
  if (window.stolen) said.push('a script ran');
  for (const each of document.querySelectorAll('*'))
    for (const name of each.getAttributeNames())
      if (name.startsWith('on')) said.push(`an event handler: ${each.outerHTML.slice(0, 200)}`);
  for (const each of document.querySelectorAll('[href], [src], [action], [formaction]'))
    for (const name of ['href', 'src', 'action', 'formaction'])
      if ((each.getAttribute(name) || '').trim().toLowerCase().startsWith('javascript:'))
        said.push(`an address that runs: ${each.outerHTML.slice(0, 200)}`);
  const foreign = 'iframe[srcdoc*=stolen], script:not([src]):not([type="application/json"])';
  if (document.querySelector(foreign))
    said.push('a script of somebody else');
  if (document.documentElement.textContent.includes('1337')) said.push('a template was computed');
  return said;
}"""


async def ensure_harmless(page: Page) -> None:
    """Nothing of it ran, waits to run, or was computed."""
    found = await page.evaluate(_FOUND)
    assert not found, f"{page.url}\n" + "\n".join(found)


async def ensure_verbatim(page: Page, *texts: str) -> None:
    """Each line stands on the page letter by letter."""
    shown = _plain(await page.evaluate("document.body.textContent"))
    values = await page.evaluate(
        "[...document.querySelectorAll('input, textarea')].map(each => each.value).join('\\n')"
    )
    whole = f"{shown} {_plain(values)}"
    lines = [line for text in texts for line in text.splitlines()]
    missing = [line for line in lines if _plain(line) not in whole]
    assert not missing, f"{page.url} does not show\n" + "\n".join(missing)


def _plain(text: str) -> str:
    return " ".join(text.split())
