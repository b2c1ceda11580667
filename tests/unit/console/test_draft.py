"""The page of a draft: what it shows of it where all goes well, and where something does not."""

import re

import pytest

from console.graph import Answer, Problem
from console.pages.draft.place import Place, found_again
from console.pages.draft.said import talk
from tests.support.fake_console import AWAY, FakeConsole, links

HERE = "/console/press-releases/r1/draft"
ROSA = {"id": "rosa", "displayName": "Rosa", "role": "PR"}
TOO_LARGE = Problem("RESPONSE_TOO_LARGE", "This is too large to be shown at once.")
HTML = (
    '<article class="draft"><section class="part body"><h1 id="b0">Mugs</h1>'
    '<p id="b1">🏺 Made by hand.</p></section></article>'
)
FOUND = {"mentions": [], "checks": [], "pictures": [], "comments": [], "properties": []}


def a_draft(number=1, sha256="one"):
    return {
        "number": number,
        "uploadedAt": "2030-05-01T12:00:00Z",
        "uploader": None,
        "wordCount": 4,
        "mentionCount": 0,
        "hasTrackedChanges": False,
        "isNewText": False,
        "similarity": None,
        "warnings": [],
        "file": {"name": "a.docx", "size": 900, "url": "http://x/files/a", "sha256": sha256},
    }


def a_release(*drafts, shown=None, state="IN_REVIEW"):
    return Answer(
        {
            "pressRelease": {
                "id": "r1",
                "title": "Dog mugs",
                "type": None,
                "state": state,
                "releaseOn": None,
                "releaseAt": None,
                "timeZone": None,
                "lapsesAt": None,
                "answerDueAt": None,
                "notice": None,
                "maker": None,
                "representative": None,
                "substitute": None,
                "approval": None,
                "present": drafts[-1] if drafts else None,
                "drafts": list(drafts),
                "shown": shown or (drafts[-1] if drafts else None),
            }
        }
    )


def a_reading(html=HTML, **found):
    reading = {"html": html, **FOUND, **found}
    return Answer({"pressRelease": {"draft": {"reading": reading}}})


def a_comment(id="c1", **changes):
    return {
        "id": id,
        "draftNumber": 1,
        "block": "b1",
        "start": 2,
        "end": 6,
        "quote": "Made",
        "anchors": [],
        "text": "By whom?",
        "visibility": "INTERNAL",
        "isSent": False,
        "issue": "NONE",
        "author": ROSA,
        "replies": [],
        "resolver": None,
        "createdAt": "2030-05-02T12:00:00Z",
        "updatedAt": "2030-05-02T12:00:00Z",
        "etag": "1",
    } | changes


def comments(*nodes, after=None):
    page = {"hasNextPage": after is not None, "endCursor": after}
    return Answer({"pressRelease": {"comments": {"nodes": list(nodes), "pageInfo": page}}})


def a_console(*roles, release=None, reading=None, said=None):
    console = FakeConsole(*(roles or ("pr",)))
    console.graph.told |= {
        "PressDraft": release or a_release(a_draft()),
        "PressDraftReading": reading or a_reading(),
        "PressDraftComments": said or comments(),
    }
    return console


async def test_every_page_of_comments_is_read():
    def said(variables):
        if variables["after"] is None:
            return comments(a_comment("c1"), after="more")
        return comments(a_comment("c2", text="And with what?"))

    page = await a_console(said=said).get(HERE)

    assert "By whom?" in page.text
    assert "And with what?" in page.text


async def test_a_draft_that_is_too_large_is_shown_by_its_words():
    console = a_console(
        reading=Answer({"pressRelease": {"draft": {"reading": None}}}, {"": TOO_LARGE})
    )
    blocks = [
        {"id": "b0", "place": "BODY", "text": "Mugs", "headingLevel": 9},
        {"id": "b1", "place": "CELL", "text": "<script>\n1", "headingLevel": None},
        {"id": "b2", "place": "HEADER", "text": "Not before May", "headingLevel": None},
    ]
    console.graph.told["PressDraftText"] = Answer(
        {"pressRelease": {"draft": {"reading": {"blocks": blocks, **FOUND}}}}
    )

    page = await console.get(HERE)

    assert "too large to be shown whole" in page.text
    assert '<h6 id="b0">Mugs</h6>' in page.text
    assert '<p id="b1">&lt;script&gt;<br>\n1</p>' in page.text
    assert '<section class="part header">' in page.text


async def test_one_whose_words_alone_are_too_large_is_left_to_word():
    away = Answer({"pressRelease": None}, {"": TOO_LARGE})
    console = a_console(reading=away)
    console.graph.told["PressDraftText"] = away

    page = await console.get(HERE)

    assert page.status_code == 200
    assert "Open the Word file" in page.text


async def test_what_cannot_be_read_is_told_and_the_rest_is_shown():
    gone = Answer({"pressRelease": None}, {"pressRelease": AWAY})
    page = await a_console(reading=gone, said=comments(a_comment())).get(HERE)

    assert AWAY.message in page.text
    assert "By whom?" in page.text
    assert links(page.text, "Try again") == [f"{HERE}?number=1"]
    page = await a_console(said=gone).get(HERE)
    assert "🏺 Made by hand." in page.text
    assert AWAY.message in page.text


async def test_nothing_at_all_is_a_page_that_says_so():
    gone = Answer({"pressRelease": None}, {"pressRelease": AWAY})

    page = await a_console(release=gone, reading=gone, said=gone).get(HERE)

    assert page.status_code == 503
    assert AWAY.message in page.text


@pytest.mark.parametrize("query", ["?number=7", "?number=x", "?number=-1"])
async def test_a_draft_that_there_is_not_is_no_page(query):
    release = a_release(a_draft())
    release.data["pressRelease"]["shown"] = None

    assert (await a_console(release=release).get(HERE + query)).status_code == 404


async def test_before_the_first_draft_the_page_says_so():
    page = await a_console(release=a_release(state="DRAFT"), reading=Answer()).get(HERE)

    assert page.status_code == 200
    assert "not uploaded a draft yet" in page.text


@pytest.mark.parametrize(
    ("roles", "comments_on", "tells_maker", "settles"),
    [
        (["pr"], True, True, True),
        (["pr_lead"], True, True, True),
        (["support"], True, False, False),
        (["stakeholder"], True, False, False),
        (["admin"], False, False, False),
    ],
)
async def test_everybody_is_offered_what_they_may_do(roles, comments_on, tells_maker, settles):
    page = await a_console(*roles, said=comments(a_comment())).get(HERE)

    assert (f"{HERE}/add" in page.text) is comments_on
    assert ("The maker too" in page.text) is tells_maker
    assert (f"{HERE}/resolve" in page.text) is settles


async def test_where_nothing_stands_nothing_is_commented_on():
    picture = '<figure class="picture" data-picture="p1"></figure>'
    html = HTML.replace(
        "</section>",
        '<p id="b2"> </p><p id="b3"></p><div id="b4" class="wordless"></div>'
        f'<div id="b5" class="wordless">{picture}</div></section>',
    )

    page = (await a_console("pr", reading=a_reading(html)).get(HERE)).text

    assert re.findall(r'class="at"[^>]*data-block="(b\d)"', page) == ["b0", "b1", "b5"]


async def test_an_earlier_draft_is_read_and_not_commented_on():
    first, second = a_draft(1), a_draft(2, "two")

    page = await a_console(release=a_release(first, second, shown=first)).get(f"{HERE}?number=1")

    assert "This is an earlier draft" in page.text
    assert f"{HERE}/add" not in page.text


async def test_the_address_chooses_a_place_and_cannot_say_what_stands_there():
    console = a_console()

    page = await console.get(f"{HERE}?comment=b1&start=0&end=1&quote=Never+said")

    assert '<q class="quote" dir="auto">🏺</q>' in page.text
    assert "Never said" not in page.text
    page = await console.get(f"{HERE}?comment=b1&start=5&end=999")
    assert "About the whole paragraph" in page.text


async def test_a_comment_is_sent_with_the_draft_that_was_read():
    console = a_console()
    console.graph.told["pressCommentAdd"] = Answer({"pressCommentAdd": {"userErrors": []}})

    answer = await console.send(
        f"{HERE}/add", csrf="token", form="add", number="1", sha256="one", block="b1", start="2",
        end="6", quote="Made", text="By whom?", visibility="INTERNAL", request_id="r",
    )  # fmt: skip

    assert answer.headers["location"].startswith(f"{HERE}?number=1&done=add.")
    assert console.graph.variables("pressCommentAdd") == {
        "id": "r1", "sha256": "one", "block": "b1", "start": 2, "end": 6, "text": "By whom?",
        "visibility": "INTERNAL", "isIssue": False, "requestId": "r",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("action", "sent", "field"),
    [
        ("add", {"block": "b1", "text": "Why?", "visibility": "NOSUCH"}, "visibility"),
        ("add", {"block": "b1", "text": " ", "visibility": "INTERNAL"}, "text"),
        ("resolve", {"issue": "NOSUCH"}, "issue"),
        ("reply", {"text": "", "visibility": "INTERNAL"}, "text"),
    ],
)
async def test_what_cannot_be_read_is_told_at_its_field_and_not_sent(action, sent, field):
    console = a_console("pr", said=comments(a_comment(issue="OPEN")))

    page = await console.send(f"{HERE}/{action}", form=action, comment="c1", **sent)

    assert page.status_code == 422
    assert f'href="#{action}-{field}"' in page.text
    assert not [name for name in console.graph.names() if name.startswith("pressComment")]


@pytest.mark.parametrize("action", ["reply", "resolve", "update", "delete"])
async def test_nothing_is_done_with_a_comment_on_another_press_release(action):
    console = a_console("pr", said=comments(a_comment("c1")))

    page = await console.send(
        f"{HERE}/{action}", comment="of-another", text="All my words", issue="OPEN"
    )

    assert page.status_code == 404
    assert "There is no such comment on this press release" in page.text
    assert "All my words" in page.text
    assert not [name for name in console.graph.names() if name.startswith("pressComment")]


async def test_a_comment_on_a_draft_that_was_replaced_comes_with_the_new_one():
    new = HTML.replace("b1", "b4")
    console = a_console(
        release=a_release(a_draft(1), a_draft(2, "two")), reading=a_reading(html=new)
    )
    stale = {
        "__typename": "StaleError",
        "code": "DRAFT_CHANGED",
        "message": "There is a newer draft.",
    }
    console.graph.told["pressCommentAdd"] = Answer({"pressCommentAdd": {"userErrors": [stale]}})

    page = await console.send(
        f"{HERE}/add", csrf="token", form="add", number="1", sha256="one", block="b1", start="2",
        end="6", quote="Made", text="By whom?",
    )  # fmt: skip

    assert page.status_code == 409
    assert console.graph.variables("PressDraftReading")["number"] is None
    assert "A new draft came" in page.text
    assert "By whom?</textarea>" in page.text
    for name, value in {"block": "b4", "start": 2, "end": 6, "sha256": "two"}.items():
        assert f'name="{name}" value="{value}"' in page.text


@pytest.mark.parametrize(
    ("changes", "is_kept"), [({}, False), ({"isSent": True}, True), ({"author": None}, True)]
)
async def test_what_was_typed_is_shown_where_its_form_is_gone(changes, is_kept):
    comment = a_comment(**changes)
    console = a_console(said=comments(comment))
    sent = {"__typename": "PolicyError", "code": "COMMENT_SENT", "message": "Sent.", "subject": ""}
    console.graph.told["pressCommentUpdate"] = Answer(
        {"pressCommentUpdate": {"userErrors": [sent]}}
    )
    [said] = talk([comment], None, 1, {}).all

    page = await console.send(
        f"{HERE}/update",
        csrf="token",
        form=f"update-{said.key}",
        comment="c1",
        text="Better words.",
    )

    assert page.status_code == 422
    assert "Better words." in page.text
    assert ("its form is not offered any more" in page.text) is is_kept


@pytest.mark.parametrize(
    ("quote", "is_whole", "place"),
    [
        ("Made", False, Place("b1", 2, 6, "Made")),
        ("🏺 Made by hand.", True, Place("b1", 0, 0, "🏺 Made by hand.")),
        ("Made", True, Place(quote="Made")),
        ("Bought", False, Place(quote="Bought")),
        ("", False, Place()),
    ],
)
def test_words_are_found_again_in_another_draft(quote, is_whole, place):
    assert found_again(quote, is_whole, HTML) == place


def test_a_comment_stands_where_it_was_carried_to():
    carried = {"draftNumber": 2, "block": "b3", "start": 1, "end": 5, "isOutdated": False}
    lost = {"draftNumber": 2, "block": None, "start": 0, "end": 0, "isOutdated": True}
    all_of_them = [
        a_comment("c1", anchors=[carried]),
        a_comment("c2", anchors=[lost]),
        a_comment("c3", draftNumber=3),
        a_comment("c4", draftNumber=2, block="b0", issue="OPEN"),
        a_comment("c5", draftNumber=2, block="b0", issue="FIXED"),
    ]

    told = talk(all_of_them, None, 2, {"b0": 0, "b3": 1})

    assert [each.comment["id"] for each in told.open] == ["c4"]
    assert [(each.comment["id"], each.block, each.start) for each in told.remarks] == [
        ("c1", "b3", 1)
    ]
    assert [each.comment["id"] for each in told.settled] == ["c5"]
    assert [(each.comment["id"], each.is_gone) for each in told.elsewhere] == [
        ("c2", True),
        ("c3", False),
    ]
    assert {block: count for block, (_, count) in told.counts().items()} == {"b0": 2, "b3": 1}


async def test_what_must_be_fixed_is_open_to_see_whichever_draft_it_was_said_of():
    of_the_draft_before = a_comment("c1", issue="OPEN", text="Who says so?")
    a_remark_there = a_comment("c2", text="A fine word.")
    console = a_console(
        release=a_release(a_draft(1), a_draft(2, sha256="two")),
        said=comments(of_the_draft_before, a_remark_there),
    )

    page = (await console.get(HERE)).text

    must_be_fixed, folded = (
        page.index('<details class="group" id="open" open>'),
        page.index('<details class="group" id="elsewhere">'),
    )
    assert must_be_fixed < page.index("Who says so?") < folded < page.index("A fine word.")
    assert "in draft 1; not in this one" in page


@pytest.mark.parametrize("code", ["NOT_FOUND", "FORBIDDEN", "INVALID", "BAD_USER_INPUT"])
async def test_what_is_not_there_for_somebody_is_no_page(code):
    problem = {"pressRelease": Problem(code, "No.")}
    console = a_console(release=Answer({"pressRelease": None}, problem))

    assert (await console.get(HERE)).status_code == 404


async def test_while_the_service_is_away_what_was_sent_can_be_sent_again_as_the_same():
    console = a_console(release=Answer({"pressRelease": None}, {"pressRelease": AWAY}))
    console.graph.told["pressCommentAdd"] = Answer(problems={"pressCommentAdd": AWAY})

    answer = await console.send(
        f"{HERE}/add", request_id="4711", number="1", block="b1", text="All my words", isIssue="yes"
    )

    assert answer.status_code == 503
    assert "It may not have been done" in answer.text
    assert "not sent to anybody" not in answer.text
    assert f'action="{HERE}/add"' in answer.text
    for name, value in {
        "request_id": "4711",
        "number": "1",
        "block": "b1",
        "isIssue": "yes",
    }.items():
        assert f'<textarea name="{name}" hidden>{value}</textarea>' in answer.text
    assert '<textarea name="text" hidden>All my words</textarea>' in answer.text


async def test_of_what_may_have_been_done_nobody_is_told_that_it_was_not():
    console = a_console("admin")
    console.graph.told["pressCommentAdd"] = Answer(problems={"pressCommentAdd": AWAY})

    answer = await console.send(f"{HERE}/add", block="b1", text="All my words")

    assert "It may have been done: this page shows how it is now." in answer.text
    assert "It was not sent to anybody." not in answer.text
    assert "All my words" in answer.text
