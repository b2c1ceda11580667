"""What the forms of a press release need is told at the field, before anything is sent."""

import pytest

from console.graph import Answer
from tests.support.fake_console import FakeConsole
from tests.support.press_pages import FIRST, PAUL, actor, release, stakeholder

HERE = "/console/press-releases/UFI6MQ%3D%3D"
PLAN = {"sha256": FIRST, "releaseOn": "2026-12-27", "timeZone": "America/New_York"}
ASKS = {"who": "leo", "area": "LEGAL", "need": "REQUIRED"}
SAYS = {"stakeholder": "1", "sha256": FIRST}
LEO = actor("Leo", "STAKEHOLDER")


def a_console(*roles, subject="paul"):
    console = FakeConsole(*roles, subject=subject)
    console.graph.told |= {
        "PressRelease": Answer({"pressRelease": release(stakeholders=[stakeholder()])}),
        "PressReleasePeople": Answer(
            {
                "pressReleaseRepresentatives": [{"who": PAUL, "openItems": 2, "absence": None}],
                "pressReleaseStakeholders": [{"who": LEO, "absence": None}],
            }
        ),
    }
    return console


def mutations(console):
    return [name for name in console.graph.names() if name[0].islower()]


@pytest.mark.parametrize(
    ("action", "sent", "field", "said"),
    [
        ("record-first-contact", {"reference": "T-1"}, "firstContactAt", "Choose when"),
        (
            "record-first-contact",
            {"reference": "T-1", "firstContactAt": "soon"},
            "firstContactAt",
            "Choose a date and a time",
        ),
        ("record-first-contact", {"firstContactAt": "2026-11-02T12:00"}, "reference", "Say where"),
        ("decline", {"reason": "NOSUCH", "words": "No."}, "reason", "Choose a reason"),
        ("decline", {"reason": "OTHER", "words": " "}, "words", "say why it is declined"),
        ("request-changes", {"words": "\n"}, "words", "say what must change"),
        ("add-stakeholder", ASKS | {"area": "NOSUCH"}, "area", "Choose what they are asked for"),
        ("add-stakeholder", ASKS | {"need": ""}, "need", "Choose how much"),
        ("add-stakeholder", ASKS | {"who": ""}, "who", "Choose somebody"),
        ("add-stakeholder", ASKS | {"dueAt": "2026-13-01T12:00"}, "dueAt", "Choose a date"),
        ("approve", PLAN | {"releaseOn": ""}, "releaseOn", "Read the press release again"),
        ("approve", PLAN | {"releaseOn": "zz"}, "releaseOn", "Read the press release again"),
        ("approve", PLAN | {"releaseAt": "zz"}, "releaseAt", "Read the press release again"),
        ("approve", PLAN | {"timeZone": ""}, "timeZone", "Read the press release again"),
        ("make-annotated-draft", {}, "draftNumber", "Choose a draft"),
        ("make-redline", {"fromNumber": "1", "toNumber": "x"}, "toNumber", "whole number"),
    ],
)
async def test_what_cannot_be_read_is_told_at_its_field_and_not_sent(action, sent, field, said):
    console = a_console("pr")

    page = await console.send(f"{HERE}/{action}", form=action, **sent)

    assert page.status_code == 422
    assert f'href="#{action}-{field}"' in page.text
    assert said in page.text
    assert mutations(console) == []


@pytest.mark.parametrize(
    ("verdict", "more", "field", "said"),
    [
        ("NOSUCH", {}, "verdict", "Choose your verdict"),
        ("CHANGES", {}, "text", "In words: say what must change."),
        ("VETO", {"text": "  "}, "text", "In words: say why it must not go out."),
        ("OK_WITH_CONDITIONS", {"text": "If so."}, "conditions", "Conditions: write at least one"),
    ],
)
async def test_a_verdict_that_needs_more_says_of_which_field(verdict, more, field, said):
    form = "answer-as-stakeholder-1"
    console = a_console("stakeholder", subject="leo")

    page = await console.send(
        f"{HERE}/answer-as-stakeholder", form=form, verdict=verdict, **SAYS, **more
    )

    assert page.status_code == 422
    assert f'<a href="#{form}-{field}">{said}' in page.text
    assert f'id="{form}-{field}-error"' in page.text
    assert mutations(console) == []


async def test_what_only_some_verdicts_need_is_not_called_optional():
    page = (await a_console("stakeholder", subject="leo").get(HERE)).text

    for label in ("In words", "Conditions"):
        assert f'{label} <span class="optional">needed if ' in page


@pytest.mark.parametrize("verdict", ["OK", "NOT_RELEVANT"])
async def test_a_verdict_that_needs_no_more_is_sent_as_it_is(verdict):
    console = a_console("stakeholder", subject="leo")
    console.graph.told["pressReleaseAnswerAsStakeholder"] = Answer(
        {"pressReleaseAnswerAsStakeholder": {"userErrors": []}}
    )

    answer = await console.send(f"{HERE}/answer-as-stakeholder", verdict=verdict, **SAYS)

    assert answer.status_code == 303
    assert console.graph.variables("pressReleaseAnswerAsStakeholder")["verdict"] == verdict


async def test_an_approval_is_sent_with_the_plan_that_was_read():
    console = a_console("pr")
    console.graph.told["pressReleaseApprove"] = Answer({"pressReleaseApprove": {"userErrors": []}})

    answer = await console.send(f"{HERE}/approve", **PLAN, releaseAt="10:00:00")

    sent = console.graph.variables("pressReleaseApprove")
    assert answer.status_code == 303
    assert {name: sent[name] for name in PLAN} == PLAN
    assert sent["releaseAt"] == "10:00:00"
