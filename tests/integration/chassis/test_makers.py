"""Who may act for a maker, from the copy of makers."""

import pytest

from chassis.caller import ANONYMOUS, Caller, Role
from chassis.errors import InvalidRequest
from chassis.makers import GrantMissing, Makers, NoMaker, copy_of_makers
from handmade.applications.v1 import maker_pb2 as pb
from handmade.applications.v1 import maker_pb2_grpc
from tests.support.frames import served

MINE = "makers/01890a5d-ac96-774b-bcce-b302099a8057"
OTHER = "makers/01890a5d-ac96-774b-bcce-b302099a8058"
MIA = Caller(subject="mia", roles=frozenset({Role.MAKER}))
TOM = Caller(subject="tom", roles=frozenset({Role.MAKER}))
AGENCY = Caller(subject="agency", roles=frozenset({Role.PARTNER}))


def a_maker(**changes):
    return {
        "_id": MINE,
        "revision": 1,
        "subject": "mia",
        "display_name": "Mia's Pots",
        "country": "US",
        "states": {"NA": "ACTIVE", "EU": "GRANTED"},
        "ready_countries": ["US"],
        "grants": [{"partner": "agency", "scopes": ["catalog:write"]}],
    } | changes


@pytest.fixture
async def makers(db):
    makers = Makers(db)
    await makers.prepare()
    await db["makers"].insert_many([a_maker(), a_maker(_id=OTHER, subject="ola", grants=[])])
    return makers


@pytest.mark.parametrize(
    ("who", "name", "scope", "outcome"),
    [
        pytest.param(MIA, "", "catalog:write", MINE, id="a maker for herself"),
        pytest.param(MIA, MINE, "catalog:write", MINE, id="a maker who names herself"),
        pytest.param(MIA, OTHER, "catalog:write", GrantMissing, id="a maker for another"),
        pytest.param(TOM, "", "catalog:write", NoMaker, id="somebody who never applied"),
        pytest.param(TOM, MINE, "catalog:write", GrantMissing, id="somebody for a maker"),
        pytest.param(AGENCY, MINE, "catalog:write", MINE, id="a partner with the grant"),
        pytest.param(AGENCY, MINE, "press:write", GrantMissing, id="a partner, another scope"),
        pytest.param(AGENCY, OTHER, "catalog:write", GrantMissing, id="a partner, no grant"),
        pytest.param(AGENCY, "", "catalog:write", GrantMissing, id="a partner for nobody"),
        pytest.param(ANONYMOUS, "", "catalog:write", NoMaker, id="a stranger"),
        pytest.param(MIA, "makers/x", "catalog:write", InvalidRequest, id="no name at all"),
    ],
)
async def test_who_acts_for_whom(makers, who, name, scope, outcome):
    if isinstance(outcome, str):
        assert (await makers.acting(who, name, scope)).name == outcome
    else:
        with pytest.raises(outcome):
            await makers.acting(who, name, scope)


async def test_a_partner_that_names_no_maker_is_told_to(makers):
    with pytest.raises(GrantMissing, match=r"^Name in `maker` the maker you act for"):
        await makers.acting(AGENCY, "", "catalog:write")


async def test_a_maker_is_active_in_a_region_or_anywhere(makers):
    mia = await makers.find(MINE)

    assert mia.is_active()
    assert mia.is_active("NA")
    assert not mia.is_active("EU")
    assert not mia.is_active("JP")


async def test_may_act_says_so_without_raising(makers):
    mia = await makers.find(MINE)

    allowed = [makers.may_act(who, mia, "catalog:write") for who in (MIA, AGENCY, TOM, ANONYMOUS)]

    assert allowed == [True, True, False, False]
    assert not makers.may_act(MIA, None, "catalog:write")


async def test_several_are_found_at_once(makers):
    assert set(await makers.named([OTHER, MINE, "makers/none"])) == {MINE, OTHER}


class Applications(maker_pb2_grpc.MakerServiceServicer):
    """The other service, with three makers on two pages."""

    makers = tuple(
        pb.Maker(
            name=f"makers/{number}",
            subject=f"s{number}",
            revision=1,
            memberships=[
                pb.Membership(
                    region="NA", state=pb.Membership.ACTIVE, ready_countries=["US", "CA"]
                ),
                pb.Membership(
                    region="EU",
                    state=pb.Membership.GRANTED,
                    ready_countries=["DE"],
                    extended_from="NA",
                ),
            ],
            grants=[pb.Grant(partner="agency", scopes=["catalog:write"])],
        )
        for number in range(3)
    )

    async def ListMakers(self, request, context):
        if request.page_token:
            return pb.ListMakersResponse(makers=self.makers[2:])
        return pb.ListMakersResponse(makers=self.makers[:2], next_page_token="more")

    async def WatchMakers(self, request, context):
        yield pb.WatchMakersResponse(resume_token="t1")
        changed = pb.Maker(name="makers/0", subject="s0", revision=2, display_name="New")
        yield pb.WatchMakersResponse(resume_token="t2", event_id="e", maker=changed)


async def test_makers_are_copied_from_applications(
    mongo, db, stored, tmp_path, mongodb_uri, database
):
    async def assemble(frame):
        frame.serve(pb, maker_pb2_grpc, Applications())

    async with served(
        "applications", tmp_path, mongodb_uri, f"{database}_other", assemble
    ) as process:
        token = process.issuer.token("catalog", "service")
        async with process.channel(pb, token=token) as channel:
            copy = copy_of_makers(mongo, db, channel)
            await copy.follow()

    rows = {row["_id"]: row async for row in stored["makers"].find()}
    makers = Makers(db)
    one = await makers.find("makers/1")
    assert [row["revision"] for row in rows.values()] == [2, 1, 1]
    assert rows["makers/0"]["display_name"] == "New"
    assert one.ready_countries == {"US", "CA"}
    assert one.extended == {"EU"}
    assert one.states == {"NA": "ACTIVE", "EU": "GRANTED"}
    assert one.grants == {"agency": {"catalog:write"}}
    assert (await stored["copies"].find_one())["token"] == "t2"
