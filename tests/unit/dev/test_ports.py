"""Ports that cannot work are named before anything starts."""

import pytest
from pydantic import ValidationError

from dev.ports import Ports
from dev.settings import Settings


def test_a_port_that_two_of_us_want_is_named_with_both():
    ports = Ports.configured(Settings(gateway_port=50051))

    [complaint] = ports.complaints(own_mongod=False)

    assert "127.0.0.1:50051 is wanted by" in complaint
    assert "the gateway" in complaint
    assert "applications" in complaint


def test_free_ports_give_nothing_to_complain_about():
    assert Ports.free().complaints(own_mongod=True) == []


@pytest.mark.parametrize("address", ["nonsense", ":50051", "127.0.0.1:", "127.0.0.1:99999", ""])
def test_an_address_that_is_none_is_refused(address):
    with pytest.raises(ValidationError, match=r"must look like 127\.0\.0\.1:50051"):
        Settings(catalog_address=address)
