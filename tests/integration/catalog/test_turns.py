"""Whose queue a caller joins: never that of somebody it can't act for."""

import pytest

from catalog.service.rights import Rights
from chassis.caller import Caller, Role, calling_as
from chassis.links import PrivateLinks
from chassis.makers import Makers


@pytest.fixture
def rights(shop):
    return Rights(Makers(shop.database), PrivateLinks("x" * 32, "https://h.example"), shop.clock)


def calling(subject, role):
    return calling_as(Caller(subject=subject, roles=frozenset({role})))


async def test_a_maker_queues_up_with_its_partners(shop, rights):
    maker = await shop.maker(grants={"agency": ["catalog:write"]})

    with calling(maker.subject, Role.MAKER):
        own = [await rights.whose_turn(""), await rights.whose_turn(maker.name)]
    with calling("agency", Role.PARTNER):
        partners = await rights.whose_turn(maker.name)

    assert {*own, partners} == {maker.name}


@pytest.mark.parametrize("role", [Role.MAKER, Role.PARTNER])
async def test_nobody_queues_up_where_it_may_not_act(shop, rights, role):
    maker = await shop.maker()

    with calling("stranger", role):
        found = [await rights.whose_turn(name) for name in (maker.name, "makers/nobody", "")]

    assert found == ["stranger"] * 3
