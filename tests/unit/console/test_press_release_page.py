"""The page of a press release, and of the files made of it, as they are sent to a browser."""

import pytest

from console.graph import Answer
from console.pages.press_release.acts import ACTIONS
from tests.support.fake_console import AWAY, FakeConsole, links
from tests.support.press_pages import NOW, SECOND, draft, entry, obstacle, release, stakeholder
from tests.support.press_pages import PAUL as REPRESENTATIVE

HERE = "/console/press-releases/UFI6MQ%3D%3D"
WORDS = "Please leave out who is best."
LETTER = {"subject": "Press release 1", "text": f"Dear Ada, {WORDS}", "language": "de"}
PEOPLE = {
    "pressReleaseRepresentatives": [{"who": REPRESENTATIVE, "openItems": 2, "absence": None}],
    "pressReleaseStakeholders": [],
}
# What each query of the pages asks for.
QUERIES = {
    "PressRelease": ["pressRelease"],
    "PressPeople": list(PEOPLE),
    "Letter": ["pressReleaseLetterPreview"],
}


class Marketplace:
    """What the graph tells of it, of which some may be away, and what was changed."""

    def __init__(self, console):
        self.release = release()
        self.data = dict(PEOPLE) | {"pressReleaseLetterPreview": LETTER}
        self.away = set()
        self._asked = console.graph.asked
        for name in QUERIES:
            console.graph.told[name] = lambda given, names=QUERIES[name]: self._told(names)
        for action in ACTIONS.values():
            field = action.mutation
            console.graph.told[field] = lambda given, field=field: self._told([field])

    @property
    def changes(self):
        """Each mutation with what it was given."""
        return [(name, given) for name, given in self._asked if name not in QUERIES]

    def _told(self, names):
        data = self.data | {"pressRelease": self.release}
        return Answer(
            {name: None if name in self.away else data.get(name) for name in names},
            {name: AWAY for name in names if name in self.away},
        )


@pytest.fixture
def paul():
    """The browser of who represents it."""
    return FakeConsole("pr", subject="paul", now=NOW)


@pytest.fixture
def graph(paul):
    return Marketplace(paul)


async def post(browser, name, **fields):
    return await browser.send(f"{HERE}/{name}", **fields)


def refused(kind, code, message, **more):
    error = {"__typename": kind, "code": code, "message": message, **more}
    return {"userErrors": [error], "pressRelease": None}


def word_file(state="READY", **changes):
    made = {
        "id": "1",
        "state": state,
        "expiresAt": "2026-11-23T12:00:00Z",
        "failure": None,
        "warnings": [],
        "proof": {
            "verified": True,
            "acceptEqualsNew": True,
            "rejectEqualsOld": True,
            "exactComments": None,
            "movedComments": None,
            "difference": None,
        },
        "file": {"name": "v1 to v2.docx", "size": 9, "sha256": SECOND, "url": "http://x/files/9"},
    } | changes
    return {"userErrors": [], "wordFile": made}


async def test_the_page_says_what_is_next_and_for_whom(graph, paul):
    page = await paul.get(HERE)

    assert page.status_code == 200
    assert "Next for you" in page.text
    assert "Nothing stands against an approval." in page.text
    assert 'data-live="/console/live/press_release?id=UFI6MQ%3D%3D"' in page.text


async def test_what_stands_against_an_approval_leads_to_where_it_is_cured(graph, paul):
    graph.release = release(
        stakeholders=[stakeholder()],
        approvalObstacles=[
            obstacle("REQUIRED_SIGNOFF_MISSING", "stakeholders.1"),
            obstacle("OPEN_ISSUES", "comments"),
            obstacle("AUTHORITY_MISSING", "authority"),
        ],
    )

    page = (await paul.get(HERE)).text

    assert 'href="#stakeholder-1"' in page
    assert 'id="stakeholder-1"' in page
    assert f'href="{HERE}/draft#open"' in page
    assert 'href="#intake"' in page
    assert f'action="{HERE}/approve"' not in page


async def test_while_the_service_is_away_that_is_said_and_what_was_typed_is_kept(graph, paul):
    graph.away = {"pressRelease", "pressReleaseDecline"}

    read = await paul.get(HERE)
    sent = await post(
        paul, "decline",
        form="decline", request_id="0198", sha256="a", reason="OTHER", words=WORDS,
    )  # fmt: skip

    assert (read.status_code, sent.status_code) == (503, 503)
    assert "Try again" in read.text
    assert WORDS in sent.text
    assert f'action="{HERE}/decline"' in sent.text
    assert '<textarea name="request_id" hidden>0198</textarea>' in sent.text


async def test_without_the_names_of_colleagues_the_rest_works(graph, paul):
    graph.away = {"pressReleaseRepresentatives", "pressReleaseStakeholders"}

    page = await paul.get(HERE)

    assert page.status_code == 200
    assert page.text.count("This part does not answer at the moment.") == 2
    assert f'action="{HERE}/approve"' in page.text


async def test_a_letter_is_shown_before_anything_is_decided(graph, paul):
    page = await post(
        paul, "preview-approve",
        form="approve", sha256=graph.release["draft"]["file"]["sha256"], words=WORDS,
        releaseOn="2026-12-27", releaseAt="", timeZone="America/New_York",
        conditions=["Not before the shop opens.", ""],
    )  # fmt: skip

    assert page.status_code == 200
    assert f'<div class="prose" lang="de" dir="auto">Dear Ada, {WORDS}</div>' in page.text
    assert 'value="Not before the shop opens."' in page.text
    assert "has changed since" not in page.text
    assert graph.changes == []


async def test_a_letter_that_cannot_be_shown_costs_no_word(graph, paul):
    graph.away = {"pressReleaseLetterPreview"}

    page = await post(paul, "preview-decline", form="decline", words=WORDS, reason="OTHER")

    assert page.status_code == 200
    assert "The letter cannot be shown" in page.text
    assert WORDS in page.text


@pytest.mark.parametrize("name", ["preview-take", "preview-nothing", "nothing"])
async def test_there_is_no_letter_and_no_action_of_another_name(graph, paul, name):
    assert (await post(paul, name)).status_code == 404


async def test_what_is_wrong_stands_at_its_field(graph, paul):
    graph.data["pressReleaseApprove"] = refused(
        "InvalidFieldError", "TOO_LONG", "At most 500 characters.", path=["conditions", "0"]
    )

    plan = {"sha256": "a", "releaseOn": "2026-12-27", "timeZone": "UTC"}
    page = await post(paul, "approve", form="approve", conditions=["x"], words=WORDS, **plan)

    assert page.status_code == 422
    assert 'id="approve-conditions-error"' in page.text
    assert WORDS in page.text


async def test_whoever_was_too_late_hears_what_the_other_did_and_keeps_their_words(graph, paul):
    graph.release = release("APPROVED", timeline=[entry("approved", REPRESENTATIVE)])
    graph.data["pressReleaseDecline"] = refused(
        "StateError", "PRESS_RELEASE_NOT_IN_REVIEW", "It is approved."
    )

    page = await post(
        paul, "decline", form="decline", sha256="a", reason="NOT_ACCURATE", words=WORDS
    )

    assert page.status_code == 409
    assert "Not accurate" in page.text
    assert "NOT_ACCURATE" not in page.text
    assert "Paul, 27 hours ago: approved." in page.text
    assert 'id="kept"' in page.text
    assert WORDS in page.text


async def test_what_is_refused_for_itself_is_not_told_as_somebody_elses_doing(graph, paul):
    graph.data["pressReleaseRequestChanges"] = refused("StateError", "ROUNDS_USED", "Two times.")

    page = await post(paul, "request-changes", form="request-changes", sha256="a", words=WORDS)

    assert page.status_code == 409
    assert "Two times." in page.text
    assert "This page shows how it is now." not in page.text


async def test_what_was_approved_is_bound_to_the_document_and_the_plan_that_were_read(graph, paul):
    graph.data["pressReleaseApprove"] = {"userErrors": [], "pressRelease": None}

    answer = await post(
        paul, "approve",
        request_id="0198", sha256="read", releaseOn="2026-12-27", releaseAt="09:30:00",
        timeZone="America/New_York", conditions=["One", " "],
    )  # fmt: skip

    assert answer.headers["location"].startswith(f"{HERE}?done=approve.")
    assert graph.changes == [
        (
            "pressReleaseApprove",
            {
                "id": "UFI6MQ==",
                "requestId": "0198",
                "sha256": "read",
                "releaseOn": "2026-12-27",
                "releaseAt": "09:30:00",
                "timeZone": "America/New_York",
                "conditions": ["One"],
                "words": None,
                "overrideReason": None,
            },
        )
    ]


async def test_a_file_that_is_asked_for_has_a_page_of_its_own(graph, paul):
    graph.data["pressReleaseMakeRedline"] = word_file("PREPARING", file=None, proof=None)

    asked = await post(paul, "make-redline", fromNumber="1", toNumber="2")
    page = await paul.get(f"{HERE}/files/redline?fromNumber=1&toNumber=2")

    assert asked.headers["location"] == f"{HERE}/files/redline?fromNumber=1&toNumber=2"
    assert "It is being made" in page.text
    # Who has no script sees it as well, and who has one is not reloaded under their hands.
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in page.text
    assert "download" not in page.text


async def test_the_record_is_asked_for_with_one_button_and_says_that_it_is_for_the_inside(
    graph, paul
):
    graph.data["pressReleaseMakeRecord"] = word_file()

    offered = await paul.get(HERE)
    asked = await post(paul, "make-record")
    page = (await paul.get(f"{HERE}/files/record")).text
    led = (await paul.get(f"{HERE}/files/record", "cross-site")).text

    assert offered.text.count(f'action="{HERE}/make-record"') == 1
    assert asked.headers["location"] == f"{HERE}/files/record"
    assert "For the inside only" in page
    assert 'href="/files/9"' in page
    assert "word for word" not in page
    assert f'action="{HERE}/make-record"' in led


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
async def test_who_is_led_to_a_file_by_another_site_is_asked_first(graph, paul, site):
    path = f"{HERE}/files/annotated?draftNumber=1&forMaker=True"

    page = await paul.get(path, site)

    assert graph.changes == []
    assert "nothing was begun" in page.text
    assert f'action="{HERE}/make-annotated-draft"' in page.text
    # The button asks for the same one.
    graph.data["pressReleaseMakeAnnotatedDraft"] = word_file()
    asked = await post(paul, "make-annotated-draft", draftNumber="1", forMaker="yes")
    assert asked.headers["location"] == path


@pytest.mark.parametrize("site", ["same-origin", "none", None])
async def test_who_comes_by_themselves_or_from_us_is_not_asked(graph, paul, site):
    await paul.get(f"{HERE}/files/redline?fromNumber=1&toNumber=2", site)

    assert [name for name, _ in graph.changes] == ["pressReleaseMakeRedline"]


async def test_a_file_that_is_ready_says_how_it_was_proven_and_until_when_it_is_kept(graph, paul):
    graph.data["pressReleaseMakeRedline"] = word_file()

    page = (await paul.get(f"{HERE}/files/redline?fromNumber=1&toNumber=2")).text

    assert "It is ready, and was read back" in page
    assert 'href="/files/9"' in page
    assert "23 Nov 2026, 12:00 UTC" in page
    assert "refresh" not in page


async def test_what_is_not_proven_says_so_with_the_first_difference(graph, paul):
    proof = word_file()["wordFile"]["proof"] | {
        "verified": False,
        "acceptEqualsNew": False,
        "difference": "In the body: expected “mug”, is “mugs”.",
    }
    warning = {"code": "NOT_PROVEN", "message": "Not proven.", "subject": None}
    graph.data["pressReleaseMakeRedline"] = word_file(proof=proof, warnings=[warning])

    page = (await paul.get(f"{HERE}/files/redline")).text

    assert "It is ready, but not proven" in page
    assert "accepting all its changes does not give the later draft." in page
    assert "expected “mug”, is “mugs”" in page
    assert "read back</p>" not in page


async def test_a_file_that_failed_says_why_and_what_to_do(graph, paul):
    failure = "It took too long. Try again in a minute."
    made = word_file("FAILED", failure=failure, file=None, proof=None)
    graph.data["pressReleaseMakeAnnotatedDraft"] = made

    page = (await paul.get(f"{HERE}/files/annotated?draftNumber=1")).text

    assert failure in page
    assert "Try again" in page


async def test_a_file_that_cannot_be_made_says_why(graph, paul):
    graph.data["pressReleaseMakeRedline"] = {
        "userErrors": [{"__typename": "PolicyError", "code": "ONE", "message": "Only one draft."}],
        "wordFile": None,
    }

    assert "Only one draft." in (await paul.get(f"{HERE}/files/redline")).text
    assert (await paul.get(f"{HERE}/files/nothing")).status_code == 404
    assert (await paul.get(f"{HERE}/files/redline?fromNumber=x")).status_code == 404


async def test_a_file_is_still_told_of_while_it_cannot_be_asked_for(graph, paul):
    graph.away = {"pressReleaseMakeRedline"}

    page = await paul.get(f"{HERE}/files/redline?fromNumber=1")

    assert page.status_code == 200
    assert "This part does not answer at the moment." in page.text


async def test_a_release_of_many_drafts_offers_the_last_two_to_compare(graph, paul):
    graph.release = release(drafts=[draft(1), draft(2), draft(3, SECOND)])

    page = (await paul.get(HERE)).text

    assert '<option value="2" selected>Draft 2</option>' in page
    assert '<option value="3" selected>Draft 3</option>' in page


async def test_the_page_leads_to_who_did_what_with_it(graph, paul):
    page = (await paul.get(HERE)).text

    assert links(page, "Who did what with it") == ["/console/activity?object=UFI6MQ%3D%3D"]
