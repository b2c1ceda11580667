"""The work that is left for the people at the console, on a marketplace that runs."""

from collections import Counter

import pytest

from dev.console_demonstration import applicants, leave_work
from dev.console_demonstration.announcements import GLASS, GLASS_CLAIM
from dev.console_demonstration.applicants import HANA
from dev.console_demonstration.press_releases import ALL
from dev.graph import Graph

APPLICANTS = {
    person.answers["businessName"]
    for person in vars(applicants).values()
    if isinstance(person, type(HANA))
}

pytestmark = pytest.mark.timeout(240)

APPLICATIONS = """query($first: Int!) { applications(first: $first) { nodes {
  state flags firstSignature { displayName } photos { id } questionnaire { businessName } } } }"""
RELEASES = """query($first: Int!) { pressReleases(first: $first) { nodes {
  state title drafts { number } stakeholders { state }
  comments(first: 10) { nodes { quote } } } } }"""


async def newest(stack, document):
    async with Graph(stack.gateway_url, stack.issuer.token("support", "support")) as graph:
        answer = await graph.answer(document, {"first": 100})
    [found] = answer["data"].values()
    return found["nodes"]


async def leave(stack):
    await leave_work(
        stack.gateway_url,
        stack.issuer,
        services=stack.ports.services,
        mail=stack.mail_folder,
    )


async def test_there_is_work_of_each_kind_and_a_second_try_adds_what_is_missing(stack):
    # given
    token = stack.issuer.token(HANA.subject, "maker", name=HANA.name)
    async with Graph(stack.gateway_url, token) as hana:
        await hana.do("application_start", questionnaire=HANA.answers)

    # when
    await leave(stack)
    await leave(stack)

    # then
    applications = await newest(stack, APPLICATIONS)
    found = {one["questionnaire"]["businessName"]: one for one in applications}
    makers = {what.business for what in ALL}
    # Others wait in the same marketplace for other tests.
    ours = {name: one for name, one in found.items() if name in makers | APPLICANTS}
    assert Counter(one["state"] for name, one in ours.items() if name not in makers) == Counter(
        SUBMITTED=4, IN_REVIEW=3, NEEDS_INFO=1, DECLINED=1
    )
    assert {ours[name]["state"] for name in makers} == {"APPROVED"}
    assert len(ours["雲 Kumo Ceramics"]["photos"]) == 4
    assert ours["मिट्टी Collective"]["firstSignature"]["displayName"] == "Reviewer 2"
    alike = {name for name, one in ours.items() if "POSSIBLE_DUPLICATE" in one["flags"]}
    assert alike == {"Perlen & Co."}

    releases = await newest(stack, RELEASES)
    told = {one["title"]: one for one in releases}
    assert Counter(told[what.title]["state"] for what in ALL) == Counter(
        SUBMITTED=2, IN_REVIEW=3, CHANGES_REQUESTED=1, APPROVED=1
    )
    assert len(told["Leather that remembers"]["drafts"]) == 2
    assert len(told[GLASS.title]["stakeholders"]) == 2
    assert sum(one["title"] == GLASS.title for one in releases) == 1
    # Each remark is about the paragraph that it speaks of.
    assert told[GLASS.title]["comments"]["nodes"][0]["quote"] == GLASS_CLAIM
