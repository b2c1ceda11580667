"""Who of the press team is away: who may say so, and from when until when."""

import pytest

from console.form import Form, Unreadable
from console.graph import Answer
from console.pages import absences
from tests.support.fake_console import AWAY, FakeConsole

NAMES = {"rosa": "Rosa", "sam": "Sam", "kim": "Kim"}
TEAM = {
    subject: {"id": subject, "displayName": name, "role": "PR"} for subject, name in NAMES.items()
}


def of_team(**substitutes):
    """The press team, some of whom are away."""
    return Answer(
        {
            "colleagues": [
                {
                    "who": who,
                    "openItems": 1,
                    "lastSeenAt": "2030-05-31T12:00:00Z",
                    "absence": {
                        "startsAt": "2030-05-31T00:00:00Z",
                        "endsAt": "2030-06-08T00:00:00Z",
                        "substitute": TEAM[substitutes[subject]],
                    }
                    if subject in substitutes
                    else None,
                }
                for subject, who in TEAM.items()
            ]
        }
    )


def a_console(*roles, team):
    console = FakeConsole(*roles)
    console.graph.told["ColleaguesPress"] = team
    return console


def day(text, read):
    return read(Form({"day": [text]}), "day")


@pytest.mark.parametrize(
    ("roles", "status"),
    [(["pr"], 200), (["pr_lead"], 200), (["support"], 200), (["admin"], 200),
     (["reviewer"], 404), (["stakeholder"], 404)],
)  # fmt: skip
async def test_it_is_for_the_press_team_and_who_helps_it(roles, status):
    page = await a_console(*roles, team=of_team()).get("/console/absences")

    assert page.status_code == status
    assert ("/console/absences/set" in page.text) is (roles in (["pr"], ["pr_lead"]))


async def test_one_ends_ones_own_absence_and_the_lead_anybodys():
    team = of_team(rosa="sam", kim="sam")

    own = (await a_console("pr", team=team).get("/console/absences")).text
    leads = (await a_console("pr_lead", team=team).get("/console/absences")).text

    assert own.count("/console/absences/end") == own.count("I am back") == 1
    assert leads.count("/console/absences/end") == 2
    assert 'name="representative" value="kim"' in leads


async def test_nobody_stands_in_for_themselves():
    page = (await a_console("pr", team=of_team()).get("/console/absences")).text

    assert '<option value="sam">' in page
    assert '<option value="rosa">' not in page


async def test_days_are_sent_as_the_moments_between_which_somebody_is_away():
    console = a_console("pr", team=of_team())
    console.graph.told["pressAbsenceSet"] = Answer({"pressAbsenceSet": {"userErrors": []}})

    sent = await console.send(
        "/console/absences/set", substitute="sam", startsAt="2030-06-03", endsAt="2030-06-07"
    )

    assert sent.status_code == 303
    assert sent.headers["location"].startswith("/console/absences?done=set.")
    given = console.graph.variables("pressAbsenceSet")
    assert (given["startsAt"], given["endsAt"], given["representative"]) == (
        "2030-06-03T00:00:00+00:00",
        "2030-06-08T00:00:00+00:00",
        None,
    )


async def test_days_are_those_of_whoever_types_them():
    console = a_console("pr", team=of_team())
    console.graph.told["pressAbsenceSet"] = Answer({"pressAbsenceSet": {"userErrors": []}})

    await console.send(
        "/console/absences/set",
        substitute="sam",
        startsAt="2030-11-24",
        endsAt="2030-11-24",
        startsAtZone="Europe/Berlin",
    )

    given = console.graph.variables("pressAbsenceSet")
    assert (given["startsAt"], given["endsAt"]) == (
        "2030-11-24T00:00:00+01:00",
        "2030-11-25T00:00:00+01:00",
    )


async def test_the_last_day_is_told_as_one_that_belongs_to_the_absence():
    page = (await a_console("pr", team=of_team(rosa="sam")).get("/console/absences")).text

    assert "Up to and including" in page
    assert "data-day>7 June 2030</time>" in page
    assert "8 Jun" not in page


async def test_without_a_last_day_nothing_is_sent():
    console = a_console("pr", team=of_team())

    page = await console.send("/console/absences/set", substitute="sam", form="set")

    assert page.status_code == 422
    assert "Say the last day." in page.text
    assert '<option value="sam" selected>' in page.text
    assert console.graph.names() == ["ColleaguesPress"]


async def test_a_service_that_is_away_is_said():
    page = await a_console("pr", team=Answer(problems={"colleagues": AWAY})).get(
        "/console/absences"
    )

    assert AWAY.message in page.text
    assert "/console/absences/set" not in page.text


@pytest.mark.parametrize("text", ["tomorrow", "2030-13-01", "01.06.2030", "20300601", "٢٠٣٠-٠١-٠١"])
def test_what_is_no_day_is_refused(text):
    with pytest.raises(Unreadable, match="such as 2030-06-01"):
        day(text, absences.last_day)


def test_a_first_day_may_be_left_out():
    assert day(" ", absences.first_day) is None
