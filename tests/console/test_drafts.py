"""A draft in a browser: reading it, and saying something of its paragraphs and words."""

import io
import re

import docx
import pytest
from playwright.async_api import expect

from tests.support import hostile_text
from tests.support.console import address, listening
from tests.support.console_work import MENDED, OPENING, REST
from tests.support.desks import in_review
from tests.support.hostile_text import ensure_harmless, ensure_verbatim
from tests.support.keyboard import by_keyboard
from tests.support.looks import BRIEF, ensure_accessible, photograph
from tests.support.word_drafts import a_draft, saved

pytestmark = pytest.mark.timeout(240)

EMOJI = "🏺🇵🇹 Emoji stand first, then the words to pick out of it."
ARABIC = "خزف مصنوع يدويًا في بيتنا، هدايا لكل يوم"

# A person selects words of a paragraph by their code points.
SELECT = """([words, upTo]) => {
  const all = [...document.querySelectorAll('.draft [id]')];
  const spot = (text, isEnd) => {
    for (const block of all) {
      const at = block.textContent.indexOf(text);
      if (at < 0) continue;
      let left = isEnd ? at + text.length : at;
      const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        if (left <= node.length) return [node, left];
        left -= node.length;
      }
    }
    throw new Error(`no block has ${text}`);
  };
  getSelection().setBaseAndExtent(...spot(words, false), ...spot(upTo || words, true));
}"""
LIT = "[...(CSS.highlights.get('selection') || [])].map(range => range.toString())"


async def select(page, words, up_to=""):
    await page.evaluate(SELECT, [words, up_to])


def draft_of(release, query=""):
    return address("press-releases", release.id) + "/draft" + query


def with_everything():
    document = docx.Document(io.BytesIO(a_draft()))
    for text in (EMOJI, ARABIC, OPENING):
        document.add_paragraph(text)
    return saved(document)


async def said(work, release, reader):
    """The comments as the graph has them."""
    query = (
        "query($id: ID!) { pressRelease(id: $id) { openIssues comments(first: 50) { nodes { text "
        "quote block start end issue visibility replies { text } } } } }"
    )
    async with work.graph(reader) as graph:
        found = (await graph.answer(query, {"id": release.id}))["data"]["pressRelease"]
    return found["comments"]["nodes"]


async def add(page, text):
    await page.get_by_label("Comment", exact=True).fill(text)
    await page.get_by_role("button", name="Add the comment").click()
    await expect(page.get_by_text("Your comment stands in the draft.")).to_be_visible()


async def test_a_paragraph_is_commented_on_without_a_script(desk, work):
    release, paul = await in_review(work, content=with_everything())
    page = (await desk(paul, draft_of(release), script=False)).page

    await (
        page.locator("p", has_text="Oatmeal glaze").locator("xpath=preceding-sibling::a[1]").click()
    )
    await expect(page.locator("#comment .chosen q")).to_have_text("Oatmeal glaze")
    await page.get_by_label("Must be fixed before an approval").check()
    await page.get_by_label("The maker too, with our next letter").check()
    await add(page, "Which oatmeal?")

    [comment] = await said(work, release, paul)
    assert comment["quote"] == "Oatmeal glaze"
    assert (comment["start"], comment["end"]) == (0, 0)
    assert (comment["issue"], comment["visibility"]) == ("OPEN", "MAKER")
    # Its entry leads to the paragraph, which is marked as where one is.
    await page.locator("#comments a.place").click()
    await expect(page.locator(".draft :target")).to_have_text("Oatmeal glaze")

    # Nothing is lost of a form that is refused: without words there is no comment.
    await page.locator("#comment summary").click()
    await page.get_by_label("Comment", exact=True).fill("About nothing.")
    await page.get_by_role("button", name="Add the comment").click()
    await expect(page.get_by_role("alert")).to_contain_text("Choose a paragraph")
    await expect(page.get_by_label("Comment", exact=True)).to_have_value("About nothing.")


async def test_what_is_selected_is_what_the_comment_is_about(desk, work):
    release, paul = await in_review(work, content=with_everything())
    page = (await desk(paul, draft_of(release))).page
    selected = {"words to pick": EMOJI, "🇵🇹 Emoji": EMOJI, "يدويًا في": ARABIC}

    for words in selected:
        await select(page, words)
        await page.locator(".on-selection").click()
        await expect(page.locator("#comment .chosen q")).to_have_text(words)
        assert await page.evaluate(LIT) == [words]
        await add(page, f"Is “{words}” so?")

    comments = {comment["quote"]: comment for comment in await said(work, release, paul)}
    assert set(comments) == set(selected)
    for words, within in selected.items():
        comment = comments[words]
        assert within[comment["start"] : comment["end"]] == words
        # From its entry one comes to the very words.
        await page.locator(".said", has_text=f"Is “{words}” so?").locator("a.place").click()
        await page.wait_for_function(f"words => `${{{LIT}}}` === words", arg=words)
        await expect(page.locator(".draft .current")).to_be_in_viewport()


async def test_a_selection_over_several_paragraphs_becomes_one_of_the_first(desk, work):
    release, paul = await in_review(work)
    page = (await desk(paul, draft_of(release))).page

    await select(page, "draws your dogs on its mugs.", REST[0])
    await page.keyboard.press("c")

    await expect(page.get_by_text("A comment belongs to one paragraph")).to_be_visible()
    await expect(page.locator("#comment .chosen q")).to_have_text("draws your dogs on its mugs.")


async def test_all_of_it_goes_by_keyboard_alone(desk, work):
    release, paul = await in_review(work)
    page = (await desk(paul, draft_of(release))).page
    keyboard = await by_keyboard(page)

    await keyboard.reach("Comment on paragraph 1", "link")
    await keyboard.press("ArrowDown")
    assert (await keyboard.here())[1] == "Comment on paragraph 2"
    await keyboard.press("Enter")
    await keyboard.type("Who says so?")
    await keyboard.press("Escape")
    assert (await keyboard.here())[1] == "Comment on paragraph 2"
    await keyboard.press("c")
    await expect(page.get_by_label("Comment", exact=True)).to_have_value("Who says so?")
    await keyboard.follow("Add the comment", "button")

    [comment] = await said(work, release, paul)
    assert (comment["quote"], comment["text"]) == (OPENING, "Who says so?")


async def test_a_comment_is_answered_settled_opened_again_changed_and_deleted(desk, work):
    release, paul = await in_review(work)
    await work.comment(release, paul, "Who says so?", on="the best pottery", isIssue=True)
    await work.comment(release, paul, "A remark.", on=REST[0])
    page = (await desk(paul, draft_of(release))).page
    entry = page.locator(".said", has_text="Who says so?")

    await entry.locator("summary", has_text="Reply").click()
    await entry.get_by_label("Reply").fill("The maker does.")
    await entry.get_by_role("button", name="Reply").click()
    await expect(entry.locator(".replies")).to_contain_text("The maker does.")
    await entry.locator("summary", has_text="Settle").click()
    await entry.get_by_label("It need not be fixed").check()
    await entry.get_by_role("button", name="Settle it").click()
    await expect(page.get_by_text("It is noted what became")).to_be_visible()
    await expect(page.locator("#settled .count")).to_have_text("1")
    await page.locator("#settled > summary").click()
    await entry.locator("summary", has_text="Open it again").click()
    await entry.get_by_role("button", name="Open it again").click()
    await expect(page.locator("#open .count")).to_have_text("1")

    other = page.locator(".said", has_text="A remark.")
    await other.locator("summary", has_text="Edit").click()
    await other.get_by_label("Your comment").fill("A better remark.")
    await other.get_by_role("button", name="Change it").click()
    await expect(page.locator("#remarks")).to_contain_text("A better remark.")
    changed = page.locator(".said", has_text="A better remark.")
    await changed.locator("summary", has_text="Delete").click()
    await changed.get_by_role("button", name="Delete it").click()
    await expect(page.get_by_text("The comment is deleted.")).to_be_visible()

    [comment] = await said(work, release, paul)
    assert comment["issue"] == "OPEN"
    assert [each["text"] for each in comment["replies"]] == ["The maker does."]


@pytest.mark.parametrize("on", [REST[0], "the best pottery"])
async def test_a_comment_on_a_draft_that_was_replaced_is_kept_and_put_on_the_new_one(
    desk, work, on
):
    release, paul = await in_review(work)
    page = (await desk(paul, draft_of(release))).page
    await select(page, on)
    await page.keyboard.press("c")
    await page.get_by_label("Comment", exact=True).fill("Half a day’s thoughts.")

    await work.sent_back(release, paul, "Please look at the first line.")
    await work.redrafted(release)
    await page.get_by_role("button", name="Add the comment").click()

    await expect(page.get_by_text("A new draft came")).to_be_visible()
    await expect(page.locator(".draft")).to_contain_text(MENDED)
    await expect(page.get_by_label("Comment", exact=True)).to_have_value("Half a day’s thoughts.")
    if on not in REST:
        await expect(page.get_by_text("which is not in this draft")).to_be_visible()
        await page.get_by_role("link", name="Comment on paragraph 2", exact=True).click()
        await expect(page.get_by_label("Comment", exact=True)).to_have_value(
            "Half a day’s thoughts."
        )
    await page.get_by_role("button", name="Add the comment").click()
    await expect(page.get_by_text("Your comment stands in the draft.")).to_be_visible()
    [comment] = await said(work, release, paul)
    assert comment["quote"] == (on if on in REST else MENDED)


async def test_everything_that_was_found_leads_to_its_place_and_is_fair_to_see(desk, work):
    release, paul = await in_review(work, content=with_everything())
    await work.comment(
        release, paul, "Leave out who is best.", on="the best pottery", isIssue=True,
        visibility="MAKER",
    )  # fmt: skip
    await work.comment(release, paul, "A good word.", on="Oatmeal glaze")
    page = (await desk(paul, draft_of(release))).page

    await photograph(page, "draft")
    await ensure_accessible(page)
    await page.locator("#mentions > summary").click()
    await page.locator("#mentions a").first.click()
    await page.wait_for_function(f"{LIT}.length === 1")
    assert "Amazon Handmade" in (await page.evaluate(LIT))[0]
    await page.get_by_role("link", name="Comment on paragraph 2", exact=True).click()
    await photograph(page, "draft-comment", looks=BRIEF)
    await ensure_accessible(page)


async def test_hostile_words_are_only_words(desk, work):
    paul = work.person("Paul", "pr")
    release = await work.hostile_release(paul)
    desk = await desk(paul, draft_of(release))

    await ensure_harmless(desk.page)
    await ensure_verbatim(desk.page, hostile_text.ALL)
    await photograph(desk.page, "draft-hostile", looks=BRIEF)
    await desk.open(address("press-releases", release.id) + "/compare")
    await ensure_harmless(desk.page)
    await desk.open(draft_of(release, "?number=1&comment=%22%3E%3Cscript%3E&start=9&end=-1"))
    await ensure_harmless(desk.page)


async def test_a_draft_of_two_hundred_pages_opens_and_takes_a_comment_at_its_end(desk, work):
    release, paul = await in_review(work, content=a_draft(200))
    desk = await desk(paul)
    page = desk.page

    await desk.open(draft_of(release))
    await expect(page.locator(".draft h1")).to_be_in_viewport()
    await page.get_by_text("Paragraph 5999 of many").scroll_into_view_if_needed()
    await expect(page.get_by_text("Paragraph 5999 of many")).to_be_in_viewport()

    await select(page, "Paragraph 5999 of many")
    await page.keyboard.press("c")
    await expect(page.locator("#comment .chosen q")).to_have_text("Paragraph 5999 of many")
    await expect(page.get_by_label("Comment", exact=True)).to_be_in_viewport()
    await add(page, "At last.")
    [comment] = await said(work, release, paul)
    assert comment["quote"] == "Paragraph 5999 of many"


async def test_what_a_colleague_says_appears_on_the_open_page(desk, work):
    release, paul = await in_review(work)
    page = (await desk(paul, draft_of(release))).page
    await expect(page.get_by_text("Nobody has said anything")).to_be_visible()

    sam = work.person("Sam", "support")
    await listening(page)
    await work.comment(release, sam, "They called, too.", on=REST[0])

    await expect(page.locator(".said")).to_contain_text("They called, too.")
    # What was made anew is lit and led to as before.
    await page.locator("#comments a.place").click()
    await expect(page.locator(".draft .current")).to_have_text(re.compile(re.escape(REST[0])))
